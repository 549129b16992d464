"""Does the home page fit the width of the screen?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Device, Role
from probes.answers import grade
from probes.finding import Answer, evidence_on_page, no, yes
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.HOME)
    assert view is not None
    bad = grade.answer_unfit(view)
    if bad is not None:
        return bad
    screen = params.limit("mobile_px") if view.device is Device.MOBILE else params.limit("desktop_px")
    over = max(0.0, view.width - screen)
    zh, en = (
        (
            f"页面宽 {view.width}px，屏幕宽 {screen:g}px，超出 {over:g}px",
            f"the page is {view.width} px wide on a screen of {screen:g} px",
        )
        if over
        else (f"页面不宽于屏幕（{screen:g}px）", f"the page is no wider than the screen ({screen:g} px)")
    )
    answer = yes if over <= params.limit("over_px") else no
    return answer(zh, en, evidence_on_page(view), values={"over_px": over})


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge, limits=("desktop_px", "mobile_px", "over_px"))
