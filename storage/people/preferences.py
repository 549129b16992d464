"""How each person wants the workbench: a word by name, such as whether single keys do something."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from storage.db.connecting.one_trip import Answer, Question
from storage.db.people_tables import PreferenceRow
from storage.db.session import Store

SINGLE_KEYS = "keys"  # whether single keys do something: on or off
_CHOSEN = select(PreferenceRow.value).where(
    PreferenceRow.user_id == bindparam("user"), PreferenceRow.name == bindparam("name")
)


async def load_preference(store: Store, user: int, name: str, otherwise: str) -> str:
    """The person's choice, or ``otherwise`` if they never chose."""
    (found,) = await store.look_up(ask_for_preference(user, name))
    return read_preference(found, otherwise)


def ask_for_preference(user: int, name: str) -> Question:
    """What asks for the choice that ``read_preference`` reads."""
    return Question(_CHOSEN, {"user": user, "name": name})


def read_preference(found: Answer, otherwise: str) -> str:
    """That choice, or ``otherwise`` if the person never chose."""
    return str(found[0][0]) if found else otherwise


async def save_preference(store: Store, user: int, name: str, value: str) -> None:
    """Keep a person's choice."""
    async with store.writing() as session:
        await session.merge(PreferenceRow(user_id=user, name=name, value=value))
