"""The tables: columns hold what is queried by name, ``record`` holds the exact thing itself.

Texts of pages are hostile (NUL and lone surrogates, which PostgreSQL refuses), so columns hold them cleaned and cut,
and only records are read back.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    String,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
WORDS_CHARS = 2000


class Moment(TypeDecorator[datetime]):
    """A point in time, always aware, always UTC; SQLite stores no time zone, so UTC is added on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class BoundedText(TypeDecorator[str]):
    """Text from a page, made fit for a column: no NUL, no lone surrogates, at most ``WORDS_CHARS`` characters."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return value[:WORDS_CHARS].replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


class VisitKind(StrEnum):
    """What a visit was for. Only audits are listed, judged and compared."""

    AUDIT = "audit"
    TIMING = "timing"


class VisitState(StrEnum):
    """The state of a visit."""

    RUNNING = "running"
    DONE = "done"
    INTERRUPTED = "interrupted"


Key = Annotated[str, mapped_column(String(32), primary_key=True)]
Name = Annotated[str, mapped_column(String(64))]
Sha = Annotated[str, mapped_column(String(64))]
When = Annotated[datetime, mapped_column(Moment)]
PageWords = Annotated[str, mapped_column(BoundedText)]
OfVisit = Annotated[str, mapped_column(ForeignKey("visits.id", ondelete="CASCADE"), index=True)]
OfAudit = Annotated[str, mapped_column(ForeignKey("audits.id", ondelete="CASCADE"), primary_key=True)]
Place = Annotated[int, mapped_column(primary_key=True, autoincrement=False)]


class Table(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


class PlatformRow(Table):
    """One shop, identified by its address; what it said about itself during a visit is stored with that visit."""

    __tablename__ = "platforms"
    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(String(WORDS_CHARS), unique=True)
    name: Mapped[PageWords]


class VisitRow(Table):
    """One visit. ``host``, ``pid``, ``born`` and ``beat_at`` tell whether the process that runs it is still alive."""

    __tablename__ = "visits"
    __table_args__ = (Index(None, "platform_id", "started_at"), Index(None, "started_at"))
    id: Mapped[Key]
    platform_id: Mapped[int] = mapped_column(ForeignKey("platforms.id"))
    state: Mapped[Name] = mapped_column(index=True)
    started_at: Mapped[When]
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    host: Mapped[str]
    pid: Mapped[int]
    born: Mapped[Name]  # distinguishes this process from a later one with the same pid
    beat_at: Mapped[When]
    kind: Mapped[Name] = mapped_column(default=VisitKind.AUDIT.value, server_default=VisitKind.AUDIT.value)
    opening: Mapped[bytes]  # storage.visits.visit_recorder.Opening: the platform and the plan's facts
    closing: Mapped[
        bytes | None
    ]  # storage.visits.visit_recorder.Closing: what holds for the whole visit, once it is done


class ViewRow(Table):
    """One view. ``position`` is its place in the Site, None if the finished Site does not contain it."""

    __tablename__ = "views"
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    position: Mapped[int | None]
    role: Mapped[Name]
    state: Mapped[PageWords]
    device: Mapped[Name]
    look: Mapped[int]
    asked: Mapped[PageWords]
    url: Mapped[PageWords]
    status: Mapped[int | None]
    at: Mapped[When]
    title: Mapped[PageWords]
    width: Mapped[int]
    height: Mapped[int]
    screenshot: Mapped[PageWords]
    blob: Mapped[Sha]  # the encoded View


class GapRow(Table):
    __tablename__ = "gaps"
    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[OfVisit]
    role: Mapped[Name]
    state: Mapped[PageWords]
    device: Mapped[Name]
    look: Mapped[int]
    reason: Mapped[Name]
    detail: Mapped[PageWords]
    record: Mapped[bytes]


class FetchRow(Table):
    __tablename__ = "fetches"
    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[OfVisit]
    name: Mapped[PageWords]  # the Fetch's id within its visit
    purpose: Mapped[PageWords]
    look: Mapped[int]
    url: Mapped[PageWords]
    status: Mapped[int | None]
    at: Mapped[When]
    record: Mapped[bytes]


class TimingRow(Table):
    __tablename__ = "timings"
    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[OfVisit]
    role: Mapped[Name]
    device: Mapped[Name]
    look: Mapped[int]
    run: Mapped[int]
    ok: Mapped[bool]
    at: Mapped[When]
    record: Mapped[bytes]


class HostRow(Table):
    __tablename__ = "hosts"
    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[OfVisit]
    host: Mapped[PageWords]
    record: Mapped[bytes]


class EvidenceRow(Table):
    """The bodies and pictures a visit kept, with their sizes in bytes as stored."""

    __tablename__ = "evidence"
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)
    media: Mapped[PageWords]
    size: Mapped[int]


class AuditRow(Table):
    """One judgement of one visit, never changed. ``rejudged_from`` is the earlier audit that this one judges anew."""

    __tablename__ = "audits"
    id: Mapped[Key]
    visit_id: Mapped[OfVisit]
    ruleset: Mapped[Sha]
    created_at: Mapped[When] = mapped_column(index=True)
    rejudged_from: Mapped[str | None] = mapped_column(ForeignKey("audits.id", ondelete="SET NULL"), index=True)
    record: Mapped[bytes]  # storage.audits.Circumstances


class FindingRow(Table):
    __tablename__ = "findings"
    __table_args__ = (UniqueConstraint("audit_id", "name"),)
    audit_id: Mapped[OfAudit]
    position: Mapped[Place]
    name: Mapped[Name]  # the Finding's id within its audit
    probe: Mapped[str] = mapped_column(String(200), index=True)
    device: Mapped[Name]
    look: Mapped[int]
    outcome: Mapped[Name]
    fraction: Mapped[float | None]
    reason: Mapped[PageWords]
    record: Mapped[bytes]


class VerdictRow(Table):
    __tablename__ = "verdicts"
    __table_args__ = (UniqueConstraint("audit_id", "item"), Index(None, "item", "verdict"))
    audit_id: Mapped[OfAudit]
    position: Mapped[Place]
    item: Mapped[Name]
    verdict: Mapped[Name]
    value: Mapped[float | None]
    reason: Mapped[PageWords]
    record: Mapped[bytes]


class ScoreRow(Table):
    """One stage's score, unrounded."""

    __tablename__ = "scores"
    audit_id: Mapped[OfAudit]
    stage: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[float | None]
    coverage: Mapped[float]
    low: Mapped[float]
    high: Mapped[float]
    record: Mapped[bytes]


