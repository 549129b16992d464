"""The tables of registered platforms: who they are, when they are due, what was run for them, and what came of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import WORDS_CHARS, Key, Moment, Name, Said, Table, When

METADATA = Table.metadata  # of every table there is: these and those they refer to


class Standing(StrEnum):
    """Whether a registered platform is audited by itself."""

    ACTIVE = "active"
    PAUSED = "paused"
    REMOVED = "removed"  # not listed and not run; its history stays


class RunKind(StrEnum):
    """What is run for a platform; each kind has its own due times."""

    AUDIT = "audit"
    SECOND_AUDIT = "second_audit"  # where a red line is suspected
    TIMING = "timing"
    LIGHT = "light"


class RunState(StrEnum):
    """How a run stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class BatchRow(Table):
    """A commission under which platforms are audited: its purpose and legal authority stand in every report."""

    __tablename__ = "batches"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    purpose: Mapped[Said]
    authority: Mapped[Said]
    body: Mapped[Said]
    person: Mapped[Said]
    changed_at: Mapped[When]


class RegistrationRow(Table):
    """What is registered of a platform. ``due_at``, ``light_due_at`` and ``timing_due_at`` are None where nothing of it is due by itself."""

    __tablename__ = "registrations"
    platform_id: Mapped[int] = mapped_column(ForeignKey("platforms.id"), primary_key=True, autoincrement=False)
    state: Mapped[Name] = mapped_column(index=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"), index=True)
    due_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    light_due_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    timing_due_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    added_at: Mapped[When]
    changed_at: Mapped[When]
    record: Mapped[bytes]  # storage.register.Registration


class RunRow(Table):
    """One thing to do for one platform at one due time: however many planners and workers there are, it is there once.

    ``not_before`` puts off a retry; ``worker`` and ``beat_at`` tell who does it and whether it still lives.
    """

    __tablename__ = "runs"
    __table_args__ = (
        UniqueConstraint("platform_id", "kind", "due_at"),
        Index(None, "state", "not_before"),
        Index(None, "kind", "ended_at", "state"),  # how many of a kind ended lately, told without reading the rows
        # The database itself holds that nothing is done twice at once for one platform.
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
    priority: Mapped[int]  # the larger goes first: what a person asked for before what a clock did
    state: Mapped[Name]
    not_before: Mapped[When]
    attempts: Mapped[int]  # looks that counted
    setbacks: Mapped[int] = mapped_column(
        default=0
    )  # tries that came to nothing because of us: the store refused, no browser
    lost: Mapped[int] = mapped_column(default=0)  # workers that were lost with it
    worker: Mapped[str | None] = mapped_column(String(32), index=True)
    visit_id: Mapped[str | None] = mapped_column(String(32))
    audit_id: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[Said]
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class WorkerRow(Table):
    """A process that does runs. One whose ``beat_at`` is old is dead, and what it did is given to others."""

    __tablename__ = "workers"
    id: Mapped[Key]
    host: Mapped[str]
    pid: Mapped[int]
    born: Mapped[Name]
    started_at: Mapped[When]
    beat_at: Mapped[When] = mapped_column(index=True)


class BeatRow(Table):
    """One light look at whether a page answers."""

    __tablename__ = "beats"
    __table_args__ = (Index(None, "platform_id", "at"), Index(None, "at", "ok"))
    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platforms.id"))
    run_id: Mapped[str | None] = mapped_column(String(32))
    role: Mapped[Name]
    at: Mapped[When]
    url: Mapped[Said]
    ok: Mapped[bool]
    status: Mapped[int | None]
    seconds: Mapped[float]
    reason: Mapped[Said]


class PaceRow(Table):
    """When the next page of a host may be loaded, by whichever worker."""

    __tablename__ = "paces"
    host: Mapped[str] = mapped_column(String(WORDS_CHARS), primary_key=True)
    next_at: Mapped[When]


class RectificationRow(Table):
    """One item that was found wanting, and what persons did about it: told the platform, set a day, looked again, closed it.

    ``last_seen_at`` and ``audit_id``: the latest audit that found it wanting; ``rechecked_at``: when one after that found it well.
    """

    __tablename__ = "rectifications"
    platform_id: Mapped[int] = mapped_column(ForeignKey("platforms.id"), primary_key=True, autoincrement=False)
    item: Mapped[str] = mapped_column(String(64), primary_key=True)
    opened_at: Mapped[datetime] = mapped_column(Moment, primary_key=True)  # first seen wanting since it was last well
    last_seen_at: Mapped[When]
    audit_id: Mapped[str] = mapped_column(String(32))
    notified_at: Mapped[datetime | None] = mapped_column(Moment)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    rechecked_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    person: Mapped[Said]
    note: Mapped[Said]
    reason: Mapped[Said]  # why it was closed
    words: Mapped[int]  # how often persons said something of it
    changed_at: Mapped[When]


class RectificationWordRow(Table):
    """What a person said of one shortfall, never changed and never taken out: a later word stands beside it."""

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
    record: Mapped[bytes]  # storage.rectifications.Said
