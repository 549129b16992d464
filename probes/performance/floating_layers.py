"""Do few things float over the page?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, no, shown, yes
from probes.pages.floating import layers
from probes.probe import Need, Params, Probe
from probes.reading import grade


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.HOME)
    assert view is not None
    bad = grade.unfit(view)
    if bad is not None:
        return bad
    found = layers(view)
    zh, en = f"浮动层 {len(found)} 个", f"{len(found)} floating layers"
    answer = yes if len(found) <= params.limit("layers") else no
    return answer(zh, en, *(shown(view, each) for each in found[:5] or ()), values={"layers": len(found)})


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge)
