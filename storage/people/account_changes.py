"""Changes to accounts: name, password, one-time codes, roles, closing. A change that is in place already does nothing."""

from __future__ import annotations

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db.people_tables import LoginRow, MembershipRow, Role, UserRow
from storage.db.session import Store
from storage.errors import NotFound
from storage.people.user_accounts import EVERYTHING, Account, Membership, load_account


class LastAdministrator(Exception):
    """After this nobody could keep accounts any more, so it was not done."""


async def change_profile(store: Store, id: int, shown: str, lang: str) -> None:
    """Change the name shown under future decisions, and the language. Raises NotFound."""
    async with store.writing() as session:
        row = await _row(session, id)
        row.shown, row.lang = shown.strip()[:200] or row.name, lang


async def change_password(store: Store, id: int, hashed: str) -> None:
    """Store the hash of a new password. Raises NotFound."""
    async with store.writing() as session:
        (await _row(session, id)).password = hashed


async def change_totp(store: Store, id: int, kept: str) -> None:
    """Store the sealed secret that one-time codes are derived from; "" turns them off. Raises NotFound."""
    async with store.writing() as session:
        (await _row(session, id)).totp = kept


async def replace_totp(store: Store, id: int, before: str, kept: str) -> bool:
    """Store the sealed secret together with the code just used; False if it was changed meanwhile, and the code counts as used."""
    async with store.writing() as session:
        query = update(UserRow).where(UserRow.id == id, UserRow.totp == before).values(totp=kept).returning(UserRow.id)
        return (await session.scalar(query)) is not None


async def change_oidc(store: Store, id: int, subject: str) -> None:
    """Link the account to an external log-in (OpenID Connect, "ISSUER SUBJECT"); "" removes the link.

    Raises NotFound, and ValueError if that log-in is linked to another account.
    """
    async with store.writing() as session:
        row = await _row(session, id)
        if subject and await session.scalar(select(UserRow.id).where(UserRow.oidc == subject, UserRow.id != id)):
            raise ValueError("that log-in belongs to another account")
        row.oidc = subject


async def find_account_by_oidc(store: Store, subject: str) -> Account | None:
    """The account linked to that external log-in ("ISSUER SUBJECT"); None if there is none."""
    async with store.reading() as session:
        id = await session.scalar(select(UserRow.id).where(UserRow.oidc == subject, UserRow.oidc != ""))
    return None if id is None else await load_account(store, id)


async def add_membership(store: Store, id: int, membership: Membership) -> bool:
    """Grant a role in a scope; False if the account has it already. Raises NotFound."""
    async with store.writing() as session:
        await _row(session, id)
        if await session.scalar(_held(id, membership)):
            return False
        session.add(MembershipRow(user_id=id, role=membership.role.value, scope=membership.scope))
        return True


async def remove_membership(store: Store, id: int, membership: Membership) -> bool:
    """Withdraw a role in a scope; False if the account does not have it. Raises LastAdministrator."""
    async with store.writing() as session:
        found = await session.scalar(_held(id, membership))
        if found is None:
            return False
        await session.execute(delete(MembershipRow).where(MembershipRow.id == found))
        await _keep_one_administrator(session)
        return True


async def close_account(store: Store, id: int) -> None:
    """Close an account and end its log-ins; its person's decisions stay. Raises NotFound, LastAdministrator."""
    async with store.writing() as session:
        (await _row(session, id)).active = False
        await session.execute(delete(LoginRow).where(LoginRow.user_id == id))
        await session.flush()
        await _keep_one_administrator(session)


async def reopen_account(store: Store, id: int) -> None:
    """Reopen a closed account. Raises NotFound."""
    async with store.writing() as session:
        (await _row(session, id)).active = True


async def _row(session: AsyncSession, id: int) -> UserRow:
    row = await session.scalar(select(UserRow).where(UserRow.id == id).with_for_update())
    if row is None:
        raise NotFound(str(id))
    return row


def _held(id: int, membership: Membership) -> Select[int]:
    return select(MembershipRow.id).where(
        MembershipRow.user_id == id,
        MembershipRow.role == membership.role.value,
        MembershipRow.scope == membership.scope,
    )


async def _keep_one_administrator(session: AsyncSession) -> None:
    """Raises LastAdministrator, which undoes the transaction, where no open account keeps accounts of everybody."""
    left = await session.scalar(
        select(func.count(UserRow.id))
        .join(MembershipRow, MembershipRow.user_id == UserRow.id)
        .where(UserRow.active, MembershipRow.role == Role.ADMIN.value, MembershipRow.scope == EVERYTHING)
    )
    if not left:
        raise LastAdministrator
