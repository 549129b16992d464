"""Do icon buttons have a text or a name?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers import grade
from probes.answers.grade import SHARE_LIMITS
from probes.finding import Answer, evidence_on_page, not_applicable
from probes.pages.layout.measure import find_icons, measure_share
from probes.pages.layout.spoken import named_elements
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.HOME)
    assert view is not None
    found = find_icons(view, params.limit("least_px"), params.limit("most_px"))
    if not found:
        return not_applicable("首页没有纯图标按钮", "the home page has no icon-only button", evidence_on_page(view))
    said = named_elements(view)
    told = measure_share(found, lambda element: element.id in said, lambda element: 1.0)
    return grade.answer_by_share(view, told, params, "有可读名称的图标按钮", "icon buttons with a name")


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge, limits=(*SHARE_LIMITS, "least_px", "most_px"))
