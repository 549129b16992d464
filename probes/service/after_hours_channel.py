"""Can buyers leave customer service a message out of hours?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crawler.site import Site, View
from probes.answers.complaints.served_hours import has_chat, of_chat_alone, served_hours
from probes.answers.complaints.service_pages import READS, answer_nowhere, service_pages, service_sentences
from probes.finding import Answer, evidence_on_page, yes
from probes.pages.lists.hints import show_hint, told_lines
from probes.pages.rules.policy import pattern
from probes.probe import Params, Probe
from probes.schema.part_words import HINT
from probes.text.numbers import hours


def judge(site: Site, params: Params) -> Answer:
    """YES for a described way, or for a service round the clock, which has no such hours."""
    for view, line in service_sentences(site, params.words["rule"], params.words["never"]):
        if line[-1] in "?？":  # a question says nothing of its answer
            continue
        return yes(
            f"非服务时间可留言或由机器人接待：「{line[:120]}」",
            f"a way out of hours: “{line[:120]}”",
            evidence_on_page(view, quote=line[:200]),
        )
    for view, line in _read_whole(service_pages(site), params):
        return yes(
            f"非服务时间可留言或由机器人接待：「{line[:120]}」",
            f"a way out of hours: “{line[:120]}”",
            evidence_on_page(view, quote=line[:200]),
        )
    for view, told in served_hours(site):
        served = [value for value in told if not value.bot and (has_chat(site) or not of_chat_alone(value.line))]
        if served and min(hours.week_hours(opening.hours for opening in served)) >= hours.WHOLE_DAY:
            line = max(served, key=lambda opening: opening.hours.a_day).line
            return yes(
                f"全天候服务：「{line}」", f"served round the clock: “{line}”", evidence_on_page(view, quote=line)
            )
    spoken = show_hint(service_pages(site), params, params.subject)
    return spoken or answer_nowhere(site, "未见非服务时间的留言渠道", "no way to leave a message out of hours")


def _read_whole(views: Iterable[View], params: Params) -> Iterator[tuple[View, str]]:
    """Lines that say it in two sentences, or in a list below a line that leads to it: 晚上休息。可以留言。"""
    rule, never = pattern(params.words["rule"]), pattern(params.words["never"])
    for view in views:
        for line in told_lines(view):
            whole = line.whole
            if rule.search(whole) and not never.search(whole) and not line.refuses:
                yield view, line.raw


PROBE = Probe(reads=READS, judge=judge, words=("rule", "never"), may_words=HINT, texts=("subject",))
