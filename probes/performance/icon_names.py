"""Do icon buttons have a text or a name?"""

from __future__ import annotations

from collections.abc import Container

from crawler.site import Element, Site
from crawler.vocabulary import Role
from probes.answers import grade
from probes.answers.grade import SHARE_LIMITS
from probes.finding import Answer, evidence_on_page, not_applicable
from probes.pages.layout.measure import find_icons, is_styled_sign, measure_share
from probes.pages.layout.spoken import named_elements
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.HOME)
    assert view is not None
    found = find_icons(view, params.limit("least_px"), params.limit("most_px"))
    if not found:
        return not_applicable("首页没有纯图标按钮", "the home page has no icon-only button", evidence_on_page(view))
    said = named_elements(view)
    told = measure_share(found, lambda element: _is_named(element, said), lambda element: 1.0)
    return grade.answer_by_share(view, told, params, "有可读名称的图标按钮", "icon buttons with a name", whole=True)


def _is_named(element: Element, said: Container[int]) -> bool | None:
    """Whether it has a name; None for one that only its style draws, as it may stand beside what says the same."""
    return True if element.id in said else None if is_styled_sign(element) else False


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge, limits=(*SHARE_LIMITS, "least_px", "most_px"))
