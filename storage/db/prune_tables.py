"""The tables for removing old evidence: what is marked, what has been removed, and what must be kept for another reason."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.db.tables import Moment, PageWords, Table, When


class HoldRow(Table):
    """Something that needs a visit's evidence and keeps it: a pack that was handed out, an order to preserve.

    ``kind`` says what it is, ``subject`` which one, in its creator's own words.
    """

    __tablename__ = "holds"
    visit_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(64), primary_key=True)
    subject: Mapped[str] = mapped_column(String(200), primary_key=True)
    at: Mapped[When]
    note: Mapped[PageWords]


class PruningRow(Table):
    """A visit whose evidence is no longer kept since ``at``; ``done_at`` None: some of it is still to be removed."""

    __tablename__ = "prunings"
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[When]
    done_at: Mapped[datetime | None] = mapped_column(Moment, index=True)


class RemovalRow(Table):
    """A blob that is to be removed, or was at ``gone_at``; anyone who refers to it anew writes it again first.

    It is marked before removal and remembered afterwards, so that neither a kill nor a concurrent writer loses
    anything.
    """

    __tablename__ = "removals"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    gone_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
