"""Are the hours of customer service printed, and are they long enough?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, in_part, shown, yes
from probes.probe import Params, Probe
from probes.reading import hours
from probes.reading.hours import ServiceHours
from probes.reading.service_pages import READS, nowhere, pages, unseen


def judge(site: Site, params: Params) -> Answer:
    """All points for nine hours on seven days, or for round the clock with a machine at night and humans by day."""
    found = [(view, served) for view in pages(site) if (served := hours.of_service(view.text))]
    if not found:
        return nowhere(site, "未见客服服务时间", "the hours of customer service are not printed")
    view, served = max(found, key=lambda each: (_enough(each[1], params), _least(each[1])))
    enough = _enough(served, params)
    line = max(served, key=lambda each: (not each.bot, each.hours.a_day)).line
    week = hours.week(each.hours for each in served if not each.bot)
    answer = yes(
        f"客服时间「{line}」" + ("" if enough else f"，每周最少的一天人工 {min(week):g} 小时"),
        f"hours “{line}”" + ("" if enough else f"; humans {min(week):g} hours on the shortest day of the week"),
        *(shown(view, quote=each.line) for each in served[:3]),
        fraction=1.0 if enough else params.limit("short"),
        values={"week": week},
    )
    return answer if enough else unseen(site) or in_part(answer)


def _least(served: tuple[ServiceHours, ...]) -> float:
    return min(hours.week(each.hours for each in served if not each.bot))


def _enough(served: tuple[ServiceHours, ...], params: Params) -> bool:
    if _least(served) >= params.limit("hours"):
        return True
    machine = any(each.bot and each.hours.all_day for each in served)
    return machine and any(not each.bot for each in served)


PROBE = Probe(reads=READS, judge=judge)
