"""Passkeys of people: public keys of their own devices (Web Authentication, W3C)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from storage.db.people_tables import PasskeyRow
from storage.db.session import Store


@dataclass(frozen=True, slots=True)
class Passkey:
    """One key. ``credential``: its id, base64url; ``uses``: the device's own counter when it was last used."""

    id: int
    user: int
    credential: str
    public_key: bytes
    uses: int
    name: str
    made_at: datetime


async def add_passkey(
    store: Store, user: int, credential: str, public_key: bytes, uses: int, name: str, now: datetime
) -> None:
    """Keep a key. Raises ValueError where its credential is known already, or too long to be one."""
    if not 0 < len(credential) <= 1400:
        raise ValueError("no credential")
    async with store.writing() as session:
        if await session.scalar(select(PasskeyRow.id).where(PasskeyRow.credential == credential)):
            raise ValueError("that key is known already")
        session.add(
            PasskeyRow(
                user_id=user,
                credential=credential,
                public_key=public_key,
                uses=uses,
                name=name.strip()[:200],
                made_at=now,
            )
        )


async def list_passkeys(store: Store, user: int) -> tuple[Passkey, ...]:
    """A person's keys, oldest first."""
    async with store.reading() as session:
        rows = (
            await session.scalars(select(PasskeyRow).where(PasskeyRow.user_id == user).order_by(PasskeyRow.id))
        ).all()
    return tuple(_passkey(row) for row in rows)


async def find_passkey(store: Store, credential: str) -> Passkey | None:
    """The key of that credential; None without one."""
    async with store.reading() as session:
        row = await session.scalar(select(PasskeyRow).where(PasskeyRow.credential == credential))
    return None if row is None else _passkey(row)


async def count_passkey_use(store: Store, id: int, uses: int) -> None:
    """Keep how often the device says its key was used: a lower number later tells of a copy."""
    async with store.writing() as session:
        await session.execute(update(PasskeyRow).where(PasskeyRow.id == id).values(uses=uses))


async def remove_passkey(store: Store, user: int, id: int) -> bool:
    """Forget a person's key; False where it is not that person's."""
    async with store.writing() as session:
        query = delete(PasskeyRow).where(PasskeyRow.id == id, PasskeyRow.user_id == user).returning(PasskeyRow.id)
        return (await session.scalar(query)) is not None


def _passkey(row: PasskeyRow) -> Passkey:
    return Passkey(row.id, row.user_id, row.credential, row.public_key, row.uses, row.name, row.made_at)
