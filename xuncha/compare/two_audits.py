"""Compare two stored audits: which items changed, and whether the site, rules or people changed them. No network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crawler.site import Site
from probes.finding import Text
from scoring.decisions.decision import FlagDecision
from scoring.decisions.decision_reuse import PlatformDecisions
from scoring.verdict import ItemVerdict
from storage.audit_list import ListedAudit, list_platform_audits
from storage.audits import load_audit
from storage.db.session import Store
from storage.errors import BlobDamaged, BlobMissing, NotFound, RecordDamaged
from storage.visits.audit import Audit
from storage.visits.sites import load_site
from xuncha.audit.pipeline import read_requested_items
from xuncha.audit.stored_audits import EVERY, find_judged_audit
from xuncha.compare.causes import Bridge, ItemChange, find_item_changes
from xuncha.judging.judged import make_audit
from xuncha.judging.rules import Rules, load_rules
from xuncha.judging.ruleset import compute_ruleset

Verdicts = tuple[ItemVerdict, ...]
PRUNED = Text(
    "较早检测的证据已清理或缺失，无法用同一规则重新判定，不能区分规则变化与网站变化",
    "evidence of one audit was pruned or is missing: it cannot be judged by the same rules, so rules and site cannot be told apart",
)
OLD_RULES = Text(
    "两次检测的规则不同，且都不是当前规则；请先 xuncha rejudge 其一，再比较",
    "the audits used different rules and the newer ones are not today's: judge one again by 'xuncha rejudge', then compare",
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """``before`` and ``after``: the earlier and later visit of one platform, or two platforms as a person named them.

    ``notes``: what could not be told, and what was left out.
    """

    listed: tuple[ListedAudit, ListedAudit]
    before: Audit
    after: Audit
    changes: tuple[ItemChange, ...]
    notes: tuple[Text, ...]
    rules: Rules

    @property
    def one_platform(self) -> bool:
        """Whether both audits are of the same platform."""
        return self.listed[0].url == self.listed[1].url

    @property
    def changed(self) -> tuple[ItemChange, ...]:
        """The items that changed."""
        return tuple(change for change in self.changes if change.changed)


class _Gone(Exception):
    """Why a Site can no longer be judged under the common rules."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


async def compare_audits(store: Store, first: str, second: str) -> Comparison:
    """Compare two audits or visits, given by the beginning of their ids.

    Raises NotFound, Ambiguous, InvalidInput, ConfigurationError.
    """
    listed = await find_judged_audit(store, first), await find_judged_audit(store, second)
    if listed[0].url == listed[1].url:
        early, late = sorted(
            listed, key=lambda audit: (audit.started_at, audit.created_at or audit.started_at, audit.id)
        )
        listed = early, late
    before, after = await load_audit(store, listed[0].id), await load_audit(store, listed[1].id)
    rules = load_rules()
    notes: list[Text] = []
    bridge: Bridge | None = None
    same_rules, same_site = before.ruleset == after.ruleset, before.visit == after.visit
    try:
        bridge = await _bridge(store, rules, listed, before, after)
    except _Gone as gone:
        notes.append(gone.why)
        # People may have decided the profile differently: then even the same rules do not prove that the site changed.
        if listed[0].url == listed[1].url and _flags(before) != _flags(after):
            same_rules = same_site = False
    asked = [set(read_requested_items(audit.facts)) or set(rules.standard.by_id) for audit in (before, after)]
    both = asked[0] & asked[1]
    found = [
        change
        for change in find_item_changes(before.verdicts, after.verdicts, bridge, same_rules, same_site)
        if change.item in rules.standard.by_id  # an old audit's standard may have had other items
    ]
    kept = tuple(change for change in found if change.item in both or change.before.confirmed or change.after.confirmed)
    if left := len(found) - len(kept):
        notes.append(Text(
            f"{left} 项未在两次检测中都检测，不作比较", f"{left} items were not asked about in both audits and are not compared",
        ))  # fmt: skip
    return Comparison(listed, before, after, kept, tuple(notes), rules)


async def _bridge(store: Store, rules: Rules, listed: Sequence[ListedAudit], before: Audit, after: Audit) -> Bridge:
    """Both visits under the rules of the audit that was made later. Raises _Gone."""
    target = max(before, after, key=lambda audit: audit.created_at).ruleset
    first = await _under(store, rules, listed[0], before, target)
    second = await _under(store, rules, listed[1], after, target)
    told = first
    if listed[0].url == listed[1].url and _flags(before) != _flags(after):
        if target != compute_ruleset():
            raise _Gone(OLD_RULES)
        own = tuple(replace(decision, visit=before.visit) for decision in after.flag_decisions)
        told = _judged(rules, await _site(store, before.visit), before, own)
    return Bridge(first, told, second)


async def _under(store: Store, rules: Rules, listed: ListedAudit, audit: Audit, target: str) -> Verdicts:
    """The verdicts of a visit under these rules, with people's decisions about the platform but not about items.

    Raises _Gone.
    """
    if audit.ruleset == target:
        return audit.verdicts
    if target == compute_ruleset():
        return _judged(rules, await _site(store, audit.visit), audit, audit.flag_decisions)
    for other in await list_platform_audits(store, listed.url, EVERY):
        if other.audit is not None and other.visit == audit.visit and other.ruleset == target:
            made = await load_audit(store, other.audit)
            if _flags(made) == _flags(audit):
                return made.verdicts
    raise _Gone(OLD_RULES)


def _judged(rules: Rules, site: Site, audit: Audit, flags: tuple[FlagDecision, ...]) -> Verdicts:
    items = read_requested_items(audit.facts)
    return make_audit(rules, site, audit.visit, items=items, decided=PlatformDecisions(flags=flags)).verdicts


async def _site(store: Store, visit: str) -> Site:
    try:
        return await load_site(store, visit)
    except (BlobMissing, BlobDamaged, RecordDamaged, NotFound) as fault:
        raise _Gone(PRUNED) from fault


def _flags(audit: Audit) -> frozenset[tuple[str, bool]]:
    return frozenset((decision.flag, decision.value) for decision in audit.flag_decisions)
