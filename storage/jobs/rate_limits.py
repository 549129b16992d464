"""The rate limit of each host, shared by all workers: each page load takes its turn from the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select

from storage.db.register_tables import PaceRow
from storage.db.session import Store

FAR = timedelta(hours=1)  # further ahead than any queue of a host: the clock was set back since


async def reserve_host_turn(store: Store, host: str, now: Callable[[], datetime], gap: timedelta) -> timedelta:
    """Reserve a host's next turn, ``gap`` after the one before; returns how long to wait for it.

    ``now`` is called once the row is locked: whoever waited for the lock must not use the time at which the wait began.
    """
    async with store.writing() as session:
        await store.once(session, PaceRow, host=host, next_at=now())
        row = (await session.scalars(select(PaceRow).where(PaceRow.host == host).with_for_update())).one()
        at = now()
        mine = at if row.next_at - at > max(FAR, gap) else max(row.next_at, at)
        row.next_at = mine + gap
    return max(mine - now(), timedelta(0))
