"""Is there a programme page or a channel for rural revitalisation?"""

from __future__ import annotations

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, shown, yes
from probes.probe import Params, Probe
from probes.reading.own_answers import evidence, nothing, reads
from probes.reading.own_words import Told, about, told, undone, when, without_name
from probes.reading.policy import fold, pattern

PAGES = (Role.SOCIAL, Role.ABOUT)
ROLES = (*PAGES, Role.HOME)
SUBJECT = Text("乡村振兴专题页或频道", "a programme page or channel for rural revitalisation")


def judge(site: Site, params: Params) -> Answer:
    """YES for a page or section with sentences of its own on the subject, or for an entry on the home page that is not dead."""
    passage = _passage(site, params)
    if passage:
        quote = passage[0].raw[:120]
        return yes(
            f"有乡村振兴专题：「{quote}」", f"there is an account of it: “{quote}”", *evidence(passage), fraction=1.0
        )
    dead = {each.asked for each in site.fetches if each.purpose == "link" and each.status in (404, 410)}
    for view in site.all(Role.HOME):
        for each in view.elements:
            if each.href not in dead and _entry(each, view, site, params):
                said = fold(each.text or each.own or each.name)
                return yes(
                    f"首页有频道入口：「{said}」", f"the home page leads to a channel: “{said}”", shown(view, each)
                )
    return nothing(site, ROLES, SUBJECT)


def _passage(site: Site, params: Params) -> list[Told]:
    """Sentences under a heading or title on the subject, of one page, if there are enough."""
    never, near = pattern(params.words["never"]), pattern(params.words["near"])
    found: dict[str, list[Told]] = {}
    met: dict[str, bool] = {}  # one heading stands over many sentences
    for each in told(site, PAGES):
        if each.where not in met:
            met[each.where] = near.search(without_name(each.where, site.platform)) is not None
        if not met[each.where]:
            continue
        if never.search(each.text) or undone(each) or not about(each, params.words["near"], site.platform):
            continue
        day = when(each, site.at.date())
        if day is not None and day.year < params.limit("since"):
            continue
        found.setdefault(each.view.id, []).append(each)
    enough = (each for each in found.values() if len(each) >= params.limit("sentences"))
    return next(enough, [])


def _entry(element: Element, view: View, site: Site, params: Params) -> bool:
    said = without_name(fold(element.text or element.own or element.name).strip(), site.platform)
    pressed = bool(element.href) or element.clickable
    short = 0 < len(said) <= params.limit("label")
    return element.seen and pressed and short and bool(pattern(params.words["entry"]).search(said))


PROBE = Probe(reads=reads(*ROLES), judge=judge)
