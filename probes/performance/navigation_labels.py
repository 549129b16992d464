"""Are navigation words the usual ones, and the same on other pages?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import Region, Role
from probes.answers import grade
from probes.finding import Answer, Outcome, Value, evidence_on_page, no, yes
from probes.pages.layout.measure import find_controls
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words


def judge(site: Site, params: Params) -> Answer:
    home, other = site.view(Role.HOME), site.view(Role.LIST)
    assert home is not None
    assert other is not None
    bad = grade.answer_unfit(home, other)
    if bad is not None:
        return bad
    mine, theirs = _labels(home, params), _labels(other, params)
    usual = [word for word in params.words["usual"] if any(word in label for label in mine)]
    steady = len(mine & theirs) / len(theirs) if theirs else 0.0
    values: dict[str, Value] = {"usual": tuple(usual), "steady": round(steady, 3)}
    named = f"（{'、'.join(usual)}）" if usual else ""
    zh = f"常用导航词 {len(usual)} 个{named}，列表页导航与首页一致 {steady:.0%}"
    en = f"{count_in_words(len(usual), 'usual navigation word')}, {steady:.0%} of the list page's navigation is the home page's"
    good = len(usual) >= params.limit("usual") and steady >= params.limit("steady")
    return (yes if good else no)(zh, en, evidence_on_page(home), evidence_on_page(other), values=values)


def _labels(view: View, params: Params) -> set[str]:
    spoken = (
        "".join((control.text or control.own).split())
        for control in find_controls(view)
        if control.region in (Region.HEADER, Region.NAV)
    )
    return {said for said in spoken if 0 < len(said) <= params.limit("label")}


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.LIST, absent=Outcome.NOT_APPLICABLE)),
    judge=judge,
    words=("usual",),
    limits=("usual", "steady", "label"),
)
