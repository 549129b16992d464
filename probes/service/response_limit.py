"""Is it stated how soon an after-sales request is answered?"""

from __future__ import annotations

from collections.abc import Iterator

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.answers.doubts.service_doubts import doubt_rules, joined_sentences
from probes.answers.service_rules import RETURN_ROLES, answer_unopened, rule_pages_needed
from probes.finding import Answer, Text, evidence_on_page, in_part, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.main.own_title import own_title
from probes.pages.rules.passages import read_passages
from probes.pages.rules.policy import Sentence, pattern
from probes.pages.service import returns
from probes.probe import Params, Probe
from probes.schema.part_words import DOUBT
from probes.text.normalise import fold_text
from probes.text.numbers import periods
from probes.text.numbers.periods import Period, PeriodBound, TimeUnit
from probes.text.ranking import clip_quote

SUBJECT = Text("售后申请的响应时限", "a time limit for answering after-sales requests")


def judge(site: Site, params: Params) -> Answer:
    found = [
        (period.hours, view, sentence, period)
        for view in searched_views(site, RETURN_ROLES)[0]
        for sentence, period in _limits(view, params)
    ]
    if not found:
        zh, en = "未见售后申请的响应时限", "no time limit for answering after-sales requests was found"
        views, _ = searched_views(site, RETURN_ROLES)
        spoken = answer_hidden(site, RETURN_ROLES, public=True) or doubt_rules(views, params, SUBJECT)
        return spoken or not_found(site, RETURN_ROLES, zh, en, fraction=0.0)
    hours, view, sentence, period = min(found, key=lambda row: row[0])
    fraction = 1.0 if hours <= params.limit("good_hours") else 0.5 if hours <= params.limit("most_hours") else 0.0
    days = "（按工作日计）" if period.working else ""
    answer = yes(
        f"售后申请响应时限：「{period.raw}」{days}，「{clip_quote(sentence.raw, 120)}」",
        f"after-sales requests are answered within “{period.raw}”: “{clip_quote(sentence.raw, 120)}”",
        evidence_on_page(view, quote=clip_quote(sentence.raw, 200)),
        fraction=fraction,
        values={"limit": period.raw, "hours": hours, "working_days": period.working},
    )
    return (
        answer
        if fraction == 1.0
        else answer_hidden(site, RETURN_ROLES) or answer_unopened(site, params, RETURN_ROLES) or in_part(answer)
    )


def _limits(view: View, params: Params) -> Iterator[tuple[Sentence, Period]]:
    """Durations in sentences, answers, rows and lists about after-sales requests and answering them."""
    stage, about, never = (pattern(params.words[name]) for name in ("stage", "about", "never"))
    soon, theirs = pattern(params.words["soon"]), pattern(params.words["theirs"])
    # A page of complaints that was opened for after-sales: only what it says of after-sales itself counts. 售后与投诉 is on both.
    titled = fold_text(own_title(view))
    filed = view.role is Role.AFTER_SALES and (not never.search(titled) or about.search(titled))
    windows = {(window.sentence, window.period) for window in returns.return_windows(view)}
    refunds = {(refund.sentence, refund.period) for refund in returns.find_refunds(view)}
    joined = joined_sentences(view)
    asked = {sentence.sentence for sentence in joined if sentence.led and stage.search(sentence.sentence.heading)}
    for sentence in (*read_passages(view.text), *(sentence.sentence for sentence in joined)):
        topical = filed or about.search(f"{sentence.heading} {sentence.text}")
        if not topical or not stage.search(sentence.text) or never.search(sentence.text):
            continue
        for period in periods.find_periods(sentence.text):
            before, behind = returns.words_around(sentence.text, period)
            answered = stage.search(f"{before}{behind}") is not None or sentence in asked
            if period.bound is PeriodBound.AT_LEAST or not answered or (sentence, period) in windows:
                continue
            if periods.is_buyers(sentence.text, period):
                continue
            if theirs.search(f"{before}{period.raw}{behind}"):  # a time in which the buyer has to answer
                continue
            if (sentence, period) not in refunds or stage.search(behind):
                yield sentence, period
        match = soon.search(sentence.text)
        if match is not None:
            day = Period(
                match.group(), match.start(), match.end(), 1, 1, TimeUnit.DAY, working=False, bound=PeriodBound.WITHIN
            )
            yield sentence, day


PROBE = Probe(
    reads=rule_pages_needed(RETURN_ROLES),
    judge=judge,
    words=("about", "stage", "never", "soon", "theirs"),
    may_words=DOUBT,
    limits=("good_hours", "most_hours"),
)
