"""An audit of the test shop in which a verdict is suggested for one item, as if its probes had answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from crawler.vocabulary import Device
from probes.finding import Answer, Finding, Outcome, Text
from scoring.decisions.decision_reuse import JudgingMoment, PlatformDecisions
from scoring.standard_tables import ItemClass, Verdict
from storage.audit_list import list_audits
from storage.audits import load_audit, save_audit
from storage.db.session import Store
from storage.visits.audit import Audit, new_id
from tests.rules import real_rules
from xuncha.judging.rejudge_findings import rejudge_by_rules

BECAUSE = Text("首页可见该入口", "the entry is seen on the first page")


async def suggest(store: Store, url: str = "") -> tuple[Audit, str]:
    """The audit (of that address where there are several), now stored as the newest of its visit, and the item."""
    rules = real_rules()
    (listed,) = [audit for audit in await list_audits(store) if url in ("", audit.url)]
    before = await load_audit(store, listed.id)
    item = next(item for item in rules.standard.items if item.item_class is ItemClass.ASSISTED and not item.applies)
    own = [check for check in rules.checks if any(count.item == item.id for count in check.counts)]
    rest = [finding for finding in before.findings if finding.probe not in {check.id for check in own}]
    made = [
        Finding(f"made{number}", check.id, device, look, Answer(Outcome.UNSURE, BECAUSE, (), 1.0, question=BECAUSE))
        if number == 0
        else Finding(f"made{number}", check.id, device, look, Answer(Outcome(check.good), BECAUSE, (), 1.0))
        for number, (check, device, look) in enumerate(
            (check, device, look) for check in own for device in Device for look in (1, 2)
        )
    ]  # fmt: skip
    audit = replace(before, findings=(*rest, *made), id=new_id(), created_at=before.created_at + timedelta(minutes=1))
    audit = rejudge_by_rules(
        rules, audit, PlatformDecisions(), JudgingMoment(before.visit, before.created_at, 365)
    ).audit
    await save_audit(store, audit)
    verdict = next(verdict for verdict in audit.verdicts if verdict.item == item.id)
    assert verdict.verdict is Verdict.TO_CONFIRM
    assert verdict.suggested is not None
    return audit, item.id
