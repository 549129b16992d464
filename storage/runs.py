"""Runs: what is to be done for a platform at a due time. Planned once, done by one worker at a time, taken from dead ones.

This table is what holds that nothing is lost and nothing done twice; whatever hands runs to workers (a loop in one process, a
queue between many) only says which run to try next.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from storage.codec import decode
from storage.register import Registration
from storage.register_tables import RegistrationRow, RunKind, RunRow, RunState, Standing, WorkerRow
from storage.session import Store
from storage.visits import new_id

NORMAL, ON_DEMAND = 0, 10  # priorities: what a person asked for goes before what a clock did


@dataclass(frozen=True, slots=True)
class Run:
    """One thing to do for one platform. ``visit`` is what an earlier attempt began and may be taken up again."""

    id: str
    platform: int
    kind: RunKind
    due_at: datetime
    priority: int
    state: RunState
    not_before: datetime
    attempts: int
    worker: str | None = None
    visit: str | None = None
    audit: str | None = None
    reason: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None


# Of a registration: the column of the due time of that kind.
_DUE = {
    RunKind.AUDIT: RegistrationRow.due_at,
    RunKind.LIGHT: RegistrationRow.light_due_at,
    RunKind.TIMING: RegistrationRow.timing_due_at,
}
Following = Callable[[Registration, RunKind, datetime], datetime | None]


async def plan_due(store: Store, now: datetime, following: Following) -> tuple[Run, ...]:
    """Make a run of all that is due by now and set each platform's next due time; returns the new runs.

    ``following`` says when that kind is due next, after now. Two planners at once make each run once.
    """
    made: list[Run] = []
    async with store.writing() as session:
        for kind, column in _DUE.items():
            query = (
                select(RegistrationRow)
                .where(RegistrationRow.state == Standing.ACTIVE.value, column <= now)
                .order_by(column, RegistrationRow.platform_id)
                .with_for_update(skip_locked=True)
            )
            for row in (await session.scalars(query)).all():
                due = getattr(row, column.key)
                made += await _add(store, session, row.platform_id, kind, due, NORMAL, now)
                setattr(row, column.key, following(decode(Registration, row.record), kind, now))
    return tuple(made)


async def ask(
    store: Store,
    platform: int,
    kind: RunKind,
    due_at: datetime,
    *,
    priority: int = NORMAL,
    not_before: datetime | None = None,
) -> Run | None:
    """Plan one run; None where it is planned already."""
    async with store.writing() as session:
        made = await _add(store, session, platform, kind, due_at, priority, not_before or due_at)
    return made[0] if made else None


async def _add(
    store: Store,
    session: AsyncSession,
    platform: int,
    kind: RunKind,
    due: datetime,
    priority: int,
    not_before: datetime,
) -> list[Run]:
    id = new_id()
    await store.once(
        session,
        RunRow,
        id=id,
        platform_id=platform,
        kind=kind.value,
        due_at=due,
        priority=priority,
        state=RunState.WAITING.value,
        not_before=not_before,
        attempts=0,
        reason="",
    )
    row = await session.get(RunRow, id)
    return [] if row is None else [_run(row)]


async def waiting(
    store: Store, now: datetime, kinds: tuple[RunKind, ...] = tuple(RunKind), limit: int = 100
) -> tuple[Run, ...]:
    """Runs that may begin now, in the order they should: by priority, then by how long they are due."""
    query = (
        select(RunRow)
        .where(RunRow.state == RunState.WAITING.value, RunRow.not_before <= now)
        .where(RunRow.kind.in_([kind.value for kind in kinds]))
        .order_by(RunRow.priority.desc(), RunRow.due_at, RunRow.id)
        .limit(limit)
    )
    async with store.reading() as session:
        return tuple(_run(row) for row in (await session.scalars(query)).all())


async def running(store: Store, ids: Collection[str]) -> frozenset[str]:
    """Which of these are being done by somebody."""
    query = select(RunRow.id).where(RunRow.id.in_(ids), RunRow.state == RunState.RUNNING.value)
    async with store.reading() as session:
        return frozenset(await session.scalars(query))


async def begin(store: Store, run: str, worker: str, now: datetime) -> Run | None:
    """Take a waiting run for this worker. None where it is not to be had: done, another's, too early, or its platform is busy."""
    try:
        async with store.writing() as session:
            row = await session.get(RunRow, run, with_for_update=True)
            if row is None or row.state != RunState.WAITING or row.not_before > now:
                return None
            row.state, row.worker, row.started_at = RunState.RUNNING.value, worker, now
            row.attempts += 1
            await session.flush()
            return _run(row)
    except IntegrityError:  # ix_runs_one_a_platform: something else is done for this platform just now
        return None


