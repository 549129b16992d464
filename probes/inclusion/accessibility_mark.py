"""Is a mark of information accessibility shown or announced?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading import elder
from probes.reading.several import not_found, searched

WHERE = (Role.HOME, Role.ABOUT, Role.SOCIAL)


def judge(site: Site, params: Params) -> Answer:
    longest = params.limit("label")
    for view in searched(site, WHERE)[0]:
        for each in view.elements:
            if not each.seen:
                continue
            said = elder.plain(each.words)
            if len(said) <= longest and any(word in said for word in params.words["mark"]):
                zh = f"展示信息无障碍标识：「{each.words[:60]}」"
                return yes(zh, f"a mark of information accessibility is shown: “{each.words[:60]}”", shown(view, each))
    return not_found(site, WHERE, "未见信息无障碍标识", "no mark of information accessibility was found")


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.ABOUT, required=False), Need(Role.SOCIAL, required=False)), judge=judge)
