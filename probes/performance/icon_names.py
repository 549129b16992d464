"""Do buttons drawn as icons have a text or a name?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, not_applicable, shown
from probes.pages.spoken import named
from probes.probe import Need, Params, Probe
from probes.reading import grade
from probes.reading.measure import icons, share


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.HOME)
    assert view is not None
    found = icons(view, params.limit("least_px"), params.limit("most_px"))
    if not found:
        return not_applicable("首页没有纯图标按钮", "the home page has no icon-only button", shown(view))
    said = named(view)
    told = share(found, lambda each: each.id in said, lambda each: 1.0)
    return grade.by_share(view, told, params, "有可读名称的图标按钮", "icon buttons with a name")


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge)
