"""An audit as one person sees it, loaded once a request and kept until anything stored of its visit is another."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import HTTPException

from storage.audit_list import ListedAudit, find_audit_and_newest
from storage.errors import NotFound
from storage.people.work.visit_marks import VisitMark, load_visit_mark
from xuncha.web.audit_data import AuditData
from xuncha.web.deciding.live_audit import LiveAudit, load_live_audit
from xuncha.web.platform_scopes import list_scopes_of, read_scopes
from xuncha.web.security.access import Right, Visitor
from xuncha.web.security.scopes import check_scopes
from xuncha.web.serving.asked_ahead import AskedAhead
from xuncha.web.web_state import WebState


@dataclass(frozen=True, slots=True)
class SeenVisit:
    """``data``: the audit asked for; ``current``: the one that counts for its visit; ``live``: how that stands for the person;
    ``scopes``: those of its platform; ``mark``: what it was loaded at, None = it may be another any moment."""

    data: AuditData
    current: ListedAudit
    live: LiveAudit
    scopes: frozenset[str]
    mark: VisitMark | None

    @property
    def counts(self) -> bool:
        """Whether the audit asked for is the one that counts."""
        return self.data.listed.audit == self.current.audit

    @property
    def state(self) -> object:
        """What parts of pages rest on, the same for all persons: none made from another state is to be shown."""
        return None if self.mark is None else (self.mark.registration, self.mark.counted)


async def load_seen_visit(state: WebState, visitor: Visitor, id: str) -> SeenVisit:
    """The audit that ``id`` begins, for a visitor who may see it: with what was decided since where it is the one that counts.

    Raises NotFound, Ambiguous, RecordDamaged; 403 for one that shows what others decided to somebody who decides blindly.
    A visit that is not judged yet has no page.
    """
    key = (id, visitor.account.id, visitor.account.assessor, visitor.grants, visitor.only)
    held: SeenVisit | None = state.memory.seen.get(key)
    known = held.mark if held is not None else None
    ahead = visitor.ahead
    told = ahead.tell_mark(id, visitor.account.id, known) if isinstance(ahead, AskedAhead) else ()
    mark = await load_visit_mark(
        state.store, id, visitor.account.id, known, told
    )  # before the rest: what is newer makes another mark
    if mark is not None and visitor.login:
        asked = visitor.account.id, known if known is not None and known == mark else mark
        state.memory.ahead.keep((visitor.login, id), asked, state.settings.pages.parts_kept)
    if mark is not None and held is not None and held.mark == mark:
        return held
    seen = await _load(state, visitor, id, mark)
    state.memory.seen.keep(key, seen, state.settings.pages.audits_seen)
    return seen


async def _load(state: WebState, visitor: Visitor, id: str, mark: VisitMark | None) -> SeenVisit:
    listed, current = await find_audit_and_newest(state.store, id)
    scopes = await list_scopes_of(state.store, listed.url) if mark is None else read_scopes(mark.url, mark.registration)
    check_scopes(visitor, scopes, Right.SEE, id)
    if listed.audit is None or current.audit is None:
        raise NotFound(id)
    live = await load_live_audit(state, visitor, current, scopes=scopes)
    data = live.data
    if listed.audit != current.audit:
        data = await state.load_audit(listed.audit)
        if live.hidden and data.audit.decisions:
            raise HTTPException(403, "blind")
    return SeenVisit(data, current, live, scopes, mark)
