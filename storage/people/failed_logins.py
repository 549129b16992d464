"""Failed log-ins, counted by account name and by client address, so that nobody can guess passwords quickly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select

from storage.db.people_tables import FailedLoginRow
from storage.db.session import Store


@dataclass(frozen=True, slots=True)
class FailureLimits:
    """How many failures of one name and of one address are allowed within ``within``."""

    of_name: int
    of_address: int
    within: timedelta


async def note_attempt(store: Store, name: str, address: str, now: datetime, limits: FailureLimits) -> int | None:
    """Record an attempt as failed before it is checked; returns its number, or None if too many have failed already.

    Writing before counting lets no more than the limit through, however many attempts arrive at once. A refused attempt
    is not recorded, so the name is free again once its failures are old.
    """
    known = name.casefold()[:200]
    async with store.writing() as session:
        await session.execute(delete(FailedLoginRow).where(FailedLoginRow.at < now - limits.within))
        row = FailedLoginRow(name=known, address=address[:100], at=now)
        session.add(row)
        await session.flush()
        number = row.id
    async with store.reading() as session:
        recent = select(func.count(FailedLoginRow.id)).where(FailedLoginRow.at >= now - limits.within)
        of_name = await session.scalar(recent.where(FailedLoginRow.name == known)) or 0
        of_address = await session.scalar(recent.where(FailedLoginRow.address == address[:100])) or 0
    if of_name <= limits.of_name and of_address <= limits.of_address:
        return number
    async with store.writing() as session:
        await session.execute(delete(FailedLoginRow).where(FailedLoginRow.id == number))
    return None


async def forget_failures(store: Store, name: str, number: int) -> None:
    """Delete an attempt that succeeded after all, and the earlier failures of its name."""
    async with store.writing() as session:
        await session.execute(
            delete(FailedLoginRow).where(or_(FailedLoginRow.id == number, FailedLoginRow.name == name.casefold()[:200]))
        )
