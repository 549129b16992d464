"""The tables of evidence packs: each pack, the blobs it consists of, and what people asked to have made."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.db.people_tables import LongText, OfUser, TypedText, Word
from storage.db.tables import Key, Moment, Name, Sha, Table, When


class PackRow(Table):
    """One pack of one audit. ``made_at`` is None until it is finished; after that it never changes.

    ``basis`` is the SHA-256 of everything that determines its content, so that the same pack is not made twice.
    """

    __tablename__ = "packs"
    __table_args__ = (Index(None, "platform_id", "made_at"), Index(None, "audit_id", "basis"))
    id: Mapped[Key]
    platform_id: Mapped[int] = mapped_column(ForeignKey("platforms.id"))
    visit_id: Mapped[str] = mapped_column(String(32))
    audit_id: Mapped[str] = mapped_column(String(32))
    audit_at: Mapped[When]  # when the audit was judged: a platform's packs are chained in this order
    basis: Mapped[Sha]
    begun_at: Mapped[When]
    made_at: Mapped[datetime | None] = mapped_column(Moment)
    record: Mapped[bytes | None]  # storage.packs.Pack


class PackBlobRow(Table):
    """A blob that belongs to a pack: no prune removes it while this row exists."""

    __tablename__ = "pack_blobs"
    pack_id: Mapped[str] = mapped_column(ForeignKey("packs.id", ondelete="CASCADE"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)
    size: Mapped[int] = mapped_column(BigInteger)


class PackJobRow(Table):
    """A pack that a person asked for. ``host``, ``pid``, ``born`` and ``beat_at`` tell whether the process that makes it is alive.

    ``pack_id`` is "" until it is made; packs are stored by content, so several jobs may come to one pack.
    """

    __tablename__ = "pack_jobs"
    __table_args__ = (Index(None, "visit_id", "user_id"),)
    id: Mapped[Key]
    visit_id: Mapped[str] = mapped_column(String(32))
    audit_id: Mapped[str] = mapped_column(String(32))
    user_id: Mapped[OfUser]
    actor: Mapped[str] = mapped_column(TypedText(400))
    sealed: Mapped[bool]
    state: Mapped[Word] = mapped_column(index=True)  # storage.jobs.pack_jobs.PackJobState
    progress: Mapped[str] = mapped_column(TypedText(400))
    attempts: Mapped[int]
    pack_id: Mapped[str] = mapped_column(String(32))
    size: Mapped[int] = mapped_column(BigInteger)
    fault: Mapped[LongText]  # JSON by language, "" without one
    asked_at: Mapped[When]
    beat_at: Mapped[When]
    host: Mapped[str]
    pid: Mapped[int]
    born: Mapped[Name]
