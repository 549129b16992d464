"""Gathers what the deciding column of one subject shows to one person; the item page shows it beside the evidence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import Request

from scoring.red_lines import RedLineState
from scoring.verdict import ItemVerdict
from storage.audit_list import ListedAudit, list_platform_audits
from storage.people.action_log import list_actions
from storage.people.preferences import SINGLE_KEYS
from storage.people.work.subject_desk import load_subject_desk
from xuncha.reports.words import clean_text
from xuncha.settings.zone import format_clock
from xuncha.sheets.review_rows import WorksheetKind
from xuncha.web.deciding.live_audit import LiveAudit, begin_bases, load_live_audit, load_machine_verdict
from xuncha.web.deciding.said_word import FIELDS, Subject, address_subject, strip_stamp
from xuncha.web.platform_scopes import list_scopes_of
from xuncha.web.security.access import Right, Visitor
from xuncha.web.serving.asked_ahead import AskedAhead
from xuncha.web.views.decision_view import DecisionView, list_choices, list_said, make_undo, render_keys, render_phrases
from xuncha.web.views.open_subjects import SubjectLine, is_awaited, list_subject_lines
from xuncha.web.web_state import WebState, get_state

ORDER = "order"  # of what is made of an audit as it stands for a person


async def load_decision_column(
    request: Request, visitor: Visitor, listed: ListedAudit, subject: Subject, live: LiveAudit | None = None,
    page: str = "decide", scopes: frozenset[str] | None = None, **given: Any,
) -> DecisionView:  # fmt: skip
    """The column. ``scopes``: of the platform, where this request has asked for them.

    ``given`` are fields of it that a refused form brings: body, version, other, doubts, fault.
    """
    state = get_state(request)
    live = live or await load_live_audit(state, visitor, listed)
    stored = await state.load_audit(listed.id)
    begin_bases(state, stored)
    order = list_subjects(state, live)
    at = next((place for place, line in enumerate(order) if line.id == subject.id), 0)
    after = [line for line in (*order[at + 1 :], *order[:at]) if line.open]
    now, store = state.now(), state.store
    user, ahead = visitor.account.id, visitor.ahead
    told = ahead.tell_desk(listed.visit, subject.id, user) if isinstance(ahead, AskedAhead) else ()
    desk = await load_subject_desk(store, listed.visit, subject.id, user, SINGLE_KEYS, "on", told)
    draft = desk.draft
    scopes = await list_scopes_of(store, listed.url) if scopes is None else scopes
    said = list_said(live.said, subject.id, live.now, {})
    if said:
        said = list_said(live.said, subject.id, live.now, await _read_in_by(state, listed.visit))
    page = page if subject.kind is WorksheetKind.ITEM else "items"  # where items are decided that are led to from here
    near = [*order[max(at - 1, 0) : at + 2], *after[:1]]
    item = subject.kind is WorksheetKind.ITEM
    machine = await load_machine_verdict(state, listed, live, subject.id) if item else None
    view = DecisionView(
        kind=subject.kind.value,
        subject=subject.id,
        audit=listed.visit,
        choices=list_choices(subject.kind),
        **_about(live, subject, machine),
        body=strip_stamp(draft.body) if draft is not None and draft.due_at is None else {},
        version=draft.version if draft is not None else 0,
        said=said,
        hidden=live.hidden.get(subject.id, 0),
        comments=desk.comments,
        previous=order[at - 1].id if at else "",
        following=order[at + 1].id if at + 1 < len(order) else "",
        next_open=after[0].id if after else "",
        addresses={line.id: address_subject(listed.visit, Subject(line.kind, line.id), page) for line in near},
        open_left=sum(line.open for line in order),
        awaited=tuple(line.id for line in order if line.open and _is_awaited(live, line)),
        undo=make_undo(live.waiting, now),
        keys=desk.chosen == "on",
        may=visitor.may_for(Right.DECIDE, scopes) or visitor.may_for(Right.RESOLVE, scopes),
        seconds=desk.seconds,
        draft_seconds=state.settings.deciding.draft_seconds,
        second_audits=await _other_audits(state, listed, subject),
        page=page,
        action="decide" if visitor.may_for(Right.DECIDE, scopes) else "resolve",
        phrases=render_phrases(visitor.lang, subject.kind),
        keys_told=render_keys(visitor.lang, subject.kind),
    )
    view = replace(view, **given)
    other = view.other if view.other is None else {name: view.other.get(name, "") for name in FIELDS}
    return replace(view, body={name: view.body.get(name, "") for name in FIELDS}, other=other)


def list_subjects(state: WebState, live: LiveAudit) -> tuple[SubjectLine, ...]:
    """All subjects of an audit in the order in which this person is to decide them."""
    held: tuple[SubjectLine, ...] | None = live.made.get(ORDER)
    if held is None:
        held = list_subject_lines(state.rules.standard, state.settings.minutes, live.data, live.own)
        live.made[ORDER] = held
    return held


def _about(live: LiveAudit, subject: Subject, machine: ItemVerdict | None) -> dict[str, Any]:
    """What the machine says of the subject."""
    nothing: dict[str, Any] = {
        "suggested": None,
        "because": {},
        "question": None,
        "hint": None,
        "asks_for": (),
        "documents": (),
        "asked": "",
    }
    if machine is None:
        states = {line.id: line.state for line in live.data.audit.red_lines}
        return {**nothing, "asked": "red_line" if states.get(subject.id) is RedLineState.SUSPECTED else ""}
    item = live.data.items[subject.id]
    return {
        "suggested": item["suggested"],
        "because": {"zh": clean_text(machine.because.zh), "en": clean_text(machine.because.en)},
        "question": item["question"],
        "hint": item["hint"],
        "asks_for": tuple(item["asks_for"]),
        "documents": tuple(item["documents"]),
        "asked": _find_asked(item),
        "own": live.data.listed.url,
    }


def _is_awaited(live: LiveAudit, line: SubjectLine) -> bool:
    """Whether the company has yet to file what the item is decided by, so that nobody can."""
    item = live.data.items.get(line.id)
    return item is not None and not item["confirmed"] and is_awaited(item)


def _find_asked(item: Mapping[str, Any]) -> str:
    """What to do about an open item for which no check has a question."""
    if item["question"] is not None or item["confirmed"]:
        return ""
    if item["verdict"] == "pending_document":
        return "filed" if item["documents"] else "documents"
    return "by_hand" if item["verdict"] in ("inconclusive", "not_observed") else ""


async def _read_in_by(state: WebState, visit: str) -> Mapping[str, str]:
    """Who read decisions in by the command line, by the time of each decision."""
    lines = await list_actions(state.store, subjects=(f"visit:{visit}",))
    told = [(json.loads(line.detail), line.actor) for line in lines if line.action == "decide"]
    return {str(detail.get("at")): actor for detail, actor in told if actor.startswith("cli:")}


async def _other_audits(state: WebState, listed: ListedAudit, subject: Subject) -> tuple[Mapping[str, str], ...]:
    """Other audits of the platform, any of which may be the second one that shows a red line."""
    if subject.kind is not WorksheetKind.RED_LINE:
        return ()
    others = await list_platform_audits(state.store, listed.url)
    newest = {audit.visit: audit for audit in reversed(others) if audit.audit and audit.visit != listed.visit}
    return tuple({"id": audit.id, "at": format_clock(audit.started_at)} for audit in newest.values())
