"""Are the letters of the home page large enough for nearly all of its text?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers import grade
from probes.answers.grade import SHARE_LIMITS
from probes.finding import Answer
from probes.pages.layout.measure import font_share, median_font
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.HOME)
    assert view is not None
    least = params.limit("font_px")
    zh, en = f"字号不小于 {least:g}px 的可见文字（按字符）", f"visible characters of {least:g}px or more"
    return grade.answer_by_share(view, font_share(view, least), params, zh, en, values={"median_px": median_font(view)})


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge, limits=(*SHARE_LIMITS, "font_px"))
