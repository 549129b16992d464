"""Log-ins of browsers: stored by the SHA-256 of their secret, ended by idleness, by age, or by the person."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update

from storage.db.connecting.one_trip import Answer, Question
from storage.db.people_tables import LoginRow, MembershipRow, UserRow
from storage.db.session import Store
from storage.people.user_accounts import ACCOUNT, Account, make_account

PROOFS = ("password", "code", "passkey", "oidc")  # "code": a password and a one-time code
PASSWORD = PROOFS[0]
_LOGIN = (
    LoginRow.digest, LoginRow.user_id, LoginRow.made_at, LoginRow.seen_at, LoginRow.proved_at, LoginRow.proved_by,
    LoginRow.strong, LoginRow.ends_at, LoginRow.address,
)  # fmt: skip
_WITH_USER = (  # one statement, of plain columns: every request begins with it
    select(*_LOGIN, *ACCOUNT, MembershipRow.role, MembershipRow.scope)
    .join(UserRow, UserRow.id == LoginRow.user_id)
    .outerjoin(MembershipRow, MembershipRow.user_id == UserRow.id)
    .where(LoginRow.digest == bindparam("digest"))
    .order_by(MembershipRow.role, MembershipRow.scope)
)


@dataclass(frozen=True, slots=True)
class Login:
    """One log-in. ``proved_at``: when the person last proved their identity; ``proved_by``: how (PROOFS); ``strong``: whether
    more than a password was ever asked for.
    """

    digest: str
    user: int
    made_at: datetime
    seen_at: datetime
    proved_at: datetime
    proved_by: str
    strong: bool
    ends_at: datetime
    address: str


def hash_secret(secret: str) -> str:
    """The SHA-256 (hex) under which a secret is stored; only its owner keeps the secret itself."""
    return hashlib.sha256(secret.encode("utf-8")).hexdigest()


async def start_login(
    store: Store,
    user: int,
    now: datetime,
    lasts: timedelta,
    address: str,
    by: str = PASSWORD,
    strong: bool = False,
) -> str:
    """Begin the log-in of a person who proved their identity ``by`` that means; returns the secret for its cookie.

    ``strong``: it continues a log-in that took more than a password.
    """
    secret = secrets.token_urlsafe(32)
    async with store.writing() as session:
        await session.execute(delete(LoginRow).where(LoginRow.ends_at < now))
        session.add(
            LoginRow(
                digest=hash_secret(secret),
                user_id=user,
                made_at=now,
                seen_at=now,
                proved_at=now,
                proved_by=by,
                strong=strong or by != PASSWORD,
                ends_at=now + lasts,
                address=address[:100],
            )
        )
    return secret


async def find_login(store: Store, secret: str, now: datetime, idle: timedelta) -> tuple[Login, Account] | None:
    """The log-in with that secret and whose it is; None if it has ended. When it was last seen is recorded at most once a minute."""
    found, _ = await find_login_asking(store, secret, now, idle)
    return found


async def find_login_asking(
    store: Store, secret: str, now: datetime, idle: timedelta, also: Sequence[Question] = ()
) -> tuple[tuple[Login, Account] | None, tuple[Answer, ...]]:
    """As ``find_login``, with what else was asked on the same trip; that is to be looked at only where there is a log-in."""
    found, *told = await store.look_up(Question(_WITH_USER, {"digest": hash_secret(secret)}), *also)
    return await _read_login(store, found, now, idle), tuple(told)


async def _read_login(store: Store, found: Answer, now: datetime, idle: timedelta) -> tuple[Login, Account] | None:
    if not found:
        return None
    login = Login(*found[0][: len(_LOGIN)])
    if login.ends_at <= now or login.seen_at + idle <= now:
        return None
    account = make_account(found[0][len(_LOGIN) : -2], [row[-2:] for row in found if row[-1] is not None])
    if now - login.seen_at > timedelta(minutes=1):
        async with store.writing() as session:
            await session.execute(update(LoginRow).where(LoginRow.digest == login.digest).values(seen_at=now))
    return login, account


async def end_login(store: Store, secret: str) -> None:
    """End that log-in, if there is one."""
    async with store.writing() as session:
        await session.execute(delete(LoginRow).where(LoginRow.digest == hash_secret(secret)))


async def prove_login(store: Store, digest: str, now: datetime, by: str) -> None:
    """Record that this log-in's person has just proved their identity, and ``by`` which means (PROOFS)."""
    said: dict[str, object] = {"proved_at": now, "seen_at": now, "proved_by": by}
    if by != PASSWORD:
        said["strong"] = True
    async with store.writing() as session:
        await session.execute(update(LoginRow).where(LoginRow.digest == digest).values(said))


async def list_logins(store: Store, user: int, now: datetime, idle: timedelta) -> tuple[Login, ...]:
    """A person's open log-ins, the last seen first."""
    query = (
        select(LoginRow)
        .where(LoginRow.user_id == user, LoginRow.ends_at > now, LoginRow.seen_at > now - idle)
        .order_by(LoginRow.seen_at.desc(), LoginRow.digest)
    )
    async with store.reading() as session:
        return tuple(_login(row) for row in (await session.scalars(query)).all())


async def end_logins(store: Store, user: int, but: str = "") -> int:
    """End all log-ins of a person but the one with that digest; returns how many."""
    async with store.writing() as session:
        query = delete(LoginRow).where(LoginRow.user_id == user, LoginRow.digest != but).returning(LoginRow.digest)
        return len((await session.scalars(query)).all())


def _login(row: LoginRow) -> Login:
    return Login(
        row.digest,
        row.user_id,
        row.made_at,
        row.seen_at,
        row.proved_at,
        row.proved_by,
        row.strong,
        row.ends_at,
        row.address,
    )
