"""Is an information accessibility mark shown or announced?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers import elder
from probes.finding import Answer, evidence_on_page, yes
from probes.pages.absence.several import not_found, searched_views
from probes.probe import Need, Params, Probe

WHERE = (Role.HOME, Role.ABOUT, Role.SOCIAL)


def judge(site: Site, params: Params) -> Answer:
    longest = params.limit("label")
    for view in searched_views(site, WHERE)[0]:
        for element in view.elements:
            if not element.seen:
                continue
            said = elder.plain_label(element.words)
            if len(said) <= longest and any(word in said for word in params.words["mark"]):
                zh = f"展示信息无障碍标识：「{element.words[:60]}」"
                return yes(
                    zh,
                    f"a mark of information accessibility is shown: “{element.words[:60]}”",
                    evidence_on_page(view, element),
                )
    return not_found(site, WHERE, "未见信息无障碍标识", "no mark of information accessibility was found")


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.ABOUT, required=False), Need(Role.SOCIAL, required=False)),
    judge=judge,
    words=("mark",),
    limits=("label",),
)
