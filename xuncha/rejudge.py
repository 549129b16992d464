"""Stored Sites under today's rules and all that persons have decided: another audit of the same visit, no network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.site import Site
from storage.audits import Audit, load_audit, save_audit
from storage.decisions import load_decisions
from storage.errors import StillRunning
from storage.listing import find_audit
from storage.session import Store
from storage.sites import load_site, load_visit
from storage.tables import VisitState
from xuncha.audit import Rules, asked_items, judge, load_rules


@dataclass(frozen=True, slots=True)
class Rejudged:
    """The audit before, the audit now, and the items whose verdicts moved. Only the rules, or persons, can have moved them."""

    before: Audit | None
    now: Audit
    site: Site
    rules: Rules
    moved: tuple[str, ...]


async def rejudge(store: Store, prefix: str, *, anew: bool = True) -> Rejudged:
    """Without ``anew`` no other audit is made where the one before says all the same.

    Raises NotFound, Ambiguous, StillRunning, ConfigurationError, Pruned, BlobMissing, BlobDamaged.
    """
    listed = await find_audit(store, prefix)
    before = await load_audit(store, listed.audit) if listed.audit else None
    rules = load_rules()
    now, site = await judged_again(
        store, listed.visit, before.id if before else "", before.facts if before else None, rules
    )
    if not anew and before is not None and said(before) == said(now):
        return Rejudged(before, before, site, rules, ())
    await save_audit(store, now)
    old = {verdict.item: verdict.verdict for verdict in before.verdicts} if before else {}
    moved = tuple(each.item for each in now.verdicts if old.get(each.item, each.verdict) is not each.verdict)
    return Rejudged(before, now, site, rules, moved)


def _asked_by(plan: Mapping[str, object]) -> Mapping[str, object]:
    """Who the visit was begun for."""
    by = plan.get("by")
    return by if isinstance(by, Mapping) else {}


async def judged_again(
    store: Store, visit: str, before: str, facts: Mapping[str, object] | None, rules: Rules
) -> tuple[Audit, Site]:
    """The audit that would be kept now, not yet kept, and what it judged.

    ``before`` is the id of the audit it comes after, "" = none; its ``facts`` say what was asked, and by whom.
    Raises NotFound, StillRunning, ConfigurationError, Pruned, BlobMissing, BlobDamaged, RecordDamaged.
    """
    seen = await load_visit(store, visit)
    if seen.state is VisitState.RUNNING:
        raise StillRunning(visit)
    site = await load_site(store, visit)
    around = {"by": dict(_asked_by(seen.plan))} if facts is None else dict(facts)
    now = judge(
        rules,
        site,
        visit,
        items=asked_items(seen.plan if facts is None else facts),
        facts={**around, "interrupted": seen.state is VisitState.INTERRUPTED},
        rejudged_from=before or None,
        decided=await load_decisions(store, seen.opening.platform.url, visit),
    )
    return now, site


def said(audit: Audit) -> tuple[object, ...]:
    """All that an audit says, but for when it was made."""
    decided = (audit.decisions, audit.line_decisions, audit.flag_decisions)
    return (audit.ruleset, audit.findings, audit.verdicts, audit.red_lines, decided)
