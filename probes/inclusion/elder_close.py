"""Can every layer over the elder mode be closed by a large button in the usual place?"""

from __future__ import annotations

from crawler.site import Element, Site, View
from crawler.vocabulary import ARRIVED, ELDER, Role
from probes.answers import elder
from probes.finding import Answer, evidence_on_page, no, not_applicable, not_seen, yes
from probes.inclusion.elder_mode import WAITED
from probes.pages.absence import absence
from probes.pages.layout.overlay_layers import OverlayLayer, covering_layers, find_closers
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    view = elder.measured_view(site)
    if not isinstance(view, View):
        return view
    states = (ELDER, WAITED) if view.state == ELDER else (ARRIVED,)
    views = [seen for state in states if (seen := site.view(Role.HOME, state)) is not None]
    found = [(one, layer) for one in views for layer in covering_layers(one, params.limit("covers"))]
    for one, layer in found:
        if not any(_fits(layer, button, params.limit("close_px")) for button in find_closers(one, layer)):
            zh, en = "弹层没有位置规范、足够大的关闭按钮", "a layer lacks a large close button in the usual place"
            on = elder.describe_place(view)
            if on is not None:
                zh, en = f"{on.zh}{zh}", f"{on.en}{en}"
            return no(zh, en, evidence_on_page(one, layer.element), values={"layers": len(found)})
    for state in states:
        gap = site.gap(Role.HOME, state)
        if site.view(Role.HOME, state) is None:
            zh, en = absence.gap_words(gap) if gap else ("本次未查看弹层", "layers were not looked at")
            return not_seen(gap.reason if gap else "not_looked", zh, en)
    if not found:
        return not_applicable(
            "未出现弹层，无需关闭", "no layer came up, so there is nothing to close", *map(evidence_on_page, views)
        )
    if view.state != ELDER:  # layers on an ordinary page say nothing about a mode
        zh, en = (
            "未见生效的长辈模式，无从评定其中的弹层",
            "no elder mode was seen in effect, so nothing can be said of layers in it",
        )
        return not_applicable(zh, en, *map(evidence_on_page, views))
    return yes(
        "弹层都有醒目的关闭按钮",
        "every layer has a large close button",
        *(evidence_on_page(one, layer.element) for one, layer in found),
    )


def _fits(layer: OverlayLayer, button: Element, least_px: float) -> bool:
    """Whether the button is large, and in an upper corner or at the bottom centre of the layer (MIIT app norm)."""
    box, frame = button.box, layer.box
    if min(box.w, box.h) < least_px - 0.5:
        return False
    across = (box.x + box.w / 2 - frame.x) / max(frame.w, 1)
    down = (box.y + box.h / 2 - frame.y) / max(frame.h, 1)
    upper_corner = down <= 1 / 3 and (across <= 1 / 3 or across >= 2 / 3)
    return upper_corner or (down >= 2 / 3 and 1 / 3 <= across <= 2 / 3)


PROBE = Probe(
    reads=(Need(Role.HOME), *(Need(Role.HOME, state, required=False) for state in (ELDER, WAITED, ARRIVED))),
    judge=judge,
    limits=("close_px", "covers"),
)
