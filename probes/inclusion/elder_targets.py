"""Are the controls of the elder mode large enough to press, and none of them tiny?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import ELDER, Role
from probes.answers import elder, grade
from probes.finding import Answer, Outcome, Text, Value, evidence_on_page, not_applicable
from probes.pages.layout.measure import target_share
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    view = elder.measured_view(site)
    if not isinstance(view, View):
        return view
    bad = grade.answer_unfit(view)
    if bad is not None:
        return bad
    least = params.limit("elder_px") if view.state == ELDER else params.limit("other_px")
    floor_px, asked = params.limit("floor_px"), params.limit("share")
    main, floor = target_share(view, least, footer=False), target_share(view, floor_px)
    if not main.weight:
        return not_applicable(
            "页面上没有可测量的主要控件", "the page has no main controls to measure", evidence_on_page(view)
        )
    met = (main.value >= asked, floor.value >= params.limit("floor_share"))
    values: dict[str, Value] = {
        "main": round(main.value, 4),
        "floor": round(floor.value, 4),
        "controls": main.weight,
        "state": view.state,
    }
    on = elder.describe_place(view) or Text("", "")
    said = Text(
        f"{on.zh}主要控件不小于 {least:g}×{least:g}px 的占 {main.value:.1%}（要求 {asked:.0%}），"
        f"不小于 {floor_px:g}×{floor_px:g}px 的占 {floor.value:.1%}",
        f"{on.en}{main.value:.1%} of the main controls are {least:g} px or more (asked {asked:.0%}), "
        f"{floor.value:.1%} of all {floor_px:g} px or more",
    )
    evidence = tuple(evidence_on_page(view, element) for element in (main if not met[0] else floor).failing) or (
        evidence_on_page(view),
    )
    return Answer(Outcome.YES if all(met) else Outcome.NO, said, evidence, sum(met) / 2, values)


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.HOME, ELDER, required=False)),
    judge=judge,
    limits=("elder_px", "other_px", "floor_px", "share", "floor_share"),
)
