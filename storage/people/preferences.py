"""How each person wants the workbench: a word by name, such as whether single keys do something."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from storage.db.people_tables import PreferenceRow
from storage.db.session import Store


async def load_preference(store: Store, user: int, name: str, otherwise: str) -> str:
    """The person's choice, or ``otherwise`` if they never chose."""
    async with store.reading() as session:
        return await read_preference(session, user, name, otherwise)


async def read_preference(session: AsyncSession, user: int, name: str, otherwise: str) -> str:
    """What ``load_preference`` gives, within a transaction."""
    row = await session.get(PreferenceRow, (user, name))
    return otherwise if row is None else row.value


async def save_preference(store: Store, user: int, name: str, value: str) -> None:
    """Keep a person's choice."""
    async with store.writing() as session:
        await session.merge(PreferenceRow(user_id=user, name=name, value=value))
