"""Accounts of people: who they are, what they may and where, found by name or number. Passwords are hashed by whoever asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db.people_tables import MembershipRow, Role, UserRow, clean_typed_text
from storage.db.session import Store
from storage.errors import NotFound

EVERYTHING = ""  # the scope of one who may see all platforms
ACCOUNT = (
    UserRow.id, UserRow.name, UserRow.shown, UserRow.password, UserRow.totp, UserRow.oidc, UserRow.lang, UserRow.active,
)  # fmt: skip
_HELD = (
    select(MembershipRow.role, MembershipRow.scope)
    .where(MembershipRow.user_id == bindparam("user"))
    .order_by(MembershipRow.role, MembershipRow.scope)
)


@dataclass(frozen=True, slots=True)
class Membership:
    """One role within one scope: a tag, district, batch or platform address, ``EVERYTHING`` for all."""

    role: Role
    scope: str = EVERYTHING


@dataclass(frozen=True, slots=True)
class Account:
    """A person's account. ``password``: the Argon2 hash, "" without; ``totp``: the secret of one-time codes and the number of the last
    used one, sealed, "" without; ``oidc``: issuer and subject of another log-in, "" without."""

    id: int
    name: str
    shown: str
    password: str
    totp: str
    oidc: str
    lang: str
    active: bool
    memberships: tuple[Membership, ...]

    @property
    def assessor(self) -> str:
        """The name shown under decisions: the display name, with the account name where that differs, so that it is unique."""
        return self.shown if self.shown == self.name else f"{self.shown} ({self.name})"


async def create_account(
    store: Store, name: str, shown: str, password: str, memberships: Sequence[Membership], lang: str, now: datetime
) -> Account:
    """Add an account. Raises ValueError where the name is taken or empty."""
    if not name.strip():
        raise ValueError("an account needs a name")
    async with store.writing() as session:
        if await session.scalar(select(UserRow.id).where(_is_named(name))):
            raise ValueError(f"{name} is taken")
        row = UserRow(
            name=name, shown=shown or name, password=password, totp="", oidc="", lang=lang, active=True, made_at=now
        )
        session.add(row)
        await session.flush()
        session.add_all(
            MembershipRow(user_id=row.id, role=membership.role.value, scope=membership.scope)
            for membership in dict.fromkeys(memberships)
        )
        await session.flush()
        return await complete_account(session, row)


async def find_account(store: Store, name: str) -> Account | None:
    """The account of that name, however it is capitalised; None without one."""
    async with store.reading() as session:
        row = await session.scalar(select(UserRow).where(_is_named(name)).order_by(UserRow.id).limit(1))
        return None if row is None else await complete_account(session, row)


async def load_account(store: Store, id: int) -> Account:
    """The account of that number. Raises NotFound."""
    async with store.reading() as session:
        return await read_account(session, id)


async def read_account(session: AsyncSession, id: int) -> Account:
    """The account of that number, within a transaction. Raises NotFound."""
    row = await session.get(UserRow, id)
    if row is None:
        raise NotFound(str(id))
    return await complete_account(session, row)


async def list_accounts(store: Store) -> tuple[Account, ...]:
    """All accounts by name, closed ones too."""
    async with store.reading() as session:
        rows = (await session.scalars(select(UserRow).order_by(UserRow.name))).all()
        return tuple([await complete_account(session, row) for row in rows])


async def count_accounts(store: Store) -> int:
    """How many accounts there are."""
    async with store.reading() as session:
        return await session.scalar(select(func.count(UserRow.id))) or 0


def _is_named(name: str) -> ColumnElement[bool]:
    """The condition for that name. SQLite folds the capitals of ASCII alone, so a name just as it was stored always counts."""
    typed = clean_typed_text(name, 200)
    return or_(UserRow.name == typed, func.lower(UserRow.name) == typed.casefold())


async def complete_account(session: AsyncSession, row: UserRow) -> Account:
    """The account of that row with its memberships, within a transaction."""
    held = (await session.execute(_HELD, {"user": row.id})).all()
    said = row.id, row.name, row.shown, row.password, row.totp, row.oidc, row.lang, row.active
    return make_account(said, [(role, scope) for role, scope in held])


def make_account(said: Sequence[Any], held: Iterable[Sequence[str]]) -> Account:
    """The account of that row of ``ACCOUNT``, with a role and its scope for each membership ``held``."""
    memberships = tuple(Membership(Role(role), scope) for role, scope in held)
    id, name, shown, password, totp, oidc, lang, active = said
    return Account(id, name, shown, password, totp, oidc, lang, active, memberships)
