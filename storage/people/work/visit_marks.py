"""What a person sees of a visit rests on rows that others add at any time: one look tells whether any of them is another since."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, String, bindparam, func, select

from storage.db.connecting.one_trip import Answer, Question
from storage.db.people_tables import AssignmentRow, DraftRow
from storage.db.prune_tables import PruningRow
from storage.db.register_tables import RegistrationRow
from storage.db.session import Store
from storage.db.tables import AuditRow, DecisionRow, DocumentRow, PlatformRow, VisitRow, VisitState
from storage.db.visit_names import names_visit

_WHOLE = re.compile(r"[0-9a-f]{16}")
_PLATFORM: BindParameter[int] = bindparam("platform")
_VISIT: BindParameter[str] = bindparam("visit")
_USER: BindParameter[int] = bindparam("user")
# Made once: to make a statement takes longer than to answer it.
_NAMED = (
    select(VisitRow.id, VisitRow.state, VisitRow.platform_id, PlatformRow.url, RegistrationRow.record)
    .join(PlatformRow, PlatformRow.id == VisitRow.platform_id)
    .outerjoin(RegistrationRow, RegistrationRow.platform_id == VisitRow.platform_id)
    .where(names_visit(bindparam("id", type_=String())))
)
_OF_PLATFORM = VisitRow.platform_id == _PLATFORM
_AUDITS = select(AuditRow.id).join(VisitRow, VisitRow.id == AuditRow.visit_id).where(_OF_PLATFORM).subquery()
_COUNTED = select(
    *(
        other.scalar_subquery()
        for other in (
            select(func.count(VisitRow.id)).where(_OF_PLATFORM),
            select(func.max(VisitRow.finished_at)).where(_OF_PLATFORM),
            select(func.count(_AUDITS.c.id)),
            select(func.max(AuditRow.created_at)).where(AuditRow.id.in_(select(_AUDITS.c.id))),
            select(func.count(DocumentRow.id)).where(DocumentRow.platform_id == _PLATFORM),
            select(func.max(DocumentRow.id)).where(DocumentRow.platform_id == _PLATFORM),
            select(func.max(DecisionRow.id)).where(DecisionRow.platform_id == _PLATFORM),
            select(PruningRow.at).where(PruningRow.visit_id == _VISIT),
        )
    )
)
_DRAFTS = (
    select(DraftRow.subject, DraftRow.version, DraftRow.kept_at, DraftRow.due_at)
    .where(DraftRow.visit_id == _VISIT, DraftRow.user_id == _USER)
    .order_by(DraftRow.id)
)
_ASKED = (
    select(AssignmentRow.id, AssignmentRow.item, AssignmentRow.part)
    .where(AssignmentRow.visit_id == _VISIT, AssignmentRow.user_id == _USER, AssignmentRow.ended_at.is_(None))
    .order_by(AssignmentRow.id)
)


@dataclass(frozen=True, slots=True)
class VisitMark:
    """All that may become another of one visit for one person, but the person's rights; equal marks say that nothing has.

    ``counted``: how many visits, audits and documents the platform has and the newest of each, its last decision, and when the
    visit's evidence was pruned. ``drafts``: of the person, by version; ``asked``: what the person is asked to decide.
    """

    visit: str
    platform: int
    url: str
    registration: bytes | None
    counted: tuple[Any, ...]
    drafts: tuple[tuple[str, int, datetime, datetime | None], ...]
    asked: tuple[tuple[int, str, str], ...]


async def load_visit_mark(
    store: Store, id: str, user: int, known: VisitMark | None = None, told: Sequence[Answer] = ()
) -> VisitMark | None:
    """The mark of the visit of that whole id, or of that audit's; None where not exactly one has it, and while a visit goes on.

    ``known``: an earlier one of that id, whose visit it will be: then all is asked at once. ``told``: what was found by
    ``ask_for_known_mark`` already.
    """
    if not _WHOLE.fullmatch(id):
        return None
    # Each statement may see a later state than the one before: what is read after it is no older, and the next mark tells.
    asked_now = (Question(_NAMED, {"id": id}),) if known is None else ask_for_known_mark(id, user, known)
    named, *rest = told or await store.look_up(*asked_now)
    if len(named) != 1 or named[0][1] == VisitState.RUNNING.value:
        return None
    visit, _, platform, url, record = named[0]
    if known is None or (known.visit, known.platform) != (visit, platform):
        rest = list(await store.look_up(*_ask_of(visit, platform, user)))
    (counted,), drafts, asked = rest
    return VisitMark(visit, platform, url, record, tuple(counted), _plain(drafts), _plain(asked))


def ask_for_known_mark(id: str, user: int, known: VisitMark) -> tuple[Question, ...]:
    """What asks for the mark of the visit of that whole id, of which an earlier one is known."""
    return Question(_NAMED, {"id": id}), *_ask_of(known.visit, known.platform, user)


def _ask_of(visit: str, platform: int, user: int) -> tuple[Question, ...]:
    of = {"visit": visit, "user": user}
    return Question(_COUNTED, {"platform": platform, "visit": visit}), Question(_DRAFTS, of), Question(_ASKED, of)


def _plain(rows: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(tuple(row) for row in rows)
