"""Runs: what is to be done for a platform at a due time. Planned once, done by one worker at a time, taken from dead ones.

This table is what holds that nothing is lost and nothing done twice; whatever hands runs to workers (a loop in one process, a
queue between many) only says which run to try next.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from storage.register_tables import RegistrationRow, RunKind, RunRow, RunState, Standing
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
    setbacks: int = 0
    lost: int = 0
    worker: str | None = None
    visit: str | None = None
    audit: str | None = None
    reason: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None


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
        made = await add(store, session, [planned(platform, kind, due_at, priority, not_before or due_at)])
    return made[0] if made else None


def planned(platform: int, kind: RunKind, due: datetime, priority: int, not_before: datetime) -> dict[str, object]:
    """A run as a row, for ``add``."""
    return {
        "id": new_id(),
        "platform_id": platform,
        "kind": kind.value,
        "due_at": due,
        "priority": priority,
        "state": RunState.WAITING.value,
        "not_before": not_before,
        "attempts": 0,
        "setbacks": 0,
        "lost": 0,
        "reason": "",
    }


async def add(store: Store, session: AsyncSession, wanted: Sequence[Mapping[str, object]]) -> list[Run]:
    """Those of them that were not there yet."""
    await store.once_each(session, RunRow, wanted)
    ids = [each["id"] for each in wanted]
    query = select(RunRow).where(RunRow.id.in_(ids)).order_by(RunRow.due_at, RunRow.platform_id)
    return [run_of(row) for row in (await session.scalars(query)).all()] if ids else []


async def waiting(
    store: Store,
    now: datetime,
    kinds: tuple[RunKind, ...] = tuple(RunKind),
    limit: int = 100,
    platforms: Collection[int] | None = None,
) -> tuple[Run, ...]:
    """Runs that may begin now, in the order they should: by priority, then by how long they are due.

    Not those of platforms that are paused or removed, or for which something is being done. ``platforms``: only of these.
    """
    busy = select(RunRow.platform_id).where(RunRow.state == RunState.RUNNING.value)
    still = select(RegistrationRow.platform_id).where(RegistrationRow.state != Standing.ACTIVE.value)
    query = (
        select(RunRow)
        .where(RunRow.state == RunState.WAITING.value, RunRow.not_before <= now)
        .where(RunRow.kind.in_([kind.value for kind in kinds]))
        .where(RunRow.platform_id.not_in(busy), RunRow.platform_id.not_in(still))
        .order_by(RunRow.priority.desc(), RunRow.due_at, RunRow.id)
        .limit(limit)
    )
    if platforms is not None:
        query = query.where(RunRow.platform_id.in_(platforms))
    async with store.reading() as session:
        return tuple(run_of(row) for row in (await session.scalars(query)).all())


async def running(store: Store, ids: Collection[str]) -> frozenset[str]:
    """Which of these are being done by somebody."""
    query = select(RunRow.id).where(RunRow.id.in_(ids), RunRow.state == RunState.RUNNING.value)
    async with store.reading() as session:
        return frozenset(await session.scalars(query))


async def begin(store: Store, run: str, worker: str, now: datetime) -> Run | None:
    """Take a waiting run for this worker. None where it is not to be had: done, another's, too early, or its platform is busy or paused."""
    try:
        async with store.writing() as session:
            row = await session.get(RunRow, run, with_for_update=True)
            if row is None or row.state != RunState.WAITING or row.not_before > now:
                return None
            standing = await session.scalar(
                select(RegistrationRow.state).where(RegistrationRow.platform_id == row.platform_id)
            )
            if standing in (Standing.PAUSED, Standing.REMOVED):
                return None
            row.state, row.worker, row.started_at = RunState.RUNNING.value, worker, now
            row.attempts += 1
            await session.flush()
            return run_of(row)
    except IntegrityError:  # ix_runs_one_a_platform: something else is done for this platform just now
        return None


async def note_visit(store: Store, run: str, worker: str, visit: str) -> bool:
    """Remember which visit this run began, the moment it begins: a killed one is taken up again instead of being made anew.

    False where the run is another worker's by now.
    """
    async with store.writing() as session:
        noted = await session.execute(
            update(RunRow).where(*mine(run, worker)).values(visit_id=visit).returning(RunRow.id)
        )
        return noted.first() is not None


async def end(
    store: Store, run: str, worker: str, now: datetime, *, state: RunState, audit: str | None = None, reason: str = ""
) -> bool:
    """The run is over; False where it was another worker's by now, whose word then counts."""
    async with store.writing() as session:
        done = await session.execute(
            update(RunRow)
            .where(*mine(run, worker))
            .values(state=state.value, audit_id=audit, reason=reason, ended_at=now, worker=None)
            .returning(RunRow.id)
        )
        return done.first() is not None


async def put_back(
    store: Store,
    run: str,
    worker: str,
    *,
    not_before: datetime,
    reason: str,
    keep_visit: bool,
    counts: bool = True,
    setback: bool = False,
) -> bool:
    """Let it be tried again later; False where it was another worker's by now. ``keep_visit``: by going on with its visit.

    ``counts``: whether this was an attempt at all; ``setback``: that it was not is our fault.
    """
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
    if setback:
        values["setbacks"] = RunRow.setbacks + 1
    async with store.writing() as session:
        done = await session.execute(update(RunRow).where(*mine(run, worker)).values(values).returning(RunRow.id))
        return done.first() is not None


def mine(run: str, worker: str) -> tuple[ColumnElement[bool], ...]:
    return RunRow.id == run, RunRow.worker == worker, RunRow.state == RunState.RUNNING.value


def run_of(row: RunRow) -> Run:
    return Run(
        id=row.id,
        platform=row.platform_id,
        kind=RunKind(row.kind),
        due_at=row.due_at,
        priority=row.priority,
        state=RunState(row.state),
        not_before=row.not_before,
        attempts=row.attempts,
        setbacks=row.setbacks,
        lost=row.lost,
        worker=row.worker,
        visit=row.visit_id,
        audit=row.audit_id,
        reason=row.reason,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )
