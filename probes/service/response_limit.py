"""Is it stated how soon a request for after-sales service is answered?"""

from __future__ import annotations

from collections.abc import Iterator

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, in_part, shown, yes
from probes.probe import Params, Probe
from probes.reading import periods, returns
from probes.reading.passages import passages
from probes.reading.periods import Bound, Period
from probes.reading.policy import Sentence, pattern
from probes.reading.service_rules import RETURN_ROLES, reads, unopened
from probes.reading.several import hidden, not_found, searched
from probes.text.ranking import clip


def judge(site: Site, params: Params) -> Answer:
    found = [
        (period.hours, view, sentence, period)
        for view in searched(site, RETURN_ROLES)[0]
        for sentence, period in _limits(view, params)
    ]
    if not found:
        zh, en = "未见售后申请的响应时限", "no time limit for answering after-sales requests was found"
        return not_found(site, RETURN_ROLES, zh, en, fraction=0.0)
    hours, view, sentence, period = min(found, key=lambda each: each[0])
    fraction = 1.0 if hours <= params.limit("good_hours") else 0.5 if hours <= params.limit("most_hours") else 0.0
    days = "（按工作日计）" if period.working else ""
    answer = yes(
        f"售后申请响应时限：{period.raw}{days}，「{clip(sentence.raw, 120)}」",
        f"after-sales requests are answered within {period.raw}: “{clip(sentence.raw, 120)}”",
        shown(view, quote=clip(sentence.raw, 200)),
        fraction=fraction,
        values={"limit": period.raw, "hours": hours, "working_days": period.working},
    )
    return (
        answer
        if fraction == 1.0
        else hidden(site, RETURN_ROLES) or unopened(site, params, RETURN_ROLES) or in_part(answer)
    )


def _limits(view: View, params: Params) -> Iterator[tuple[Sentence, Period]]:
    """Durations in passages that speak of after-sales requests and of answering them."""
    stage, about, never = (pattern(params.words[name]) for name in ("stage", "about", "never"))
    others = {(each.sentence, each.period) for each in returns.windows(view)}
    others |= {(each.sentence, each.period) for each in returns.refunds(view)}
    for sentence in passages(view.text):
        topical = view.role is Role.AFTER_SALES or about.search(f"{sentence.heading} {sentence.text}")
        if not topical or not stage.search(sentence.text) or never.search(sentence.text):
            continue
        for period in periods.find(sentence.text):
            nearby = "".join(returns.around(sentence.text, period))
            if period.bound is not Bound.AT_LEAST and stage.search(nearby) and (sentence, period) not in others:
                yield sentence, period


PROBE = Probe(reads=reads(RETURN_ROLES), judge=judge)
