"""Is maintenance announced when it happens?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, not_applicable, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading.quotes import sentence


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.HOME)
    assert view is not None
    for word in params.words["notice"]:
        at = view.text.find(word)
        if at >= 0:
            return yes(
                f"公布维护公告：「{word}」",
                f"maintenance is announced: “{word}”",
                shown(view, None, sentence(view.text, at)),
            )
    return not_applicable("本次未遇系统维护，无需公告", "there was no maintenance while we looked", shown(view))


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge)
