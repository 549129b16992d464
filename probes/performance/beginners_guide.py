"""Is a beginner's guide within two clicks of the home page?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading import functions
from probes.reading.several import not_found, searched

WHERE = (Role.HOME, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    for view in searched(site, WHERE)[0]:
        if view.clicks is None or view.clicks + 1 > params.limit("clicks"):
            continue
        for each in functions.candidates(view, params):
            said = (each.text or each.own or each.name)[:40]
            clicks = view.clicks + 1
            zh, en = f"新手指南「{said}」{clicks} 次点击可达", f"a beginner's guide “{said}” is {clicks} clicks away"
            return yes(zh, en, shown(view, each), values={"clicks": clicks})
    return not_found(site, WHERE, "两次点击内未见新手指南", "no beginner's guide within two clicks")


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.HELP, required=False)), judge=judge)
