"""What becomes a run: all that is due by the clock, and what a person wants at once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.codec import decode
from storage.errors import RecordDamaged
from storage.register import Registration
from storage.register_tables import RegistrationRow, RunKind, RunRow, RunState, Standing
from storage.runs import NORMAL, ON_DEMAND, Run, add, planned, run_of
from storage.session import Store

log = logging.getLogger(__name__)

# Of a registration: the column of the due time of that kind.
_DUE = {
    RunKind.AUDIT: RegistrationRow.due_at,
    RunKind.LIGHT: RegistrationRow.light_due_at,
    RunKind.TIMING: RegistrationRow.timing_due_at,
}
_OPEN = (RunState.WAITING.value, RunState.RUNNING.value)
Following = Callable[[Registration, RunKind, datetime], datetime | None]


async def plan_due(store: Store, now: datetime, following: Following, at_a_time: int = 500) -> tuple[Run, ...]:
    """Make a run of all that is due by now and set each platform's next due time; returns the new runs.

    ``following`` says when that kind is due next, after now. Two planners at once make each run once. Due times that were missed
    (the platform was paused, no worker ran) make one run, not one each; where one of that kind waits yet or is being done, it does for
    this due time too. A registration that cannot be read is not planned any more until it is written anew, and holds up no other.
    """
    made: list[Run] = []
    for kind in _DUE:
        while True:
            looked, some = await _plan_some(store, kind, now, following, at_a_time)
            made += some
            if looked < at_a_time:
                break
    return tuple(made)


async def _plan_some(
    store: Store, kind: RunKind, now: datetime, following: Following, at_a_time: int
) -> tuple[int, list[Run]]:
    """At most so many in one transaction; how many were looked at, and the new runs."""
    column = _DUE[kind]
    query = (
        select(RegistrationRow)
        .where(RegistrationRow.state == Standing.ACTIVE.value, column <= now)
        .order_by(column, RegistrationRow.platform_id)
        .limit(at_a_time)
        .with_for_update(skip_locked=True)
    )
    async with store.writing() as session:
        rows = (await session.scalars(query)).all()
        there = await _open(session, kind, [row.platform_id for row in rows])
        wanted = []
        for row in rows:
            due = getattr(row, column.key)
            setattr(row, column.key, None)
            try:
                registration = decode(Registration, row.record)
            except RecordDamaged as fault:
                log.error("platform %s is planned no more: %s", row.platform_id, fault)
                continue
            if row.platform_id not in there:
                wanted.append(planned(row.platform_id, kind, due, NORMAL, now))
            following_due = following(registration, kind, now)
            if following_due is not None and following_due <= now:
                raise ValueError(f"{following_due} is not after {now}")
            setattr(row, column.key, following_due)
        return len(rows), await add(store, session, wanted)


async def _open(session: AsyncSession, kind: RunKind, platforms: Sequence[int]) -> frozenset[int]:
    """Those of them for which a run of that kind waits or is being done."""
    query = select(RunRow.platform_id).where(
        RunRow.platform_id.in_(platforms), RunRow.kind == kind.value, RunRow.state.in_(_OPEN)
    )
    return frozenset(await session.scalars(query))


async def ask_now(store: Store, platform: int, now: datetime) -> Run | None:
    """An audit that a person wants at once: one that waits already goes first, one that is being done will do.

    None where the platform is not registered, or is paused.
    """
    async with store.writing() as session:
        known = await session.get(RegistrationRow, platform, with_for_update=True)  # two that ask at once get one
        if known is None or known.state != Standing.ACTIVE:
            return None
        there = (
            select(RunRow)
            .where(RunRow.platform_id == platform, RunRow.kind == RunKind.AUDIT.value)
            .where(RunRow.state.in_(_OPEN))
            .order_by(RunRow.state, RunRow.due_at)
            .with_for_update()
        )
        row = (await session.scalars(there)).first()
        if row is None:
            return (await add(store, session, [planned(platform, RunKind.AUDIT, now, ON_DEMAND, now)]))[0]
        if row.state == RunState.WAITING:
            row.priority, row.not_before = ON_DEMAND, min(row.not_before, now)
            await session.flush()
        return run_of(row)
