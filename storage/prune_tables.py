"""The tables by which old evidence is removed: what is marked, what has gone, and what must stay for another reason."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Moment, Said, Table, When


class HoldRow(Table):
    """Something that stands on a visit's evidence and keeps it: a pack that was handed out, an order to preserve.

    ``kind`` says what it is, ``subject`` which one, as its maker names it.
    """

    __tablename__ = "holds"
    visit_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(64), primary_key=True)
    subject: Mapped[str] = mapped_column(String(200), primary_key=True)
    at: Mapped[When]
    note: Mapped[Said]


class PruningRow(Table):
    """A visit whose evidence is no longer kept since ``at``; None in ``done_at``: some of it is still to be removed."""

    __tablename__ = "prunings"
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[When]
    done_at: Mapped[datetime | None] = mapped_column(Moment, index=True)


class RemovalRow(Table):
    """A blob that is to be removed, or was at ``gone_at``: whoever refers to it anew puts it again first.

    Marked before it is removed and remembered afterwards, so that neither a kill nor a writer at the same moment loses anything.
    """

    __tablename__ = "removals"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    gone_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
