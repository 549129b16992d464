"""One visit by its id, or by that of its audit, as a condition that both databases look up."""

from __future__ import annotations

from sqlalchemy import BindParameter, ColumnElement, select

from storage.db.tables import AuditRow, VisitRow


def names_visit(id: BindParameter[str]) -> ColumnElement[bool]:
    """Whether a visit has that whole id, or an audit of it has. Said by "or", PostgreSQL goes through all visits for it."""
    return VisitRow.id.in_([id, select(AuditRow.visit_id).where(AuditRow.id == id).scalar_subquery()])
