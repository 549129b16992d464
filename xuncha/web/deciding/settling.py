"""A word that was said waits some seconds in which it may be taken back; then it becomes a decision, for ever.

It waits in the store, so neither a crash of the browser nor one of the server loses it: whatever process is next to do anything here
settles what is due.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from storage.audit_list import find_audit
from storage.audits import load_audit
from storage.errors import NotFound, Pruned, StorageError
from storage.people.user_accounts import load_account
from storage.people.work.drafts import Draft, keep_draft, list_due_drafts, remove_draft
from xuncha.settings.target import InvalidInput
from xuncha.sheets.decision_store import store_decisions
from xuncha.sheets.review_reader import DecisionStamp, ReadDecision
from xuncha.sheets.worksheet_grid import SheetFault
from xuncha.web.deciding.judging_work import name_store_place, rejudge_in_process
from xuncha.web.deciding.said_word import SECOND, add_stamp, find_subject_named, read_said
from xuncha.web.security.access import Visitor
from xuncha.web.web_state import WebState

log = logging.getLogger(__name__)


async def say_word(
    state: WebState, visitor: Visitor, subject: str, version: int, body: Mapping[str, str], stamp: DecisionStamp
) -> Draft:
    """Keep what was said until it may no longer be taken back. What the same person said before becomes a decision now.

    Raises StaleDraft where the words were kept elsewhere since ``version``.
    """
    now, visit = state.now(), stamp.visit
    said = add_stamp(body, stamp, subject)
    due = now + timedelta(seconds=state.settings.deciding.undo_seconds)
    draft = await keep_draft(state.store, visit, subject, visitor.account.id, version, said, now, due)
    earlier = await list_due_drafts(state.store, None, visit, visitor.account.id)
    await settle_drafts(state, (draft for draft in earlier if draft.subject != subject))
    await settle_due(state)
    state.memory.go_on(settle_later(state, (draft,), state.settings.deciding.undo_seconds))
    return draft


async def settle_due(state: WebState) -> None:
    """Make decisions of all that is due, whoever said it."""
    await settle_drafts(state, await list_due_drafts(state.store, state.now()))


async def settle_visit(state: WebState, visit: str) -> None:
    """Make decisions of all that was said on a visit, due or not: it is to be signed or exported."""
    await settle_drafts(state, await list_due_drafts(state.store, None, visit))


async def settle_drafts(state: WebState, drafts: Iterable[Draft]) -> None:
    """Make decisions of these. One that cannot become one stays a draft, to be said again."""
    for draft in drafts:
        try:
            await _settle(state, draft)
        except (SheetFault, InvalidInput, NotFound, Pruned) as fault:
            log.warning("what was said on %s of %s cannot be stored: %s", draft.subject, draft.visit, fault)
            await keep_draft(
                state.store, draft.visit, draft.subject, draft.user, draft.version, draft.body, state.now()
            )


async def rejudge_behind(state: WebState, visit: str) -> None:
    """Judge the whole visit again behind the pages, once at a time."""
    if visit in state.memory.rejudging:
        return
    state.memory.rejudging.add(visit)
    state.memory.go_on(_rejudge_then(state, visit))


async def rejudge_now(state: WebState, visit: str) -> str:
    """Judge the whole visit again and wait for it; returns the audit that counts now. Raises what ``rejudge_visit`` raises."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(state.judging, rejudge_in_process, name_store_place(state.store), visit)


async def _rejudge_then(state: WebState, visit: str) -> None:
    try:
        await rejudge_now(state, visit)
    except StorageError as fault:  # the decisions are stored: judging follows when it is asked for next
        log.warning("visit %s could not be judged again: %s", visit, fault)
    finally:
        state.memory.rejudging.discard(visit)


async def settle_later(state: WebState, drafts: Sequence[Draft], seconds: float) -> None:
    """Make decisions of these once they may not be taken back any more; what has changed or gone by then is left as it is."""
    await asyncio.sleep(seconds)
    for draft in drafts:
        if draft.due_at is None or draft.due_at > state.now():  # the clock was set back: it may still be taken back
            continue
        try:
            known = await list_due_drafts(state.store, draft.due_at, draft.visit, draft.user)
            same = (other for other in known if (other.subject, other.version) == (draft.subject, draft.version))
            await settle_drafts(state, same)
        except StorageError as fault:  # it waits in the store for the next one to settle it
            log.warning("what was said on %s waits: %s", draft.subject, fault)


async def _settle(state: WebState, draft: Draft) -> None:
    subject = find_subject_named(state.rules.standard, draft.subject)
    if subject is None:
        raise NotFound(draft.subject)
    account = await load_account(state.store, draft.user)
    decision = read_said(subject, draft.body, draft.visit, account.assessor)
    listed = await find_audit(state.store, draft.body.get("audit", draft.visit))
    audit = await load_audit(state.store, listed.id)
    good = [ReadDecision(decision, draft.subject)]
    actor = f"web:{account.name}"
    # Storing repeats nothing: should this process end before the next step, the next one does both again.
    await store_decisions(state.store, listed, audit, state.rules, good, actor, second=draft.body.get(SECOND, ""))
    async with state.store.writing() as session:
        await remove_draft(session, draft)
