"""Time limits promised for complaints: durations in sentences that speak of complaints and of that stage."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.site import Site, View
from probes.finding import Answer, Text, shown, yes
from probes.probe import Params
from probes.reading import periods
from probes.reading.complaint_items import RULE_ROLES
from probes.reading.periods import Bound, Period
from probes.reading.policy import Sentence, pattern, sentences
from probes.reading.several import hidden, not_found, searched


def limits(view: View, params: Params) -> Iterator[tuple[Sentence, Period]]:
    """Sentences with a duration, one of the ``stage`` words and a word of ``about`` (in them or their heading), and no ``never`` word."""
    stage, about = pattern(params.words["stage"]), pattern(params.words["about"])
    never = pattern(params.words.get("never", ()))
    for sentence in sentences(view.text):
        topical = about.search(sentence.text) or about.search(sentence.heading)
        if topical and stage.search(sentence.text) and not never.search(sentence.text):
            for period in periods.find(sentence.text):
                if period.bound is not Bound.AT_LEAST:
                    yield sentence, period


def judge_limit(site: Site, params: Params, subject: Text) -> Answer:
    """YES with the shortest duration quoted: all points up to ``good_hours``, half of them up to ``most_hours``, none beyond."""
    views, _ = searched(site, RULE_ROLES)
    found = [(period.hours, view, sentence, period) for view in views for sentence, period in limits(view, params)]
    if not found:
        return not_found(site, RULE_ROLES, f"未见{subject.zh}", f"{subject.en} is not stated", fraction=0.0)
    hours, view, sentence, period = min(found, key=lambda each: each[0])
    fraction = 1.0 if hours <= params.limit("good_hours") else 0.5 if hours <= params.limit("most_hours") else 0.0
    answer = yes(
        f"{subject.zh}：{period.raw}，「{sentence.raw[:120]}」",
        f"{subject.en}: {period.raw}, “{sentence.raw[:120]}”",
        shown(view, quote=sentence.raw[:200]),
        fraction=fraction,
        values={"hours": hours},
    )
    return answer if fraction == 1.0 else hidden(site, RULE_ROLES) or answer
