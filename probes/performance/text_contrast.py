"""Do the words of the home page stand out from their background?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers import grade
from probes.answers.grade import SHARE_LIMITS
from probes.finding import Answer
from probes.pages.layout.measure import contrast_share
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.HOME)
    assert view is not None
    least = params.limit("contrast")
    found = contrast_share(view, least, least, params.limit("large_px"))
    return grade.answer_by_share(
        view, found, params, f"对比度不低于 {least:g}:1 的文字块", f"text blocks with a contrast of {least:g}:1"
    )


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge, limits=(*SHARE_LIMITS, "contrast", "large_px", "undecided"))