class DecisionRow(Table):
    """One statement of one person, never changed or deleted: a later one is added beside it.

    It outlives its visit and audit, so these are stored as plain names, not as foreign keys.
    """

    __tablename__ = "decisions"
    __table_args__ = (Index(None, "platform_id", "kind"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platforms.id"))
    visit_id: Mapped[str] = mapped_column(String(32), index=True)
    audit_id: Mapped[str] = mapped_column(String(32))
    kind: Mapped[Name]  # storage.decisions.DecisionKind
    subject: Mapped[Name]  # the item, red line or flag
    said: Mapped[Name]
    value: Mapped[float | None]
    assessor: Mapped[PageWords]
    at: Mapped[When]
    reason: Mapped[PageWords]
    record: Mapped[bytes]


class DocumentRow(Table):
    """A document filed for an item; its bytes are a blob. It outlives the visit it was filed on."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("visit_id", "item", "sha256"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platforms.id"), index=True)
    visit_id: Mapped[str] = mapped_column(String(32))
    audit_id: Mapped[str] = mapped_column(String(32))
    item: Mapped[Name]
    sha256: Mapped[Sha] = mapped_column(index=True)
    media: Mapped[PageWords]
    size: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[PageWords]
    at: Mapped[When]
    record: Mapped[bytes]
