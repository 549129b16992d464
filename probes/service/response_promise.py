"""Is there a promise on how soon customer service answers?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.site import Site, View
from probes.answers.complaints.service_pages import (
    READS,
    answer_nowhere,
    answer_service_unseen,
    service_pages,
    service_sentences,
)
from probes.finding import Answer, evidence_on_page, in_part, yes
from probes.pages.lists.hints import show_hint, told_lines
from probes.pages.rules.policy import pattern
from probes.probe import Params, Probe
from probes.schema.part_words import HINT
from probes.text.normalise import fold_text
from probes.text.numbers import periods
from probes.text.numbers.periods import PeriodBound, TimeUnit

_SHORT = (TimeUnit.SECOND, TimeUnit.MINUTE)  # 平均 30 秒响应; 24小时在线 without a bound is no promise
_ITEM = 60  # characters of an item of a list of promises, at most; 本项目设定
_CLAUSE = re.compile(r"[，,；;。\n]")


def judge(site: Site, params: Params) -> Answer:
    """All points for a promise within its channel's limit, half of them for a slower one."""
    found = sorted((*_promises(site, params), *_listed(site, params)), key=lambda promise: promise[0])
    if not found:
        spoken = show_hint(service_pages(site), params, params.subject)
        return spoken or answer_nowhere(site, "未见客服响应时间的承诺", "no promise how soon customer service answers")
    share, view, line, raw = found[0]
    good = share <= 1.0
    answer = yes(
        f"响应承诺「{raw}」：「{line[:120]}」",
        f"promised: “{raw}”, “{line[:120]}”",
        evidence_on_page(view, quote=line[:200]),
        fraction=1.0 if good else params.limit("slow"),
        values={"promise": raw},
    )
    return answer if good else answer_service_unseen(site) or in_part(answer)


def _promises(site: Site, params: Params) -> Iterator[tuple[float, View, str, str]]:
    """Each promise as a share of its channel's limit, with the page, the line and the duration."""
    at_once = pattern(params.words["at_once"])
    for view, line in service_sentences(site, params.words["stage"], params.words["never"], params.words["near"]):
        for period in periods.find_periods(line):
            if periods.is_buyers(line, period):
                continue
            if period.bound is PeriodBound.WITHIN or (period.unit in _SHORT and period.bound is PeriodBound.NONE):
                yield period.hours / _limit(line, period.start, params), view, line, period.raw
        match = at_once.search(line)
        if match is not None:
            yield 0.0, view, line, match.group()


def _listed(site: Site, params: Params) -> Iterator[tuple[float, View, str, str]]:
    """Promises in lists: a channel and a duration, below or beside a line that names the answer (响应时限: 电话 20秒内)."""
    stage, near, never = (pattern(params.words[name]) for name in ("stage", "near", "never"))
    headed = pattern(params.words["headed"])
    for view in service_pages(site):
        for line in told_lines(view):
            heading = next((raw for raw in line.above.split("\n") if headed.search(raw)), "")
            if len(line.raw) > _ITEM or not near.search(line.said) or never.search(line.said):
                continue
            told = heading if heading else line.said
            if never.search(heading) or not (headed.search(heading) or stage.search(told)):
                continue
            for period in periods.find_periods(line.raw):
                if periods.is_buyers(line.raw, period):
                    continue
                short = heading != "" or period.unit in _SHORT
                if period.bound is PeriodBound.WITHIN or (short and period.bound is PeriodBound.NONE):
                    yield period.hours / _limit(line.raw, period.start, params), view, line.raw, period.raw


def _limit(line: str, at: int, params: Params) -> float:
    """The limit in hours for the channel named in the duration's clause, else in its line."""
    start = max((cut.end() for cut in _CLAUSE.finditer(line, 0, at)), default=0)
    cut = _CLAUSE.search(line, at)
    for words in (line[start : cut.start() if cut else len(line)], line):
        for channel in ("mail", "phone", "chat"):
            if pattern(params.words[channel]).search(fold_text(words)):
                return params.limit(f"{channel}_s") / 3600
    return params.limit("chat_s") / 3600


PROBE = Probe(
    reads=READS,
    judge=judge,
    words=("stage", "near", "at_once", "headed", "phone", "mail", "chat", "never"),
    may_words=HINT,
    texts=("subject",),
    limits=("chat_s", "phone_s", "mail_s", "slow"),
)
