"""Do blocks of text lie over one another?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, no, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading import grade
from probes.reading.measure import overlaps


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.HOME)
    assert view is not None
    bad = grade.unfit(view)
    if bad is not None:
        return bad
    found = overlaps(view, params.limit("covered"))
    zh, en = f"文字重叠 {len(found)} 处", f"{len(found)} pairs of text overlap"
    if len(found) <= params.limit("pairs"):
        return yes(zh, en, shown(view), values={"pairs": len(found)})
    return no(zh, en, *(shown(view, pair[0]) for pair in found[:3]), values={"pairs": len(found)})


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge)
