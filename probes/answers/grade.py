"""Grades measured shares: all points at the limit, half near it; no answer for a page that did not load completely."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.site import View
from probes.finding import Answer, Outcome, Text, Value, evidence_on_page, not_applicable, not_seen, unsure
from probes.pages.absence import absence
from probes.pages.layout.measure import WeightedShare
from probes.probe import Params

SHARE_LIMITS = (
    "share",
)  # what a probe's table must hold for ``answer_by_share``; it may hold ``near`` and ``undecided``
UNFIT = frozenset({"status", "scripts", "scroll", "refused"})  # a half-loaded page is no fair sample


def answer_unfit(*views: View) -> Answer | None:
    """NOT_SEEN where one of the views is no fair sample of its page, else None."""
    for view in views:
        missing = sorted(UNFIT & set(absence.missing_of_view(view)))
        if missing:
            return not_seen(
                missing[0], "页面未完整加载，不作测量", f"not measured: the page was not whole ({missing[0]})"
            )
    return None


def answer_by_share(
    view: View,
    share: WeightedShare,
    params: Params,
    zh: str,
    en: str,
    *,
    values: Mapping[str, Value] | None = None,
    question: Text | None = None,
    whole: bool = False,
    page: Text | None = None,
) -> Answer:
    """YES at ``share``, NO with half the points at ``near``, NO below; UNSURE where more than ``undecided`` could not be told.

    ``zh`` and ``en`` name what was measured, e.g. «正文字号不小于 18px 的字符»; ``page`` names the page where it is not the one
    in the question. ``whole`` judges by everything, not only what could be told: then UNSURE too where the untold rest
    could change the answer.
    """
    bad = answer_unfit(view)
    if bad is not None:
        return bad
    on = page or Text("", "")
    if not share.weight and not share.undecided:
        return not_applicable(
            f"{on.zh}页面上没有可测量的内容：{zh}", f"{on.en}nothing to measure: {en}", evidence_on_page(view)
        )
    least, near = params.limit("share"), params.limits["near"].value if "near" in params.limits else 1.1
    told: dict[str, Value] = {"share": round(share.value, 4), "undecided": round(share.undecided, 4), **(values or {})}
    evidence = tuple(evidence_on_page(view, element) for element in share.failing) or (evidence_on_page(view),)
    said = Text(
        f"{on.zh}{zh}占 {share.value:.1%}（要求 {least:.0%}；无法判定 {share.undecided:.1%}）",
        f"{on.en}{en}: {share.value:.1%} (asked {least:.0%}; undecidable {share.undecided:.1%})",
    )
    good = share.value >= least - 1e-9
    fraction = 1.0 if good else 0.5 if share.value >= near else 0.0
    lowest = share.value * (1 - share.undecided)
    open_yet = whole and lowest < least - 1e-9 <= lowest + share.undecided
    if open_yet or share.undecided > (params.limits["undecided"].value if "undecided" in params.limits else 0.5):
        return unsure(said.zh, said.en, *evidence, guess=fraction, values=told, question=question)
    return Answer(Outcome.YES if good else Outcome.NO, said, evidence, fraction, told)
