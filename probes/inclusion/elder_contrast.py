"""Do the words of the elder mode stand out from their background?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import ELDER, Role
from probes.answers import elder, grade
from probes.answers.grade import SHARE_LIMITS
from probes.finding import Answer
from probes.pages.layout.measure import contrast_share
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    view = elder.measured_view(site)
    if not isinstance(view, View):
        return view
    least, large, large_px = params.limit("contrast"), params.limit("contrast_large"), params.limit("large_px")
    zh = f"对比度不低于 {least:g}:1（{large_px:g}px 及以上 {large:g}:1）的文字块"
    en = f"text blocks with a contrast of {least:g}:1 or more ({large:g}:1 from {large_px:g}px)"
    found = contrast_share(view, least, large, large_px)
    return grade.answer_by_share(
        view, found, params, zh, en, values={"state": view.state}, page=elder.describe_place(view)
    )


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.HOME, ELDER, required=False)),
    judge=judge,
    limits=(*SHARE_LIMITS, "contrast", "contrast_large", "large_px", "near", "undecided"),
)
