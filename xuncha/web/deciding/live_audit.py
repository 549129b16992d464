"""An audit as it stands this moment for one person: with what was decided since, without what that person may not see yet.

Two readers decide blindly: what others decided on a visit is hidden, with what follows from it, until one has decided oneself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from scoring.decisions.decision import Decision, FlagDecision, LineDecision
from scoring.decisions.decision_reuse import JudgingMoment, PlatformDecisions
from scoring.verdict import ItemVerdict
from storage.audit_list import ListedAudit
from storage.audits import load_audit_records
from storage.decisions import load_decisions
from storage.documents import load_documents, stamp_documents
from storage.people.work.assignments import list_assignments
from storage.people.work.drafts import Draft, list_due_drafts
from storage.visits.sites import load_visit
from xuncha.judging.ruleset import compute_ruleset
from xuncha.sheets.decision_store import AnyDecision, find_subject
from xuncha.sheets.worksheet_grid import SheetFault
from xuncha.web.audit_data import AuditData, judge_audit_data, run_reading
from xuncha.web.deciding.judging_work import find_bases_in_process, name_store_place
from xuncha.web.deciding.said_word import find_subject_named, read_said
from xuncha.web.packed_audit import DecidedSince, find_stored_bases
from xuncha.web.platform_scopes import list_scopes_of
from xuncha.web.security.access import Right, Visitor
from xuncha.web.security.blind_reading import find_subjects_as_third
from xuncha.web.web_state import WebState

D = TypeVar("D", Decision, LineDecision, FlagDecision)


@dataclass(frozen=True, slots=True)
class LiveAudit:
    """``data``: the audit for this person; ``own``: subjects decided by the person on this visit; ``hidden``: how many others decided
    each subject that the person has not; ``said``: what all visible people decided; ``waiting``: own words that may be taken back;
    ``made``: what was made of all this before, by what it is."""

    data: AuditData
    own: frozenset[str]
    hidden: Mapping[str, int]
    said: PlatformDecisions
    now: JudgingMoment
    waiting: tuple[Draft, ...]
    made: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)


async def load_live_audit(
    state: WebState, visitor: Visitor, listed: ListedAudit, also: AnyDecision | None = None,
    scopes: frozenset[str] | None = None,
) -> LiveAudit:  # fmt: skip
    """The audit for this person; ``also``: as if this had been decided too. Raises NotFound, RecordDamaged.

    ``scopes``: of the platform, where this request has asked for them.
    """
    store = state.store
    state.audits.drop_stale(listed.visit, await stamp_documents(store, listed.url))
    data = await state.load_audit(listed.id)
    visit, decided, waiting = await asyncio.gather(  # none rests on another: on PostgreSQL they wait for one trip, not three
        load_visit(store, listed.visit), load_decisions(store, listed.url, listed.visit),
        list_due_drafts(store, None, listed.visit, visitor.account.id),
    )  # fmt: skip
    at = visit.closing.at if visit.closing else visit.started_at
    now = JudgingMoment(listed.visit, at, state.rules.standard.deciding.stands_days, decided.continued)
    pending = [*_read_waiting(state, waiting, visitor.account.assessor), *([also] if also else [])]
    decided = _with(decided, pending)
    me = visitor.account.assessor
    own = frozenset(
        find_subject(decision) for decision in _all(decided) if now.owns(decision) and decision.assessor == me
    )
    scopes = await list_scopes_of(store, listed.url) if scopes is None else scopes
    third = await _read_as_third(state, visitor, listed, scopes)
    seen = decided if third is None else _visible(decided, own | third, me, now)
    hidden: dict[str, int] = {}
    for pair in set(_assessed(decided, now)) - set(_assessed(seen, now)):
        hidden[pair[0]] = hidden.get(pair[0], 0) + 1
    return LiveAudit(await _judge(state, data, seen, now), own, hidden, seen, now, waiting)


async def load_machine_verdict(state: WebState, listed: ListedAudit, live: LiveAudit, item: str) -> ItemVerdict:
    """The item's verdict with the machine's own reason, whatever people decided since: what is agreed with is what the machine said."""
    verdict = next(verdict for verdict in live.data.audit.verdicts if verdict.item == item)
    if verdict.machine is None:
        return verdict
    unread = replace(live.said, items=())
    stored = await state.load_audit(listed.id)
    if not stored.audit.decisions:  # as a rule: nothing was decided when it was judged
        judged = await _judge(state, stored, unread, live.now)
        return next(verdict for verdict in judged.audit.verdicts if verdict.item == item)
    judged = await _judge_with(state, stored, unread, live.now, (word for word in _all(unread) if live.now.owns(word)))
    return next(verdict for verdict in judged.audit.verdicts if verdict.item == item)


async def find_bases(state: WebState, data: AuditData) -> tuple[Mapping[str, str], frozenset[str]]:
    """What each item and red line of a stored audit rests on, and the subjects that today's rules see otherwise. Found once."""
    task = begin_bases(state, data)
    try:
        return await asyncio.shield(task)
    except Exception:
        state.memory.bases.drop(data.audit.id)  # asked again, it is tried again
        raise


