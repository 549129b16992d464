"""Agreeing with what the machine suggests for one item on many platforms at once, and taking that back while it may be.

Each agreement is a word of its own that waits as any other does (``settling``); the log says which were said together, so that any
process of the workbench can take them back.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from scoring.verdict import ItemVerdict
from storage.people.action_log import add_action, append_action, list_actions
from storage.people.work.drafts import BATCH, Draft, StaleDraft, keep_draft, list_due_drafts, remove_batch
from storage.people.work.work_queue import QueuedVisit, list_newest_visits, load_item_verdicts, load_queued_visits
from xuncha.sheets.review_reader import DecisionStamp
from xuncha.sheets.review_rows import WorksheetKind
from xuncha.web.deciding.live_audit import find_bases
from xuncha.web.deciding.past_acts import list_past_acts
from xuncha.web.deciding.said_word import TYPED, Subject, add_stamp, fill_in_agreement, read_word
from xuncha.web.deciding.settling import settle_due, settle_later
from xuncha.web.platform_scopes import map_scopes
from xuncha.web.security.access import Right, Visitor
from xuncha.web.security.blind_reading import list_hidden_subjects
from xuncha.web.security.scopes import keep_allowed, keep_in_scope
from xuncha.web.security.separation import Act, find_conflict_of_roles
from xuncha.web.views.batch_view import hash_finding
from xuncha.web.web_state import WebState

AGREED_ALL, TAKEN_BACK_ALL = "agree_all", "take_back_all"  # the log's words
MOST = 500  # platforms that an item is looked for on
FRESH = 100  # newest visits of all, whatever is known of platforms


class LeftOut(StrEnum):
    """Why a platform that was chosen is not agreed with."""

    CHANGED = "changed"  # what was found, or the rules, are other ones than those shown
    DECIDED = "decided"  # people have decided it there: what is stored is their reason, not the machine's
    DRAFT = "draft"  # the person has typed or said something of their own on it
    ROLES = "roles"  # somebody else must say it


@dataclass(frozen=True, slots=True)
class ItemEverywhere:
    """One item on the newest judged visit of each platform: ``verdicts`` by audit; ``waiting``: visits where the person's own word waits.

    ``cut``: there are more platforms than are looked through; those of the newest visits are here."""

    queued: tuple[QueuedVisit, ...]
    verdicts: Mapping[str, ItemVerdict]
    waiting: frozenset[str]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """What one person agreed with at once, by visit. ``waiting``: what may still be taken back, and for how many seconds at least;
    ``taken``: what was; ``missed``: what could not be, for it had become a decision or was changed since."""

    id: str
    item: str
    agreed: tuple[str, ...]
    left_out: Mapping[str, LeftOut]
    waiting: tuple[str, ...]
    seconds: float
    taken: tuple[str, ...]
    missed: tuple[str, ...]


async def load_item_everywhere(
    state: WebState, visitor: Visitor, item: str, tag: str, right: Right, also: Collection[str] = ()
) -> ItemEverywhere:  # fmt: skip
    """The item on the platforms of a tag ("" = all) for which the visitor holds the right, without those where others have
    decided what the visitor is to decide blindly: there it is looked at on its own. ``also``: visits that are among them in any case."""
    lines = keep_allowed((await state.load_overview()).lines, visitor, right)
    heads = [line.head for line in lines if line.head is not None and (not tag or tag in line.scopes)]
    heads.sort(key=lambda head: head.at, reverse=True)
    # What was judged a moment ago, or is not registered, is among the newest of all.
    visits = (*also, *(head.visit for head in heads[:MOST]), *await list_newest_visits(state.store, FRESH))
    queued = await load_queued_visits(state.store, dict.fromkeys(visits), with_verdicts=False)
    newest: dict[str, QueuedVisit] = {}
    for visit in sorted(queued.values(), key=lambda visit: visit.started_at):
        newest[visit.url] = visit
    seen = await keep_in_scope(state.store, visitor, right, tuple(newest.values()), lambda visit: visit.url)
    scopes = await map_scopes(state.store, [visit.url for visit in seen])
    if tag:
        seen = tuple(visit for visit in seen if tag in scopes[visit.url])
    said = await list_due_drafts(state.store, None, user=visitor.account.id)
    waiting = frozenset(draft.visit for draft in said if draft.subject == item)
    verdicts = dict(await load_item_verdicts(state.store, [visit.audit for visit in seen], item))
    hidden = await list_hidden_subjects(state, visitor, {value.visit: scopes[value.url] for value in seen})
    for value in seen:
        if (
            item in hidden.get(value.visit, ())
            and value.audit in verdicts
            and verdicts[value.audit].machine is not None
        ):
            del verdicts[value.audit]
    return ItemEverywhere(seen, verdicts, waiting, len(heads) > MOST)


async def agree_with_many(
    state: WebState, visitor: Visitor, item: str, found: ItemEverywhere, key: str, chosen: Collection[str]
) -> str:
    """Agree on those visits whose finding is the one ``key`` names (``hash_finding``); returns the batch's id.

    What cannot be agreed with is left out and told (``find_batch``). Visits that are not among ``found`` are passed over.
    """
    batch, agreed, left_out = secrets.token_hex(8), list[Draft](), dict[str, str]()
    await settle_due(state)
    for visit in found.queued:
        verdict = found.verdicts.get(visit.audit)
        if visit.visit not in chosen or verdict is None:
            continue
        if verdict.suggested is None or hash_finding(verdict) != key:
            left_out[visit.visit] = LeftOut.CHANGED.value
            continue
        if verdict.machine is not None:
            left_out[visit.visit] = LeftOut.DECIDED.value
            continue
        said = await _agree(state, visitor, visit, verdict, batch)
        if isinstance(said, LeftOut):
            left_out[visit.visit] = said.value
        else:
            agreed.append(said)
    detail = {"item": item, "visits": [draft.visit for draft in agreed], "left_out": left_out}
    await add_action(state.store, state.now(), visitor.actor, AGREED_ALL, f"batch:{batch}", detail)
    state.memory.go_on(settle_later(state, agreed, state.settings.deciding.undo_batch_seconds))
    return batch


async def take_back_many(state: WebState, visitor: Visitor, batch: Batch) -> tuple[str, ...]:
    """Take back what may be of it, with a line in the log; returns the visits, none where all of it is decided or changed by now."""
    async with state.store.writing() as session:
        gone = await remove_batch(session, batch.id, visitor.account.id, state.now())
        taken = tuple(draft.visit for draft in gone)
        if taken:
            missed = [item for item in batch.agreed if item not in taken]
            detail = {"item": batch.item, "visits": list(taken), "missed": missed}
            await append_action(
                state.store, session, state.now(), visitor.actor, TAKEN_BACK_ALL, f"batch:{batch.id}", detail
            )
    return taken


async def find_batch(state: WebState, visitor: Visitor, id: str) -> Batch | None:
    """The batch of that id that this person, or this program, said; None without one."""
    if not id:
        return None
    lines = await list_actions(state.store, subjects=(f"batch:{id}",))
    told = {line.action: json.loads(line.detail) for line in lines if line.actor == visitor.actor}
    if AGREED_ALL not in told:
        return None
    said, back = told[AGREED_ALL], told.get(TAKEN_BACK_ALL, {})
    now = state.now()
    waiting = [
        draft
        for draft in await list_due_drafts(state.store, None, user=visitor.account.id)
        if draft.body.get(BATCH) == id and draft.due_at is not None and draft.due_at > now
    ]
    return Batch(
        id, said["item"], tuple(said["visits"]), {visit: LeftOut(why) for visit, why in said["left_out"].items()},
        tuple(draft.visit for draft in waiting),
        min(((draft.due_at - now).total_seconds() for draft in waiting if draft.due_at is not None), default=0.0),
        tuple(back.get("visits", ())), tuple(back.get("missed", ())),
    )  # fmt: skip


async def _agree(
    state: WebState, visitor: Visitor, visit: QueuedVisit, verdict: ItemVerdict, batch: str
) -> Draft | LeftOut:
    """Say one agreement; what somebody typed there is never overwritten by it."""
    data = await state.load_audit(visit.audit)
    bases, moved = await find_bases(state, data)
    if verdict.item in moved:
        return LeftOut.CHANGED
    me = visitor.account.assessor
    acts = await list_past_acts(state, visit.url, visit.visit)
    if find_conflict_of_roles(Act.DECIDE, me, verdict.item, acts) is not None:
        return LeftOut.ROLES
    now = state.now()
    stamp = DecisionStamp(visit.audit, visit.visit, now.isoformat(), me, bases)
    body = fill_in_agreement({"agreed": "1"}, verdict, visitor.lang)
    read_word(Subject(WorksheetKind.ITEM, verdict.item), body, stamp)  # what cannot become a decision is not said
    said = {**add_stamp(body, stamp, verdict.item), BATCH: batch}
    due = now + timedelta(seconds=state.settings.deciding.undo_batch_seconds)
    version = 0
    for _ in range(2):
        try:
            return await keep_draft(
                state.store, visit.visit, verdict.item, visitor.account.id, version, said, now, due
            )  # fmt: skip
        except StaleDraft as stale:
            known = stale.known
            if known.due_at is not None or any(known.body.get(name) for name in TYPED):
                return LeftOut.DRAFT
            version = known.version  # a form that was opened and left empty
    return LeftOut.DRAFT
