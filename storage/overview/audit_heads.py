"""Every judgement of every registered platform in one line each, and which one counts at a moment. Read only."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from storage.db.register_tables import RegistrationRow
from storage.db.session import Store
from storage.db.tables import AuditRow, VisitRow

AT_ONCE = 400  # platforms of one query; of more all are read


@dataclass(frozen=True, slots=True)
class AuditHead:
    """One judgement. ``at``: when its visit began."""

    platform: int
    audit: str
    visit: str
    at: datetime
    created_at: datetime
    ruleset: str

    @property
    def place(self) -> tuple[datetime, datetime, str]:
        """A key by which heads are ordered: by the visit's begin, then by the judgement's time."""
        return self.at, self.created_at, self.audit


async def count_audits(store: Store) -> tuple[int, datetime | None]:
    """The number of judgements, and the time of the latest: one of them changes whenever a judgement is added."""
    async with store.reading() as session:
        many, last = (await session.execute(select(func.count(AuditRow.id), func.max(AuditRow.created_at)))).one()
    return many, last


async def list_audit_heads(
    store: Store, after: datetime | None = None, platforms: Collection[int] | None = None
) -> tuple[AuditHead, ...]:
    """The judgements of registered platforms, or of these among them, made at ``after`` or later, in the order of their visits."""
    query = (
        select(
            VisitRow.platform_id, AuditRow.id, VisitRow.id, VisitRow.started_at, AuditRow.created_at, AuditRow.ruleset
        )
        .join(VisitRow, VisitRow.id == AuditRow.visit_id)
        .join(RegistrationRow, RegistrationRow.platform_id == VisitRow.platform_id)
    )
    if after is not None:
        query = query.where(AuditRow.created_at >= after)
    if platforms is not None and len(platforms) <= AT_ONCE:
        query = query.where(VisitRow.platform_id.in_(platforms))
    async with store.reading() as session:
        rows = (await session.execute(query)).all()
    wanted = None if platforms is None else frozenset(platforms)
    heads = [AuditHead(*row) for row in rows if wanted is None or row[0] in wanted]
    return tuple(sorted(heads, key=lambda head: head.place))


def find_counting_head(heads: Iterable[AuditHead], at: datetime) -> AuditHead | None:
    """The judgement that counted at that moment: the newest one of the latest visit judged by then; None before the first."""
    return max((head for head in heads if head.created_at <= at), key=lambda head: head.place, default=None)
