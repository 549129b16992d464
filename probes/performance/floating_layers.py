"""Do few things float over the page?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Region, Role
from probes.finding import Answer, no, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading import grade


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.HOME)
    assert view is not None
    bad = grade.unfit(view)
    if bad is not None:
        return bad
    floating = {
        each.id: each for each in view.elements if each.seen and each.region is Region.FLOATING and each.box.area > 1
    }
    roots = [each for each in floating.values() if each.parent not in floating and each.position in ("fixed", "sticky")]
    zh, en = f"浮动层 {len(roots)} 个", f"{len(roots)} floating layers"
    answer = yes if len(roots) <= params.limit("layers") else no
    return answer(zh, en, *(shown(view, each) for each in roots[:5] or ()), values={"layers": len(roots)})


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge)
