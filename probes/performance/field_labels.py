"""Do input fields say what to write in them?"""

from __future__ import annotations

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.answers import grade
from probes.answers.grade import SHARE_LIMITS
from probes.finding import Answer, Outcome, evidence_on_page, not_applicable
from probes.pages.layout.measure import measure_share
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.LOGIN)
    assert view is not None
    fields = [
        element
        for element in view.elements
        if element.seen
        and element.tag in ("input", "textarea", "select")
        and element.input_type not in params.words["skip"]
    ]
    if not fields:
        return not_applicable(
            "登录页没有输入框（如扫码登录）",
            "the login page has no field (a code to scan, say)",
            evidence_on_page(view),
        )
    found = measure_share(
        fields,
        lambda element: bool(element.name) or _labelled(element, view, params.limit("near_px")),
        lambda element: 1.0,
    )
    return grade.answer_by_share(view, found, params, "有标签或提示的输入框", "fields with a label or hint")


def _labelled(field: Element, view: View, near: float) -> bool:
    """Whether a label or short text stands left of the field or just above it."""
    box = field.box
    for element in view.elements:
        if not element.seen or not element.own or element.id == field.id:
            continue
        gap_left, gap_up = box.x - (element.box.x + element.box.w), box.y - (element.box.y + element.box.h)
        beside = -2 <= gap_left <= near and abs(element.box.y + element.box.h / 2 - box.y - box.h / 2) <= box.h
        above = -2 <= gap_up <= near and abs(element.box.x - box.x) <= near
        if beside or above:
            return True
    return False


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.LOGIN, absent=Outcome.NOT_APPLICABLE)),
    judge=judge,
    words=("skip",),
    limits=(*SHARE_LIMITS, "near_px"),
)
