"""Are the letters of the elder mode large enough for nearly all of its text?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import ELDER, Role
from probes.answers import elder, grade
from probes.answers.grade import SHARE_LIMITS
from probes.finding import Answer
from probes.pages.layout.measure import clipped_elements, font_share, median_font
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    view = elder.measured_view(site)
    if not isinstance(view, View):
        return view
    least = params.limit("font_px")
    cut = clipped_elements(view)
    values = {"median_px": median_font(view), "clipped": len(cut), "state": view.state}
    zh, en = f"字号不小于 {least:g}px 的可见文字（按字符）", f"visible characters of {least:g}px or more"
    return grade.answer_by_share(
        view, font_share(view, least), params, zh, en, values=values, page=elder.describe_place(view)
    )


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.HOME, ELDER, required=False)),
    judge=judge,
    limits=(*SHARE_LIMITS, "font_px", "near"),
)
