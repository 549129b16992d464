"""Is a beginner's guide within two clicks of the home page?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, evidence_on_page, yes
from probes.pages.absence.several import not_found, searched_views
from probes.pages.service.entry_candidates import ENTRY_LIMITS, ENTRY_WORDS, function_candidates
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words

WHERE = (Role.HOME, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    for view in searched_views(site, WHERE)[0]:
        if view.clicks is None or view.clicks + 1 > params.limit("clicks"):
            continue
        # The heading of a menu (新手上路) leads nowhere itself where a link below it bears such a name too.
        found = sorted(function_candidates(view, params), key=lambda entry: not (entry.href or entry.clickable))
        for control in found[:1]:
            said = (control.text or control.own or control.name)[:40]
            clicks = view.clicks + 1
            zh, en = (
                f"新手指南「{said}」{clicks} 次点击可达",
                f"a beginner's guide “{said}” is {count_in_words(clicks, 'click')} away",
            )
            return yes(zh, en, evidence_on_page(view, control), values={"clicks": clicks})
    return not_found(site, WHERE, "两次点击内未见新手指南", "no beginner's guide within two clicks")


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.HELP, required=False)),
    judge=judge,
    words=(*ENTRY_WORDS, "never"),
    limits=(*ENTRY_LIMITS, "clicks"),
)
