"""The audit that a program asks for, as its person may see it: with what was decided since where it is the one that counts."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Response

from storage.audit_list import ListedAudit
from storage.errors import NotFound
from xuncha.judging.verdict_digest import hash_verdicts
from xuncha.web.api.problems import Refusal
from xuncha.web.audit_data import AuditData
from xuncha.web.deciding.live_audit import LiveAudit, load_live_audit
from xuncha.web.deciding.said_word import Subject, find_subject_named
from xuncha.web.security.access import Right, Visitor
from xuncha.web.security.scopes import find_audit_in_scope
from xuncha.web.web_state import WebState


@dataclass(frozen=True, slots=True)
class SeenAudit:
    """``data``: the audit; ``current``: the one that counts for its visit; ``live``: how that stands for the person;
    ``state``: the digest of what it comes to, by which a program says what it decided on."""

    data: AuditData
    current: ListedAudit
    live: LiveAudit
    state: str

    def mark(self, response: Response) -> None:
        """Give the answer its ETag."""
        response.headers["ETag"] = f'"{self.state}"'


async def load_seen(state: WebState, visitor: Visitor, id: str, right: Right = Right.SEE) -> SeenAudit:
    """The audit. Raises NotFound, Ambiguous, RecordDamaged, 403 without the right.

    One that counts no more is refused to somebody who is to decide blindly what others have decided in it (Refusal).
    """
    listed = await find_audit_in_scope(state, visitor, id, right)
    current = await find_audit_in_scope(state, visitor, listed.visit, right)
    if listed.audit is None or current.audit is None:
        raise NotFound(id)
    live = await load_live_audit(state, visitor, current)
    data = live.data
    if listed.id != current.id:
        refuse_blind(live)
        data = await state.load_audit(listed.id)
    return SeenAudit(data, current, live, hash_verdicts(live.data.audit))


def refuse_blind(live: LiveAudit) -> None:
    """Refuse what would show others' decisions to somebody who has not decided yet. Raises Refusal."""
    if live.hidden:
        raise Refusal(403, "blind")


def check_state(seen: SeenAudit, given: str) -> None:
    """Let pass an If-Match (RFC 9110, 13.1.1) that names the present state, or any with ``*``. Raises Refusal."""
    named = {part.strip().removeprefix("W/").strip('"') for part in given.split(",")}
    if given.strip() != "*" and seen.state not in named:
        raise Refusal(412, "state", headers={"ETag": f'"{seen.state}"'})


async def find_subject_for(
    state: WebState, visitor: Visitor, id: str, subject: str, right: Right
) -> tuple[ListedAudit, Subject]:
    """The audit that counts of the visit that ``id`` names, and its subject. Raises NotFound, Ambiguous, 403."""
    listed = await find_audit_in_scope(state, visitor, id, right)
    listed = await find_audit_in_scope(state, visitor, listed.visit, right)
    about = find_subject_named(state.rules.standard, subject)
    if about is None or listed.audit is None:
        raise NotFound(subject)
    return listed, about
