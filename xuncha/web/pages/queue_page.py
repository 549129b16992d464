"""The first page: what waits for the person who looks at it, and what nobody has taken yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from storage.people.work.work_queue import QueuedVisit, begin_queue, list_visits_of_two, load_queued_visits
from xuncha.web.deciding.readers import take_as_reader
from xuncha.web.entrance import require_right
from xuncha.web.prepared_audits import begin_preparing
from xuncha.web.rendering import render_page, render_row
from xuncha.web.security.access import Right, Visitor
from xuncha.web.security.scopes import find_audit_in_scope, keep_in_scope
from xuncha.web.serving.asked_ahead import QueueAskedAhead
from xuncha.web.views.queue_view import QueueRow, find_disputed_items, make_queue_row, make_queue_rows
from xuncha.web.views.sheets.queue_sheets import build_queue_sheets
from xuncha.web.views.sheets.sent_workbook import send_workbook, speak_for
from xuncha.web.web_state import WebState, get_state

router = APIRouter()
Seer = Annotated[Visitor, Depends(require_right(Right.SEE))]
Looking = Annotated[Visitor, Depends(require_right(Right.SEE, ahead=True))]
VERDICTS = 2_000  # audits whose verdicts are remembered, each of some kB


@dataclass(frozen=True, slots=True)
class PersonsQueue:
    """What is asked of a person, disputes that the person may settle, and the other audits; of ``queued`` visits."""

    mine: tuple[QueueRow, ...]
    disputes: tuple[QueueRow, ...]
    others: tuple[QueueRow, ...]
    queued: Mapping[str, QueuedVisit]


@router.get("/")
async def show_queue(request: Request, visitor: Looking) -> Response:
    """What is asked of the person, disputes the person may settle, and audits that nobody was asked to decide."""
    state = get_state(request)
    queue = await _load_queue(state, visitor)
    if visitor.may(Right.DECIDE):
        audits = ([queue.queued[row.visit].audit for row in rows] for rows in (queue.mine, queue.others))
        begin_preparing(state, *audits)
    may = visitor.may(Right.DECIDE), visitor.may(Right.ASSIGN)
    others = [render_row(state, visitor.lang, "queue_row.html.j2", row, *may) for row in queue.others]
    return render_page(request, visitor, "queue.html.j2", mine=queue.mine, disputes=queue.disputes, others=others)


@router.get("/queue.xlsx")
async def save_queue(request: Request, visitor: Seer) -> Response:
    """The same as a workbook."""
    queue = await _load_queue(get_state(request), visitor)
    sheets = build_queue_sheets(queue.mine, queue.disputes, queue.others, speak_for(visitor))
    return await send_workbook(request, sheets, "queue")


async def _load_queue(state: WebState, visitor: Visitor) -> PersonsQueue:
    store, apart = state.store, state.rules.standard.values.assessors_apart
    user, ahead = visitor.account.id, visitor.ahead if isinstance(visitor.ahead, QueueAskedAhead) else None
    begun = await begin_queue(store, user, state.settings.pages.rows, ahead.tell_beginning(user) if ahead else ())
    own = dict.fromkeys(assignment.visit for assignment in begun.own)
    of_two = await _list_visits_of_two(state, begun.said) if visitor.may(Right.RESOLVE) else ()
    visits = tuple(dict.fromkeys((*own, *of_two, *begun.others)))
    told = ahead.tell_visits(user, visits) if ahead else ()
    queued = await load_queued_visits(store, visits, _read_verdicts(state), told)
    if visitor.login:
        state.memory.queue_ahead.keep(visitor.login, (user, visits), state.settings.pages.parts_kept)
    seen = await _keep(state, visitor, Right.SEE, queued, own)
    mine = make_queue_rows(
        {visit.visit: visit for visit in seen}, begun.own, visitor.account.assessor, apart, state.now()
    )  # fmt: skip
    disputes = await _disputes(state, visitor, queued, of_two)
    return PersonsQueue(mine, disputes, await _others(state, visitor, queued, begun.others), queued)


@router.post("/audits/{id}/take")
async def take_audit(
    request: Request, visitor: Annotated[Visitor, Depends(require_right(Right.DECIDE))], id: str
) -> Response:
    """Take an audit oneself: as its first reader, as the second where there is a first."""
    state = get_state(request)
    listed = await find_audit_in_scope(state, visitor, id, Right.DECIDE)
    await take_as_reader(state, visitor, listed)
    return RedirectResponse("/", 303)


def _read_verdicts(state: WebState) -> dict[str, Mapping[str, str]]:
    """The verdicts that queues read before: those of an audit never change."""
    known = state.memory.verdicts
    if len(known) > VERDICTS:
        known.clear()
    return known


async def _keep(
    state: WebState, visitor: Visitor, right: Right, queued: Mapping[str, QueuedVisit], visits: Iterable[str]
) -> tuple[QueuedVisit, ...]:
    """Those of these visits that are judged, and for which the visitor holds the right, the first judged first."""
    wanted = set(visits)
    found = [visit for visit in queued.values() if visit.visit in wanted]
    return await keep_in_scope(state.store, visitor, right, found, lambda visit: visit.url)


async def _disputes(
    state: WebState, visitor: Visitor, queued: Mapping[str, QueuedVisit], of_two: Iterable[str]
) -> tuple[QueueRow, ...]:
    """Visits with items that two assessors decided too differently, for those who may settle them."""
    apart = state.rules.standard.values.assessors_apart
    open_ones = [visit for visit in of_two if visit in queued and find_disputed_items(queued[visit].decided, apart)]
    seen = await _keep(state, visitor, Right.RESOLVE, queued, open_ones) if open_ones else ()
    return tuple(make_queue_row(visit, visitor.account.assessor, apart) for visit in seen)


async def _list_visits_of_two(state: WebState, mark: int) -> tuple[str, ...]:
    """The newest visits on which two people decided some item: all decisions are gone through where one was added since."""
    if state.memory.disputed[0] != mark:
        state.memory.disputed = mark, await list_visits_of_two(state.store, state.settings.pages.rows)
    return state.memory.disputed[1]


async def _others(
    state: WebState, visitor: Visitor, queued: Mapping[str, QueuedVisit], visits: Iterable[str]
) -> tuple[QueueRow, ...]:
    """The newest audits that are not the person's, oldest first, with who reads them."""
    apart = state.rules.standard.values.assessors_apart
    seen = await _keep(state, visitor, Right.SEE, queued, visits)
    rows = [_row(state, visit, visitor.account.assessor, apart, visit.readers) for visit in seen]
    return tuple(sorted(rows, key=lambda row: (bool(row.readers), row.started_at)))


def _row(state: WebState, visit: QueuedVisit, assessor: str, apart: float, readers: tuple[str, ...]) -> QueueRow:
    """The row of a visit, made once of all that it rests on: verdicts are those of the audit for ever."""
    key = (visit.visit, visit.audit, visit.name, visit.decided, visit.earlier, assessor, apart, readers)
    made: QueueRow | None = state.memory.queued.get(key)
    if made is None:
        made = make_queue_row(visit, assessor, apart, readers=readers)
        state.memory.queued.keep(key, made, VERDICTS)
    return made
