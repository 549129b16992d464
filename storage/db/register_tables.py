"""The tables of registered platforms: who they are, when they are due, their jobs and the results."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.db.tables import WORDS_CHARS, Key, Moment, Name, PageWords, Table, When

METADATA = Table.metadata  # all tables: these and those they refer to


class PlatformState(StrEnum):
    """Whether a registered platform is audited automatically."""

    ACTIVE = "active"
    PAUSED = "paused"
    REMOVED = "removed"  # not listed, no jobs; its history stays


class JobKind(StrEnum):
    """The kinds of jobs; each kind has its own due times."""

    AUDIT = "audit"
    SECOND_AUDIT = "second_audit"  # where a red line is suspected
    TIMING = "timing"
    LIGHT = "light"


class JobState(StrEnum):
    """The state of a job."""

    WAITING = "waiting"
    PAUSED = "paused"  # by a person, until a person resumes it
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class BatchRow(Table):
    """A commission under which platforms are audited: its purpose and legal authority stand in every report."""

    __tablename__ = "batches"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    purpose: Mapped[PageWords]
    authority: Mapped[PageWords]
    body: Mapped[PageWords]
    person: Mapped[PageWords]
    changed_at: Mapped[When]


class RegistrationRow(Table):
    """A registered platform. ``due_at``, ``light_due_at``, ``timing_due_at`` are None if that kind is never due automatically."""

    __tablename__ = "registrations"
    platform_id: Mapped[int] = mapped_column(ForeignKey("platforms.id"), primary_key=True, autoincrement=False)
    state: Mapped[Name] = mapped_column(index=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"), index=True)
    due_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    light_due_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    timing_due_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    added_at: Mapped[When]
    changed_at: Mapped[When]
    record: Mapped[bytes]  # storage.platforms.Registration


class RunRow(Table):
    """One job for one platform at one due time; it exists once, however many planners and workers there are.

    ``not_before`` delays a retry; ``worker`` and ``beat_at`` tell which worker runs it and whether that worker is
    alive.
    """

    __tablename__ = "runs"
    __table_args__ = (
        UniqueConstraint("platform_id", "kind", "due_at"),
        Index(None, "state", "not_before"),
        Index(None, "kind", "ended_at", "state"),  # counts recently ended jobs of a kind without reading the rows
        # The database itself ensures that no platform has two running jobs at once.
        Index(
            "ix_runs_one_a_platform",
            "platform_id",
            unique=True,
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
    )
    id: Mapped[Key]
    platform_id: Mapped[int] = mapped_column(ForeignKey("platforms.id"))
    kind: Mapped[Name]
    due_at: Mapped[When]
    priority: Mapped[int]  # larger first: a person's requests go before scheduled jobs
    state: Mapped[Name]
    not_before: Mapped[When]
    attempts: Mapped[int]  # attempts that counted
    setbacks: Mapped[int] = mapped_column(
        default=0
    )  # attempts that failed through our own fault: store errors, no browser
    lost: Mapped[int] = mapped_column(default=0)  # workers that died or hung while running it
    worker: Mapped[str | None] = mapped_column(String(32), index=True)
    visit_id: Mapped[str | None] = mapped_column(String(32))
    audit_id: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[PageWords]
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class ProgressRow(Table):
    """How far a running job is, as its worker last said; there is none of a job that has ended."""

    __tablename__ = "progress"
    run_id: Mapped[Key]
    stage: Mapped[PageWords]
    done: Mapped[int]
    planned: Mapped[int]  # grows as links are found
    at: Mapped[When]


class WorkerRow(Table):
    """A process that runs jobs. One whose ``beat_at`` is old is dead, and its jobs are given to others."""

    __tablename__ = "workers"
    id: Mapped[Key]
    host: Mapped[str]
    pid: Mapped[int]
    born: Mapped[Name]
    started_at: Mapped[When]
    beat_at: Mapped[When] = mapped_column(index=True)


class BeatRow(Table):
    """One uptime check: whether a page answered."""

    __tablename__ = "beats"
    __table_args__ = (Index(None, "platform_id", "at"), Index(None, "at", "ok"))
    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platforms.id"))
    run_id: Mapped[str | None] = mapped_column(String(32))
    role: Mapped[Name]
    at: Mapped[When]
    url: Mapped[PageWords]
    ok: Mapped[bool]
    status: Mapped[int | None]
    seconds: Mapped[float]
    reason: Mapped[PageWords]


class PaceRow(Table):
    """When the next page of a host may be loaded, whichever worker loads it."""

    __tablename__ = "paces"
    host: Mapped[str] = mapped_column(String(WORDS_CHARS), primary_key=True)
    next_at: Mapped[When]


class RectificationRow(Table):
    """One item that failed, and what persons did about it: told the platform, set a deadline, checked again, closed it.

    ``last_seen_at`` and ``audit_id``: the latest audit that found the shortfall; ``rechecked_at``: when a later one
    found it mended.
    """

    __tablename__ = "rectifications"
    platform_id: Mapped[int] = mapped_column(ForeignKey("platforms.id"), primary_key=True, autoincrement=False)
    item: Mapped[str] = mapped_column(String(64), primary_key=True)
    opened_at: Mapped[datetime] = mapped_column(Moment, primary_key=True)  # first found since the item last passed
    last_seen_at: Mapped[When]
    audit_id: Mapped[str] = mapped_column(String(32))
    notified_at: Mapped[datetime | None] = mapped_column(Moment)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    rechecked_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    person: Mapped[PageWords]
    note: Mapped[PageWords]
    reason: Mapped[PageWords]  # why it was closed
    words: Mapped[int]  # number of persons' remarks
    changed_at: Mapped[When]


class RectificationWordRow(Table):
    """What a person said about one shortfall; never changed or deleted: a later remark is added beside it."""

    __tablename__ = "rectification_words"
    __table_args__ = (
        ForeignKeyConstraint(
            ["platform_id", "item", "opened_at"],
            ["rectifications.platform_id", "rectifications.item", "rectifications.opened_at"],
            name="fk_rectification_words_rectifications",  # the usual name is longer than PostgreSQL allows
        ),
    )
    platform_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    item: Mapped[str] = mapped_column(String(64), primary_key=True)
    opened_at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # from 1
    at: Mapped[When]
    record: Mapped[bytes]  # storage.remediations.Said
