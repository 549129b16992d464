"""Are navigation words the usual ones, and the same on other pages?"""

from __future__ import annotations

from collections.abc import Iterable

from crawler.site import Element, Site, View
from crawler.vocabulary import Device, Region, Role
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
    mine, theirs = (
        _bar(home, params),
        _bar(other, params),
    )  # where both have a bar at the foot of a phone, that is its navigation
    if not mine or not theirs:
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
    return _said((one for one in find_controls(view) if one.region in (Region.HEADER, Region.NAV)), params)


def _bar(view: View, params: Params) -> set[str]:
    """The labels of a phone's bar of tabs: controls side by side that stay at the foot of the screen, over most of its width."""
    if view.device is not Device.MOBILE:
        return set()
    low = params.limit("bar_from") * view.viewport_height
    tabs = [one for one in find_controls(view) if one.region is Region.FLOATING and one.box.y >= low]
    wide = max((one.box.x + one.box.w for one in tabs), default=0.0) - min((one.box.x for one in tabs), default=0.0)
    said = _said(tabs, params)
    return said if len(said) >= params.limit("usual") and wide >= params.limit("bar_wide") * view.width else set()


def _said(controls: Iterable[Element], params: Params) -> set[str]:
    spoken = ("".join((control.text or control.own).split()) for control in controls)
    return {said for said in spoken if 0 < len(said) <= params.limit("label")}


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.LIST, absent=Outcome.NOT_APPLICABLE)),
    judge=judge,
    words=("usual",),
    limits=("usual", "steady", "label", "bar_from", "bar_wide"),
)
