"""Is it promised how soon customer service answers?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.site import Site, View
from probes.finding import Answer, in_part, shown, yes
from probes.probe import Params, Probe
from probes.reading import periods
from probes.reading.periods import Bound, Unit
from probes.reading.policy import pattern
from probes.reading.service_pages import READS, nowhere, said, unseen

_SHORT = (Unit.SECOND, Unit.MINUTE)  # 平均 30 秒响应; 24小时在线 without a bound is no promise
_CLAUSE = re.compile(r"[，,；;。\n]")


def judge(site: Site, params: Params) -> Answer:
    """All points where a promise holds its channel's limit, half of them for a slower one."""
    found = sorted(_promises(site, params), key=lambda each: each[0])
    if not found:
        return nowhere(site, "未见客服响应时间的承诺", "no promise how soon customer service answers")
    share, view, line, raw = found[0]
    good = share <= 1.0
    answer = yes(
        f"响应承诺 {raw}：「{line[:120]}」",
        f"promised: {raw}, “{line[:120]}”",
        shown(view, quote=line[:200]),
        fraction=1.0 if good else params.limit("slow"),
        values={"promise": raw},
    )
    return answer if good else unseen(site) or in_part(answer)


def _promises(site: Site, params: Params) -> Iterator[tuple[float, View, str, str]]:
    """Promises as shares of their channel's limit, the page, the line and the duration."""
    at_once = pattern(params.words["at_once"])
    for view, line in said(site, params.words["stage"], params.words["never"], params.words["near"]):
        for period in periods.find(line):
            if period.bound is Bound.WITHIN or (period.unit in _SHORT and period.bound is Bound.NONE):
                yield period.hours / _limit(line, period.start, params), view, line, period.raw
        match = at_once.search(line)
        if match is not None:
            yield 0.0, view, line, match.group()


def _limit(line: str, at: int, params: Params) -> float:
    """The limit in hours of the channel that the duration's clause names, else its line."""
    start = max((cut.end() for cut in _CLAUSE.finditer(line, 0, at)), default=0)
    cut = _CLAUSE.search(line, at)
    for words in (line[start : cut.start() if cut else len(line)], line):
        for channel in ("mail", "phone", "chat"):
            if pattern(params.words[channel]).search(words):
                return params.limit(f"{channel}_s") / 3600
    return params.limit("chat_s") / 3600


PROBE = Probe(reads=READS, judge=judge)
