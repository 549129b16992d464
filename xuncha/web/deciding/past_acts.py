"""What people did on a visit before, for the rules of four eyes (``security.separation``)."""

from __future__ import annotations

import json

from storage.decisions import load_decisions
from storage.people.action_log import list_actions
from xuncha.web.security.separation import Act, PastAct
from xuncha.web.web_state import WebState

RESOLVED = "resolve"  # the log's word for what a third reader did


async def list_past_acts(state: WebState, url: str, visit: str) -> tuple[PastAct, ...]:
    """Every decision on that visit as an act of its assessor; those that the log calls resolved are that. Raises RecordDamaged."""
    decided = await load_decisions(state.store, url, visit)
    lines = await list_actions(state.store, subjects=(f"visit:{visit}",))
    resolved = {
        (str(detail.get("subject")), str(detail.get("assessor")))
        for detail in (json.loads(line.detail) for line in lines if line.action == RESOLVED)
    }
    acts = [
        PastAct(
            Act.RESOLVE if (decision.item, decision.assessor) in resolved else Act.DECIDE,
            decision.assessor,
            decision.item,
        )
        for decision in decided.items
        if decision.visit == visit
    ]
    confirmed = (decision for decision in decided.lines if decision.visit == visit and decision.confirmed)
    return (*acts, *(PastAct(Act.CONFIRM, decision.assessor, decision.line) for decision in confirmed))
