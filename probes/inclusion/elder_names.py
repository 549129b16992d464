"""Can a screen reader name the controls and pictures of the elder mode?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import ELDER, Role
from probes.answers import elder, grade
from probes.finding import Answer, Outcome, Text, Value, evidence_on_page, not_applicable
from probes.pages.layout.measure import alt_share, name_share
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    view = elder.measured_view(site)
    if not isinstance(view, View):
        return view
    bad = grade.answer_unfit(view)
    if bad is not None:
        return bad
    named, pictured = name_share(view), alt_share(view, params.limit("image_px"))
    if not named.weight and not pictured.weight:
        return not_applicable(
            "页面上没有控件与图片", "the page has no controls and no pictures", evidence_on_page(view)
        )
    parts = [
        (share, least, words)
        for share, least, words in (
            (named, params.limit("share"), Text("有可读名称的控件", "controls with an accessible name")),
            (pictured, params.limit("alt"), Text("有替代文字的图片", "pictures with a text alternative")),
        )
        if share.weight
    ]
    lacking = [share for share, least, _ in parts if share.value < least - 1e-9]
    on = elder.describe_place(view) or Text("", "")
    said = Text(
        on.zh + "，".join(f"{words.zh}占 {part.value:.1%}（要求 {least:.0%}）" for part, least, words in parts),
        on.en + ", ".join(f"{words.en}: {share.value:.1%} (asked {least:.0%})" for share, least, words in parts),
    )
    values: dict[str, Value] = {
        "share": round(named.value, 4),
        "alt_share": round(pictured.value, 4),
        "images": pictured.weight,
        "state": view.state,
    }
    evidence = tuple(evidence_on_page(view, element) for share in lacking for element in share.failing)[:5] or (
        evidence_on_page(view),
    )
    near = all(share.value >= params.limit("near") for share, _, _ in parts)
    fraction = 1.0 if not lacking else 0.5 if near else 0.0
    return Answer(Outcome.NO if lacking else Outcome.YES, said, evidence, fraction, values)


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.HOME, ELDER, required=False)),
    judge=judge,
    limits=("share", "near", "alt", "image_px"),
)