async def note_visit(store: Store, run: str, worker: str, visit: str) -> None:
    """Remember which visit this run began, the moment it begins: a killed one is taken up again instead of being made anew."""
    async with store.writing() as session:
        await session.execute(update(RunRow).where(*_mine(run, worker)).values(visit_id=visit))


async def end(
    store: Store, run: str, worker: str, now: datetime, *, state: RunState, audit: str | None = None, reason: str = ""
) -> bool:
    """The run is over; False where it was another worker's by now, whose word then counts."""
    async with store.writing() as session:
        done = await session.execute(
            update(RunRow)
            .where(*_mine(run, worker))
            .values(state=state.value, audit_id=audit, reason=reason, ended_at=now, worker=None)
            .returning(RunRow.id)
        )
        return done.first() is not None


async def put_back(
    store: Store, run: str, worker: str, *, not_before: datetime, reason: str, keep_visit: bool, counts: bool = True
) -> bool:
    """Let it be tried again later. ``keep_visit``: by going on with its visit. ``counts``: whether this was an attempt at all."""
    values: dict[str, object] = {
        "state": RunState.WAITING.value,
        "not_before": not_before,
        "reason": reason,
        "worker": None,
    }
    if not keep_visit:
        values["visit_id"] = None
    if not counts:
        values["attempts"] = RunRow.attempts - 1
    async with store.writing() as session:
        done = await session.execute(update(RunRow).where(*_mine(run, worker)).values(values).returning(RunRow.id))
        return done.first() is not None


async def abandoned(store: Store, worker: str, doing: Collection[str], now: datetime) -> int:
    """Give back what is said to be this worker's though it is not ``doing`` it: the store was away when it ended. Returns how many."""
    async with store.writing() as session:
        done = await session.execute(
            update(RunRow)
            .where(RunRow.worker == worker, RunRow.state == RunState.RUNNING.value, RunRow.id.not_in(doing))
            .values(state=RunState.WAITING.value, worker=None, not_before=now, reason="store_was_away")
            .returning(RunRow.id)
        )
        return len(done.all())


async def rescue(store: Store, now: datetime, lost_after: timedelta) -> tuple[Run, ...]:
    """Give the runs of workers that gave no sign for so long back to the others; returns them. Their visits are gone on with."""
    dead = select(WorkerRow.id).where(WorkerRow.beat_at <= now - lost_after)
    orphaned = or_(RunRow.worker.in_(dead), RunRow.worker.not_in(select(WorkerRow.id)))
    async with store.writing() as session:
        query = select(RunRow).where(RunRow.state == RunState.RUNNING.value, orphaned).with_for_update(skip_locked=True)
        rows = (await session.scalars(query)).all()
        for row in rows:
            row.state, row.worker, row.not_before = RunState.WAITING.value, None, now
            row.reason = "worker_lost"
        await session.flush()
        return tuple(_run(row) for row in rows)


def _mine(run: str, worker: str) -> tuple[ColumnElement[bool], ...]:
    return RunRow.id == run, RunRow.worker == worker, RunRow.state == RunState.RUNNING.value


def _run(row: RunRow) -> Run:
    return Run(
        id=row.id,
        platform=row.platform_id,
        kind=RunKind(row.kind),
        due_at=row.due_at,
        priority=row.priority,
        state=RunState(row.state),
        not_before=row.not_before,
        attempts=row.attempts,
        worker=row.worker,
        visit=row.visit_id,
        audit=row.audit_id,
        reason=row.reason,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )
