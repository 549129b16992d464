"""Are the lines of the elder mode spaced widely enough?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import ELDER, Role
from probes.answers import elder, grade
from probes.answers.grade import SHARE_LIMITS
from probes.finding import Answer
from probes.pages.layout.measure import spacing_share
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    view = elder.measured_view(site)
    if not isinstance(view, View):
        return view
    least = params.limit("ratio")
    zh, en = (
        f"行高不小于字号 {least:g} 倍的文字（按字符）",
        f"characters with a line height of {least:g} times the font",
    )
    return grade.answer_by_share(
        view,
        spacing_share(view, least),
        params,
        zh,
        en,
        values={"state": view.state},
        whole=True,
        page=elder.describe_place(view),
    )


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.HOME, ELDER, required=False)),
    judge=judge,
    limits=(*SHARE_LIMITS, "ratio", "near", "undecided"),
)