def begin_bases(state: WebState, data: AuditData) -> asyncio.Task[tuple[Mapping[str, str], frozenset[str]]]:
    """Begin to find them behind the page that will ask for them: after rules have changed the whole Site is judged for it."""
    task = state.memory.bases.get(data.audit.id)
    if task is None:
        task = state.memory.go_on(_find_bases(state, data))
        state.memory.bases.keep(data.audit.id, task, state.settings.pages.audits_seen)
    return task


async def _find_bases(state: WebState, data: AuditData) -> tuple[Mapping[str, str], frozenset[str]]:
    if data.audit.flag_decisions or data.audit.ruleset != compute_ruleset():
        place = name_store_place(state.store)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(state.judging, find_bases_in_process, place, data.audit.id)
    records = await load_audit_records(state.store, data.audit.id)
    return await run_reading(state.reader, find_stored_bases, records), frozenset()


async def _judge(state: WebState, data: AuditData, seen: PlatformDecisions, now: JudgingMoment) -> AuditData:
    """The audit with exactly these decisions; the stored one where it has them."""
    held = {replace(decision, carried=False) for decision in _all_of(data)}
    wanted = {decision for decision in _all(seen) if now.owns(decision)}
    if {decision for decision in held if now.owns(decision)} == wanted:
        return data
    return await _judge_with(state, data, seen, now, wanted)


async def _judge_with(
    state: WebState, data: AuditData, seen: PlatformDecisions, now: JudgingMoment, wanted: Iterable[AnyDecision]
) -> AuditData:
    """The audit judged with these decisions, once; ``wanted``: those among them by which it is told from others."""
    wanted = tuple(wanted)
    named = {sha for decision in wanted if isinstance(decision, Decision) for sha in decision.evidence}
    documents = await load_documents(state.store, data.listed.url, data.listed.visit, named)
    files = frozenset((document.item, document.sha256) for document in documents)
    key = (data.audit.id, frozenset(wanted), files, bool(seen.items))
    found = state.memory.judged.get(key)
    if found is None:
        # What subjects rest on is told by the stored findings, but where a person's word on the profile is part of them.
        bases = (await find_bases(state, data))[0] if data.audit.flag_decisions else {}
        found = await judge_audit_data(state.store, state.reader, data, DecidedSince(seen, now, bases), documents)
        state.memory.judged.keep(key, found, state.settings.pages.audits_cached)
    return found


async def _read_as_third(
    state: WebState, visitor: Visitor, listed: ListedAudit, scopes: frozenset[str]
) -> frozenset[str] | None:
    """The items that the person is to read as the third, seeing both others; None where nothing is hidden from the person at all.

    Nothing is from those who do not decide.
    """
    if not visitor.may_for(Right.DECIDE, scopes):
        return None
    asked = await list_assignments(state.store, [listed.visit], visitor.account.id)
    return find_subjects_as_third(asked, visitor.may_for(Right.RESOLVE, scopes))


def _read_waiting(state: WebState, waiting: Iterable[Draft], assessor: str) -> list[AnyDecision]:
    found = []
    for draft in waiting:
        subject = find_subject_named(state.rules.standard, draft.subject)
        try:
            if subject is not None:
                found.append(read_said(subject, draft.body, draft.visit, assessor))
        except SheetFault:  # said under rules of another version; it is told where it is to become a decision
            continue
    return found


def _visible(decided: PlatformDecisions, own: frozenset[str], me: str, now: JudgingMoment) -> PlatformDecisions:
    def shown(words: tuple[D, ...]) -> tuple[D, ...]:
        return tuple(
            word for word in words if not now.owns(word) or word.assessor == me or find_subject(word) in own
        )  # fmt: skip

    return PlatformDecisions(shown(decided.items), shown(decided.lines), shown(decided.flags), decided.continued)


def _with(decided: PlatformDecisions, pending: Iterable[AnyDecision]) -> PlatformDecisions:
    items, lines, flags = decided.items, decided.lines, decided.flags
    for decision in pending:
        match decision:
            case Decision():
                items = (*items, decision)
            case LineDecision():
                lines = (*lines, decision)
            case FlagDecision():
                flags = (*flags, decision)
    return PlatformDecisions(items, lines, flags, decided.continued)


def _all(decided: PlatformDecisions) -> tuple[AnyDecision, ...]:
    return (*decided.items, *decided.lines, *decided.flags)


def _all_of(data: AuditData) -> tuple[AnyDecision, ...]:
    return (*data.audit.decisions, *data.audit.line_decisions, *data.audit.flag_decisions)


def _assessed(decided: PlatformDecisions, now: JudgingMoment) -> Iterable[tuple[str, str]]:
    return ((find_subject(decision), decision.assessor) for decision in _all(decided) if now.owns(decision))
