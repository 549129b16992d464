"""One pace a host for all workers: each load takes its turn from the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select

from storage.register_tables import PaceRow
from storage.session import Store


async def turn(store: Store, host: str, now: Callable[[], datetime], gap: timedelta) -> timedelta:
    """Take the next turn of a host, ``gap`` after the one before; returns how long to wait for it.

    ``now`` is asked once the row is ours: whoever waited for it must not go by the time at which it began to wait.
    """
    async with store.writing() as session:
        await store.once(session, PaceRow, host=host, next_at=now())
        row = (await session.scalars(select(PaceRow).where(PaceRow.host == host).with_for_update())).one()
        mine = max(row.next_at, now())
        row.next_at = mine + gap
    return max(mine - now(), timedelta(0))
