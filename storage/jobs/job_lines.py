"""Jobs with what a list shows of each: the platform, how far it is, how much was captured. Read only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, UnaryExpression, and_, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db.connecting.one_trip import Answer, Question
from storage.db.register_tables import JobState, RunRow, WorkerRow
from storage.db.session import Store
from storage.db.tables import GapRow, PlatformRow, ViewRow
from storage.jobs.job_progress import JobProgress, load_progress
from storage.jobs.jobs import OPEN, Job, job_from_row

# Made once: to make a statement takes longer than to answer it.
_VIEWS = select(func.count()).where(ViewRow.visit_id == RunRow.visit_id).correlate(RunRow).scalar_subquery()
_BESIDE = PlatformRow.url, PlatformRow.name, WorkerRow.host, _VIEWS
_LINES = (
    select(RunRow, *_BESIDE)
    .join(PlatformRow, PlatformRow.id == RunRow.platform_id)
    .outerjoin(WorkerRow, WorkerRow.id == RunRow.worker)
)
_COLUMNS = tuple(column.key for column in RunRow.__mapper__.column_attrs)
_PLAIN = _LINES.with_only_columns(*(getattr(RunRow, name) for name in _COLUMNS), *_BESIDE)
_OF_PLATFORM = _PLAIN.where(RunRow.platform_id == bindparam("platform")).limit(bindparam("limit", type_=Integer()))
_GOING = _OF_PLATFORM.where(RunRow.state.in_([state.value for state in OPEN])).order_by(
    RunRow.due_at.desc(), RunRow.id.asc()
)
_FAILED = _OF_PLATFORM.where(
    RunRow.state == JobState.FAILED.value, RunRow.ended_at.is_not(None), RunRow.ended_at <= bindparam("until")
).order_by(RunRow.ended_at.desc(), RunRow.id.asc())


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job. ``progress``: None where its worker has said nothing yet; ``views``: captured so far; ``host``: its worker's, "" without."""

    job: Job
    url: str
    name: str
    host: str
    views: int
    progress: JobProgress | None


@dataclass(frozen=True, slots=True)
class CapturedView:
    """One page that a visit has captured. ``screenshot``: SHA-256, "" without."""

    id: str
    role: str
    state: str
    device: str
    look: int
    url: str
    title: str
    screenshot: str


@dataclass(frozen=True, slots=True)
class MissedPage:
    """One page that a visit could not see, and why."""

    role: str
    state: str
    device: str
    reason: str


async def list_job_lines(
    store: Store, state: JobState, limit: int, platforms: Collection[int] | None = None
) -> tuple[JobLine, ...]:
    """Jobs in that state: running ones by start time, waiting and paused ones in the order they will start, ended ones by end time."""
    where: list[ColumnElement[bool]] = [RunRow.state == state.value]
    if platforms is not None:
        where.append(RunRow.platform_id.in_(platforms))
    waits = (RunRow.priority.desc(), RunRow.not_before.asc(), RunRow.id.asc())
    order: dict[JobState, tuple[UnaryExpression[Any] | ColumnElement[Any], ...]] = {
        JobState.RUNNING: (RunRow.started_at.asc(), RunRow.id.asc()),
        JobState.WAITING: waits,
        JobState.PAUSED: waits,
    }
    async with store.reading() as session:
        return await _lines(session, where, order.get(state, (RunRow.ended_at.desc(), RunRow.id.asc())), limit)


async def list_jobs_after(
    store: Store, after: tuple[datetime, str] | None, limit: int, states: Collection[JobState],
    platforms: Collection[int] | None = None,
) -> tuple[JobLine, ...]:  # fmt: skip
    """Jobs in those states, latest due time first, beginning after the given due time and id (None = from the first)."""
    where: list[ColumnElement[bool]] = [RunRow.state.in_([state.value for state in states])]
    if platforms is not None:
        where.append(RunRow.platform_id.in_(platforms))
    if after is not None:
        at, id = after
        where.append(or_(RunRow.due_at < at, and_(RunRow.due_at == at, RunRow.id > id)))
    async with store.reading() as session:
        return await _lines(session, where, (RunRow.due_at.desc(), RunRow.id.asc()), limit)


async def load_job_line(store: Store, job: str) -> JobLine | None:
    """The job with that id; None if there is none."""
    async with store.reading() as session:
        return next(iter(await _lines(session, [RunRow.id == job], (RunRow.id.asc(),), 1)), None)


def ask_for_platform_jobs(platform: int, limit: int, until: datetime) -> tuple[Question, Question]:
    """What asks for a platform's jobs that have not ended, and for those that failed by then, the latest first."""
    of = {"platform": platform, "limit": limit}
    return Question(_GOING, of), Question(_FAILED, of | {"until": until})


async def read_platform_jobs(store: Store, found: Iterable[Answer]) -> tuple[JobLine, ...]:
    """Those jobs, one list after the other, with how far they are."""
    rows = [
        (RunRow(**dict(zip(_COLUMNS, row[: len(_COLUMNS)], strict=True))), *row[len(_COLUMNS) :])
        for rows in found
        for row in rows
    ]
    if not rows:
        return ()
    async with store.looking_up() as session:
        said = await load_progress(session, [row[0].id for row in rows])
    return _join(rows, said)


async def list_captured_views(store: Store, visit: str, limit: int) -> tuple[CapturedView, ...]:
    """What a visit has captured, the newest first."""
    query = select(ViewRow).where(ViewRow.visit_id == visit).order_by(ViewRow.at.desc(), ViewRow.id).limit(limit)
    async with store.reading() as session:
        rows = (await session.scalars(query)).all()
    return tuple(
        CapturedView(
            row.id, row.role, row.state, row.device, row.look, row.url, row.title, row.screenshot
        ) for row in rows
    )  # fmt: skip


async def list_missed_pages(store: Store, visit: str, limit: int) -> tuple[MissedPage, ...]:
    """What a visit could not see, the latest first."""
    query = select(GapRow).where(GapRow.visit_id == visit).order_by(GapRow.id.desc()).limit(limit)
    async with store.reading() as session:
        rows = (await session.scalars(query)).all()
    return tuple(MissedPage(row.role, row.state, row.device, row.reason) for row in rows)


async def _lines(
    session: AsyncSession, where: Sequence[ColumnElement[bool]],
    order: Sequence[UnaryExpression[Any] | ColumnElement[Any]], limit: int,
) -> tuple[JobLine, ...]:  # fmt: skip
    rows = (await session.execute(_LINES.where(*where).order_by(*order).limit(limit))).all()
    return _join(rows, await load_progress(session, [row.id for row, *_ in rows]))


def _join(rows: Iterable[Sequence[Any]], said: Mapping[str, JobProgress]) -> tuple[JobLine, ...]:
    return tuple(
        JobLine(job_from_row(row), url, name, host or "", seen, said.get(row.id)) for row, url, name, host, seen in rows
    )
