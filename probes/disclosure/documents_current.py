"""Were agreement, rules and privacy policy updated within the last two years, by the dates they print?"""

from __future__ import annotations

from datetime import date, timedelta

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Value, no, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading import dates
from probes.reading.dates import DateSeen
from probes.reading.promotions import today
from probes.reading.several import hidden, not_found, searched

PAGES = (Role.AGREEMENT, Role.RULES, Role.PRIVACY)


def judge(site: Site, params: Params) -> Answer:
    """The newest labelled date of each text; one that lies ahead of today is a coming version and counts as new."""
    oldest = today(site) - timedelta(days=params.limit("days"))
    newest = [(view, found) for view in searched(site, PAGES)[0] if (found := _newest(view)) is not None]
    if not newest:
        zh = "协议、规则与隐私政策均未见更新或生效日期"
        return not_found(site, PAGES, zh, "no date of update or effect in agreement, rules and policy", fraction=0.0)
    blind = hidden(site, PAGES)
    if blind is not None:
        return blind
    stale = [(view, seen) for view, seen in newest if seen.value < oldest]
    values: dict[str, Value] = {"dated": len(newest), "stale": len(stale)}
    listed = "、".join(f"{_name(view)} {seen.value}" for view, seen in (stale or newest)[:4])
    evidence = [shown(view, None, seen.raw) for view, seen in (stale or newest)[:4]]
    if stale:
        fraction = 1.0 - len(stale) / len(newest)
        zh, en = f"超过 24 个月未更新：{listed}", f"not updated for 24 months: {listed}"
        return no(zh, en, *evidence, fraction=fraction, values=values)
    return yes(
        f"均在 24 个月内更新：{listed}",
        f"all updated within 24 months: {listed}",
        *evidence,
        fraction=1.0,
        values=values,
    )


def _name(view: View) -> str:
    return view.title.split(" - ")[0][:20] or view.role.value


def _newest(view: View) -> DateSeen | None:
    def day(seen: DateSeen) -> date:
        return seen.value

    return max((seen for seen in dates.find(view.text) if seen.label is not None), key=day, default=None)


PROBE = Probe(reads=(Need(Role.HOME), *(Need(role, required=False) for role in PAGES)), judge=judge)
