"""Whether a word may become a decision: what is asked before it is kept, whoever says it, a page's form or a program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from probes.finding import Text
from scoring.decisions.decision import LineDecision
from storage.audit_list import ListedAudit
from xuncha.sheets.decision_store import AnyDecision
from xuncha.sheets.review_reader import DecisionStamp
from xuncha.sheets.review_rows import WorksheetKind
from xuncha.sheets.worksheet_grid import SheetFault
from xuncha.web.deciding.doubts import find_doubts
from xuncha.web.deciding.live_audit import LiveAudit, find_bases, load_live_audit, load_machine_verdict
from xuncha.web.deciding.past_acts import list_past_acts
from xuncha.web.deciding.said_word import AGREED, SECOND, WHY, Subject, fill_in_agreement, read_word
from xuncha.web.deciding.settling import rejudge_behind
from xuncha.web.rendering import say_words
from xuncha.web.security.access import Visitor
from xuncha.web.security.separation import Act, find_conflict_of_roles
from xuncha.web.web_state import WebState


class WordFault(StrEnum):
    """Why a word is not taken."""

    RULES = "rules"  # today's rules see the subject otherwise; it is being judged again
    WRONG = "wrong"  # a field is missing or cannot be read
    ROLES = "roles"  # somebody else must say it
    DOUBTS = "doubts"  # it contradicts something, and no reason is given


class WordRefused(Exception):
    """A word that is not taken, and why; ``body``: its fields as they were understood."""

    def __init__(self, fault: WordFault, texts: tuple[Text, ...], body: Mapping[str, str]) -> None:
        super().__init__(fault)
        self.fault, self.texts, self.body = fault, texts, body


@dataclass(frozen=True, slots=True)
class CheckedWord:
    """A word that may be taken: its fields, what it means, as what act it counts, what it is said on, and the audit as it will be with it."""

    body: Mapping[str, str]
    word: AnyDecision
    act: Act
    stamp: DecisionStamp
    after: LiveAudit


async def check_word(
    state: WebState, visitor: Visitor, listed: ListedAudit, about: Subject, live: LiveAudit, fields: Mapping[str, str],
    act: Act,
) -> CheckedWord:  # fmt: skip
    """The word that these fields say on a subject of an audit that stands as in ``live``. Raises WordRefused, StorageError.

    Where rules have moved, the visit is judged again behind the pages.
    """
    body = dict(fields)
    if AGREED in body and about.kind is WorksheetKind.ITEM:
        body = fill_in_agreement(body, await load_machine_verdict(state, listed, live, about.id), visitor.lang)
    stored = await state.load_audit(listed.id)
    bases, moved = await find_bases(state, stored)
    if about.id in moved:
        await rejudge_behind(state, listed.visit)
        said = Text(say_words("zh", "deciding.fault.rules"), say_words("en", "deciding.fault.rules"))
        raise WordRefused(WordFault.RULES, (said,), body)
    stamp = DecisionStamp(listed.id, listed.visit, state.now().isoformat(), visitor.account.assessor, bases)
    try:
        word = read_word(about, body, stamp)
    except SheetFault as fault:
        raise WordRefused(WordFault.WRONG, (fault.text,), body) from fault
    acts = await list_past_acts(state, listed.url, listed.visit)
    if isinstance(word, LineDecision) and word.confirmed:
        act = Act.CONFIRM
        if not any(other.act is act and other.subject == about.id and other.person != word.assessor for other in acts):
            body.pop(SECOND, None)  # the first to confirm leaves it suspected: another person confirms it on two audits
    against = find_conflict_of_roles(act, word.assessor, about.id, acts)
    if against is not None:
        raise WordRefused(WordFault.ROLES, (against,), body)
    after = await load_live_audit(state, visitor, listed, word)
    doubts = () if body.get(WHY, "").strip() else find_doubts(state.rules, live.data, after.data, word)
    if doubts:
        raise WordRefused(WordFault.DOUBTS, tuple(doubt.question for doubt in doubts), body)
    return CheckedWord(body, word, act, stamp, after)
