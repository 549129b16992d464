"""Measured shares become answers: all points at the limit, half near it, and nothing said of a page that did not load wholly."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.site import View
from probes.finding import Answer, Outcome, Text, Value, not_applicable, not_seen, shown, unsure
from probes.probe import Params
from probes.reading import absence
from probes.reading.measure import Share

UNFIT = frozenset({"status", "scripts", "scroll"})  # a page half loaded is not the page


def unfit(*views: View) -> Answer | None:
    """NOT_SEEN where one of the views is no fair sample of its page, else None."""
    for view in views:
        missing = sorted(UNFIT & set(absence.lacks(view)))
        if missing:
            return not_seen(
                missing[0], "页面未完整加载，不作测量", f"not measured: the page was not whole ({missing[0]})"
            )
    return None


def by_share(
    view: View,
    share: Share,
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

    ``zh`` and ``en`` name what was measured, e.g. «正文字号不小于 18px 的字符»; ``page`` says on which page where that is not the one
    the question names. ``whole`` asks of all, not of what could be told: UNSURE too where what could not be told may turn the answer.
    """
    bad = unfit(view)
    if bad is not None:
        return bad
    on = page or Text("", "")
    if not share.weight and not share.undecided:
        return not_applicable(f"{on.zh}页面上没有可测量的内容：{zh}", f"{on.en}nothing to measure: {en}", shown(view))
    least, near = params.limit("share"), params.limits["near"].value if "near" in params.limits else 1.1
    told: dict[str, Value] = {"share": round(share.value, 4), "undecided": round(share.undecided, 4), **(values or {})}
    evidence = tuple(shown(view, each) for each in share.failing) or (shown(view),)
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
