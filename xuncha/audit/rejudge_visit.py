"""Judge a stored visit again by today's rules and all people's decisions: another audit of it, no network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.site import Site
from storage.audit_list import find_audit
from storage.audits import load_audit, save_audit
from storage.db.session import Store
from storage.db.tables import VisitState
from storage.decisions import load_decisions
from storage.errors import StillRunning
from storage.visits.audit import Audit
from storage.visits.sites import load_site, load_visit
from xuncha.audit.pipeline import read_requested_items
from xuncha.judging.basis import read_basis
from xuncha.judging.judged import SiteJudge, make_local_judge
from xuncha.judging.rules import Rules, load_rules


@dataclass(frozen=True, slots=True)
class RejudgedVisit:
    """The audit before, the audit now, and the items whose verdicts moved. Only rules or people can have moved them."""

    before: Audit | None
    now: Audit
    site: Site
    rules: Rules
    moved: tuple[str, ...]


async def rejudge_visit(
    store: Store, prefix: str, *, anew: bool = True, judging: SiteJudge | None = None
) -> RejudgedVisit:
    """Rejudge a visit. Without ``anew`` no new audit is stored where the previous one says exactly the same.

    ``judging`` judges the Site, None = in this process. Raises NotFound, Ambiguous, StillRunning, ConfigurationError,
    Pruned, BlobMissing, BlobDamaged, and what ``judging`` raises.
    """
    listed = await find_audit(store, prefix)
    before = await load_audit(store, listed.audit) if listed.audit else None
    rules, basis = load_rules(), read_basis()
    now, site = await judge_stored_visit(
        store,
        listed.visit,
        before.id if before else "",
        before.facts if before else None,
        judging or make_local_judge(rules),
    )
    if not anew and before is not None and extract_audit_content(before) == extract_audit_content(now):
        return RejudgedVisit(before, before, site, rules, ())
    await save_audit(store, now, basis=basis)
    old = {verdict.item: verdict.verdict for verdict in before.verdicts} if before else {}
    moved = tuple(
        verdict.item for verdict in now.verdicts if old.get(verdict.item, verdict.verdict) is not verdict.verdict
    )
    return RejudgedVisit(before, now, site, rules, moved)


def _asked_by(plan: Mapping[str, object]) -> Mapping[str, object]:
    """On whose behalf the visit was begun."""
    by = plan.get("by")
    return by if isinstance(by, Mapping) else {}


async def judge_stored_visit(
    store: Store, visit: str, before: str, facts: Mapping[str, object] | None, judging: SiteJudge
) -> tuple[Audit, Site]:
    """The new audit, not yet stored, and the Site it judged.

    ``before`` is the id of the audit it follows, "" = none; its ``facts`` say what was asked, and by whom. Raises
    NotFound, StillRunning, ConfigurationError, Pruned, BlobMissing, BlobDamaged, RecordDamaged.
    """
    seen = await load_visit(store, visit)
    if seen.state is VisitState.RUNNING:
        raise StillRunning(visit)
    site = await load_site(store, visit)
    around = {"by": dict(_asked_by(seen.plan))} if facts is None else dict(facts)
    now = await judging(
        site,
        visit,
        items=read_requested_items(seen.plan if facts is None else facts),
        facts={**around, "interrupted": seen.state is VisitState.INTERRUPTED},
        rejudged_from=before or None,
        decided=await load_decisions(store, seen.opening.platform.url, visit),
    )
    return now, site


def extract_audit_content(audit: Audit) -> tuple[object, ...]:
    """Everything an audit says, except when it was made."""
    decided = (audit.decisions, audit.line_decisions, audit.flag_decisions)
    return (audit.ruleset, audit.findings, audit.verdicts, audit.red_lines, decided)
