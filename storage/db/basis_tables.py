"""The tables of what audits rest on."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from storage.db.tables import OfAudit, Sha, Table


class AuditBasisRow(Table):
    """What an audit rests on: the hash of all that its visit saw, and what judged it, by name."""

    __tablename__ = "audit_bases"
    audit_id: Mapped[OfAudit]
    seen: Mapped[Sha]
    basis: Mapped[Sha]


class CheckBasisRow(Table):
    """The hash of what a check rests on, for each set of them that ever judged."""

    __tablename__ = "check_bases"
    basis: Mapped[str] = mapped_column(String(64), primary_key=True)
    check_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    sha256: Mapped[Sha]
