"""Are the hours of customer service printed, and are they long enough?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.complaints.served_hours import served_hours
from probes.answers.complaints.service_pages import READS, answer_nowhere, answer_service_unseen, service_pages
from probes.finding import Answer, evidence_on_page, in_part, yes
from probes.pages.lists.hints import show_hint
from probes.probe import Params, Probe
from probes.schema.part_words import HINT
from probes.text.amounts import count_in_words
from probes.text.numbers import hours
from probes.text.numbers.hours import ServiceHours


def judge(site: Site, params: Params) -> Answer:
    """All points for nine hours on seven days, or round the clock with a bot at night and humans by day."""
    found = served_hours(site)
    if not found:
        return show_hint((*service_pages(site), *site.all(Role.COMPLAINT)), params, params.subject) or answer_nowhere(
            site, "未见客服服务时间", "the hours of customer service are not printed"
        )
    view, served = max(found, key=lambda pair: (_enough(pair[1], params), _least(pair[1])))
    enough = _enough(served, params)
    line = max(served, key=lambda opening: (not opening.bot, opening.hours.a_day)).line
    week = hours.week_hours(opening.hours for opening in served if not opening.bot)
    answer = yes(
        f"客服时间「{line}」" + ("" if enough else f"，每周最少的一天人工 {min(week):g} 小时"),
        f"hours “{line}”"
        + ("" if enough else f"; humans {count_in_words(min(week), 'hour')} on the shortest day of the week"),
        *(evidence_on_page(view, quote=opening.line) for opening in served[:3]),
        fraction=1.0 if enough else params.limit("short"),
        values={"week": week},
    )
    return answer if enough else answer_service_unseen(site) or in_part(answer)


def _least(served: tuple[ServiceHours, ...]) -> float:
    return min(hours.week_hours(opening.hours for opening in served if not opening.bot))


def _enough(served: tuple[ServiceHours, ...], params: Params) -> bool:
    if _least(served) >= params.limit("hours"):
        return True
    machine = any(opening.bot and opening.hours.all_day for opening in served)
    return machine and any(not opening.bot for opening in served)


PROBE = Probe(reads=READS, judge=judge, limits=("hours", "short"), may_words=HINT, texts=("subject",))
