"""Two stored audits side by side: which items changed, and whether the site, the rules or persons changed them. No network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crawler.site import Site
from probes.finding import Text
from scoring.carry import Decided
from scoring.decision import FlagDecision
from scoring.verdict import ItemVerdict
from storage.audits import Audit, load_audit
from storage.errors import BlobDamaged, BlobMissing, NotFound, RecordDamaged
from storage.listing import Listed, audits_of
from storage.session import Store
from storage.sites import load_site
from xuncha.audit import asked_items, judge
from xuncha.changes import Bridge, Change, changes
from xuncha.lists import EVERY, find_judged
from xuncha.rules import Rules, load_rules
from xuncha.ruleset import ruleset

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
class Compared:
    """``before`` and ``after`` are the earlier and the later visit of one platform, or two platforms as a person named them.

    ``notes``: what could not be told, and what was left out.
    """

    listed: tuple[Listed, Listed]
    before: Audit
    after: Audit
    changes: tuple[Change, ...]
    notes: tuple[Text, ...]
    rules: Rules

    @property
    def one_platform(self) -> bool:
        return self.listed[0].url == self.listed[1].url

    @property
    def changed(self) -> tuple[Change, ...]:
        return tuple(each for each in self.changes if each.changed)


class _Gone(Exception):
    """Why a Site cannot be judged by the common rules."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


async def compare(store: Store, first: str, second: str) -> Compared:
    """Audits or visits by the first letters of their ids. Raises NotFound, Ambiguous, BadTarget, ConfigurationError."""
    listed = await find_judged(store, first), await find_judged(store, second)
    if listed[0].url == listed[1].url:
        early, late = sorted(listed, key=lambda each: (each.started_at, each.created_at or each.started_at, each.id))
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
        # Persons may have said otherwise what the platform is: then not even the same rules mean that the site changed.
        if listed[0].url == listed[1].url and _flags(before) != _flags(after):
            same_rules = same_site = False
    asked = [set(asked_items(each.facts)) or set(rules.standard.by_id) for each in (before, after)]
    both = asked[0] & asked[1]
    found = [
        each
        for each in changes(before.verdicts, after.verdicts, bridge, same_rules, same_site)
        if each.item in rules.standard.by_id  # the standard of an old audit may have had others
    ]
    kept = tuple(each for each in found if each.item in both or each.before.confirmed or each.after.confirmed)
    if left := len(found) - len(kept):
        notes.append(Text(
            f"{left} 项未在两次检测中都检测，不作比较", f"{left} items were not asked about in both audits and are not compared",
        ))  # fmt: skip
    return Compared(listed, before, after, kept, tuple(notes), rules)


async def _bridge(store: Store, rules: Rules, listed: Sequence[Listed], before: Audit, after: Audit) -> Bridge:
    """Both under the rules of the audit that was made later. Raises _Gone."""
    target = max(before, after, key=lambda each: each.created_at).ruleset
    first = await _under(store, rules, listed[0], before, target)
    second = await _under(store, rules, listed[1], after, target)
    told = first
    if listed[0].url == listed[1].url and _flags(before) != _flags(after):
        if target != ruleset():
            raise _Gone(OLD_RULES)
        own = tuple(replace(each, visit=before.visit) for each in after.flag_decisions)
        told = _judged(rules, await _site(store, before.visit), before, own)
    return Bridge(first, told, second)


async def _under(store: Store, rules: Rules, listed: Listed, audit: Audit, target: str) -> Verdicts:
    """What a visit comes to under these rules, with what persons said of the platform but not of its items. Raises _Gone."""
    if audit.ruleset == target:
        return audit.verdicts
    if target == ruleset():
        return _judged(rules, await _site(store, audit.visit), audit, audit.flag_decisions)
    for each in await audits_of(store, listed.url, EVERY):
        if each.audit is not None and each.visit == audit.visit and each.ruleset == target:
            made = await load_audit(store, each.audit)
            if _flags(made) == _flags(audit):
                return made.verdicts
    raise _Gone(OLD_RULES)


def _judged(rules: Rules, site: Site, audit: Audit, flags: tuple[FlagDecision, ...]) -> Verdicts:
    items = asked_items(audit.facts)
    return judge(rules, site, audit.visit, items=items, decided=Decided(flags=flags)).verdicts


async def _site(store: Store, visit: str) -> Site:
    try:
        return await load_site(store, visit)
    except (BlobMissing, BlobDamaged, RecordDamaged, NotFound) as fault:
        raise _Gone(PRUNED) from fault


def _flags(audit: Audit) -> frozenset[tuple[str, bool]]:
    return frozenset((each.flag, each.value) for each in audit.flag_decisions)
