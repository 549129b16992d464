"""Are navigation words the usual ones, and the same on other pages?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import Region, Role
from probes.finding import Answer, Outcome, Value, no, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading import grade
from probes.reading.measure import controls


def judge(site: Site, params: Params) -> Answer:
    home, other = site.view(Role.HOME), site.view(Role.LIST)
    assert home is not None
    assert other is not None
    bad = grade.unfit(home, other)
    if bad is not None:
        return bad
    mine, theirs = _labels(home, params), _labels(other, params)
    usual = [word for word in params.words["usual"] if any(word in label for label in mine)]
    steady = len(mine & theirs) / len(theirs) if theirs else 0.0
    values: dict[str, Value] = {"usual": tuple(usual), "steady": round(steady, 3)}
    zh = f"常用导航词 {len(usual)} 个（{'、'.join(usual)}），列表页导航与首页一致 {steady:.0%}"
    en = f"{len(usual)} usual navigation words, {steady:.0%} of the list page's navigation is the home page's"
    good = len(usual) >= params.limit("usual") and steady >= params.limit("steady")
    return (yes if good else no)(zh, en, shown(home), shown(other), values=values)


def _labels(view: View, params: Params) -> set[str]:
    spoken = (
        "".join((each.text or each.own).split())
        for each in controls(view)
        if each.region in (Region.HEADER, Region.NAV)
    )
    return {said for said in spoken if 0 < len(said) <= params.limit("label")}


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.LIST, absent=Outcome.NOT_APPLICABLE)), judge=judge)
