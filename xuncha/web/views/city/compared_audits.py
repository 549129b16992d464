"""Two audits item by item: what differs, and whether the site, the rules, persons or our own sight made it so."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial

from fastapi import HTTPException

from storage.audit_list import ListedAudit
from storage.overview.audit_heads import AuditHead
from storage.overview.raw_histories import load_raw_audits
from xuncha.web.overview.raw_changes import ItemMove, RawPair, compare_raw_pairs
from xuncha.web.platform_scopes import map_scopes
from xuncha.web.security.access import Right, Visitor
from xuncha.web.security.blind_reading import list_hidden_subjects
from xuncha.web.security.scopes import find_audit_in_scope
from xuncha.web.web_state import WebState


@dataclass(frozen=True, slots=True)
class ComparedAudits:
    """Both audits, of one platform the earlier visit first, and the items that differ, in the order of the standard."""

    before: ListedAudit
    after: ListedAudit
    moves: tuple[ItemMove, ...]

    @property
    def one_platform(self) -> bool:
        """Whether both are of one platform; else a cause "site" means that the platforms differ."""
        return self.before.url == self.after.url

    @property
    def same_rules(self) -> bool:
        """Whether both were judged by the same rules."""
        return self.before.ruleset == self.after.ruleset


async def compare_audits(state: WebState, visitor: Visitor, a: str, b: str) -> ComparedAudits:
    """The audits that ``a`` and ``b`` begin, compared in a process that judges.

    Raises NotFound, Ambiguous, RecordDamaged; 404 for a visit that is not judged, 403 "blind" for an audit that others have decided on
    while the person, who is to, has not.
    """
    pair = [await find_audit_in_scope(state, visitor, value, Right.SEE) for value in (a, b)]
    if any(audit.audit is None for audit in pair):
        raise HTTPException(404)
    scopes = await map_scopes(state.store, (audit.url for audit in pair))
    if await list_hidden_subjects(state, visitor, {audit.visit: scopes[audit.url] for audit in pair}):
        raise HTTPException(403, "blind")
    if pair[0].url == pair[1].url:
        pair.sort(key=lambda audit: (audit.started_at, audit.created_at or audit.started_at, audit.id))
    heads = [_head(audit) for audit in pair]
    raw = await load_raw_audits(state.store, heads)
    work = partial(compare_raw_pairs, [RawPair(raw[heads[0].audit], raw[heads[1].audit])])
    (moves,) = await asyncio.get_running_loop().run_in_executor(state.judging, work)
    return ComparedAudits(pair[0], pair[1], moves)


def _head(listed: ListedAudit) -> AuditHead:
    return AuditHead(
        0, listed.id, listed.visit, listed.started_at, listed.created_at or listed.started_at, listed.ruleset
    )
