"""Can customer service be left a message out of hours?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, shown, yes
from probes.probe import Params, Probe
from probes.reading import hours
from probes.reading.service_pages import READS, nowhere, pages, said


def judge(site: Site, params: Params) -> Answer:
    """A way that is described, or a service round the clock, which leaves no such hours."""
    for view, line in said(site, params.words["rule"], params.words["never"]):
        return yes(
            f"非服务时间可留言或由机器人接待：「{line[:120]}」",
            f"a way out of hours: “{line[:120]}”",
            shown(view, quote=line[:200]),
        )
    for view in pages(site):
        served = [each for each in hours.of_service(view.text) if not each.bot]
        if served and min(hours.week(each.hours for each in served)) >= hours.WHOLE_DAY:
            line = max(served, key=lambda each: each.hours.a_day).line
            return yes(f"全天候服务：「{line}」", f"served round the clock: “{line}”", shown(view, quote=line))
    return nowhere(site, "未见非服务时间的留言渠道", "no way to leave a message out of hours")


PROBE = Probe(reads=READS, judge=judge)
