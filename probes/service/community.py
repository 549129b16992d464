"""Is there a community, and was it active within thirty days? Its act follows the community's entry on the home page."""

from __future__ import annotations

import datetime
import re

from crawler.plan import Visit
from crawler.site import Site, View
from crawler.vocabulary import FoundBy, Role
from probes.finding import Answer, Evidence, Text, no, shown, unsure, yes
from probes.probe import Acting, Need, Params, Probe
from probes.reading import dates
from probes.reading.complaint_links import in_article
from probes.reading.labels import labelled, lines
from probes.reading.policy import fold, pattern
from probes.reading.several import hidden, not_found, searched

COMMUNITY = "community"
ROLES = (Role.HOME, Role.HELP, Role.SERVICE, Role.ABOUT, Role.PRODUCT)
# 今天 counts as a time of its own only: a heading such as 今天在聊 says nothing of when.
_AGO = re.compile(
    r"(?P<days>[0-9]{1,3})\s?天前|[0-9]{1,2}\s?(?:秒钟?|分钟|小时)前|正在直播|直播中"
    r"|(?:^|(?<=[\s·|]))(?:刚刚|今天|昨天)(?=$|[\s·|]|[0-9]{1,2}:)"
)
_QUESTION = Text("该社群最近三十天内是否有活动？", "Was this community active within the last thirty days?")


async def run(visit: Visit, params: Params) -> None:
    """Follow the first entry to a community."""
    for each in labelled(visit.here, params.words["entry"], params.words["never"]):
        if in_article(visit.here, each, fold(each.text)):
            continue
        if await visit.click(each):
            await visit.capture(Role.HOME, COMMUNITY, FoundBy.CLICK, (" ".join(each.words.split())[:30],))
        return
    await visit.nothing(Role.HOME, COMMUNITY, "no entry to a community on the page")


def judge(site: Site, params: Params) -> Answer:
    page = site.view(Role.HOME, COMMUNITY)
    latest = _latest(page, site.at.date(), params) if page is not None else None
    if page is not None and latest is not None and latest[0] <= params.limit("days"):
        days, line = latest
        return yes(
            f"社群「{' → '.join(page.path)}」最近活动在 {days} 天内：「{line[:80]}」",
            f"the community “{' → '.join(page.path)}” was active {days} days ago: “{line[:80]}”",
            shown(page, quote=line[:200]),
            values={"days": days},
        )
    said = _spoken(site, params)
    if said:
        return unsure(
            f"有社群或公众号「{said[0].quote[:40]}」，公开页面看不到近期活动",
            f"there is “{said[0].quote[:40]}”, but no recent activity is to be seen publicly",
            *said,
            guess=params.limit("unseen"),
            question=_QUESTION,
        )
    blind = hidden(site, (Role.HOME,), COMMUNITY) or hidden(site, ROLES)
    if page is not None and blind is None:
        if latest is not None:
            days, line = latest
            return no(
                f"社群最近活动已在 {days} 天前：「{line[:80]}」",
                f"the community's last activity is {days} days ago: “{line[:80]}”",
                shown(page, quote=line[:200]),
                fraction=0.0,
                values={"days": days},
            )
        return unsure(
            f"社群「{' → '.join(page.path)}」未标注活动日期",
            f"the community “{' → '.join(page.path)}” shows no dates",
            shown(page),
            guess=params.limit("unseen"),
            question=_QUESTION,
        )
    return blind or not_found(site, ROLES, "未见线上社群", "no community was found", fraction=0.0)


def _latest(page: View, today: datetime.date, params: Params) -> tuple[int, str] | None:
    """Days since the community's last activity and the line that shows it; dates to come and dates of rules are none."""
    other = pattern(params.words["not_activity"])
    found: list[tuple[int, str]] = []
    for line in page.text.splitlines():
        if other.search(fold(line)):
            continue
        for seen in dates.find(line):
            days = (today - seen.value).days
            if seen.exact and days >= 0:
                found.append((days, " ".join(line.split())))
        ago = _AGO.search(line)
        if ago is not None:
            found.append((int(ago["days"] or 0), " ".join(line.split())))
    return min(found, default=None)


def _spoken(site: Site, params: Params) -> list[Evidence]:
    """Groups and official accounts that are named on pages; what goes on in them does not show there."""
    found = []
    for view in searched(site, ROLES)[0]:
        for line in lines(view, params.words["account"], params.words["never"]):
            found.append(shown(view, quote=line[:200]))
            break
        for element in labelled(view, params.words["account"], params.words["never"]):
            found.append(shown(view, element))
            break
    return found[:3]


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.HOME, COMMUNITY, required=False),
        *(Need(role, required=False) for role in ROLES if role is not Role.HOME),
    ),
    judge=judge,
    act=Acting(Role.HOME, ((Role.HOME, COMMUNITY),), run),
)
