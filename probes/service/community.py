"""Is there a community, and was it active within thirty days? Its act follows the community's entry on the home page."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from crawler.plan import ActContext
from crawler.site import Site, View
from crawler.vocabulary import FoundBy, Role
from probes.answers.labels import find_label_lines, find_labelled
from probes.finding import Answer, Evidence, Text, evidence_on_page, no, unsure, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.absence.unread import AnswerPlace
from probes.pages.lists.hints import show_hint, told_lines
from probes.pages.rules.policy import pattern
from probes.pages.service.complaint_links import in_article
from probes.probe import Need, Params, Probe, ProbeAct
from probes.schema.part_words import HINT
from probes.text.amounts import count_in_words
from probes.text.normalise import fold_text
from probes.text.numbers import dates

COMMUNITY = "community"
ROLES = (Role.HOME, Role.HELP, Role.SERVICE, Role.ABOUT, Role.PRODUCT)
# 今天 counts as a time of its own only: a heading such as 今天在聊 says nothing of when.
_AGO = re.compile(
    r"(?P<days>[0-9]{1,3})\s?天前|[0-9]{1,2}\s?(?:秒钟?|分钟|小时)前|正在直播|直播中"
    r"|(?:^|(?<=[\s·|]))(?:刚刚|今天|昨天)(?=$|[\s·|]|[0-9]{1,2}:)"
)
_QUESTION = Text("该社群最近三十天内是否有活动？", "Was this community active within the last thirty days?")


async def run(visit: ActContext, params: Params) -> None:
    """Follow the first entry to a community."""
    for entry in find_labelled(visit.here, params.words["entry"], params.words["never"]):
        if in_article(visit.here, entry, fold_text(entry.text)):
            continue
        if await visit.click(entry):
            await visit.capture(Role.HOME, COMMUNITY, FoundBy.CLICK, (" ".join(entry.words.split())[:30],))
        return
    await visit.nothing(Role.HOME, COMMUNITY, "no entry to a community on the page")


def judge(site: Site, params: Params) -> Answer:
    page = site.view(Role.HOME, COMMUNITY)
    latest = _latest(page, site.at.date(), params) if page is not None else None
    if page is not None and latest is not None and latest[0] <= params.limit("days"):
        days, line = latest
        return yes(
            f"社群「{' → '.join(page.path)}」最近活动在 {days} 天内：「{line[:80]}」",
            f"the community “{' → '.join(page.path)}” was active {count_in_words(days, 'day')} ago: “{line[:80]}”",
            evidence_on_page(page, quote=line[:200]),
            values={"days": days},
        )
    told = next(_told_active(site, params), None)
    if told is not None:
        view, line = told
        return yes(
            f"写明社群近期有活动：「{line[:80]}」",
            f"a community's recent activity is stated: “{line[:80]}”",
            evidence_on_page(view, quote=line[:200]),
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
    blind = answer_hidden(site, (Role.HOME,), COMMUNITY) or answer_hidden(site, ROLES)
    if page is not None and blind is None:
        if latest is not None:
            days, line = latest
            return no(
                f"社群最近活动已在 {days} 天前：「{line[:80]}」",
                f"the community's last activity is {count_in_words(days, 'day')} ago: “{line[:80]}”",
                evidence_on_page(page, quote=line[:200]),
                fraction=0.0,
                values={"days": days},
            )
        return unsure(
            f"社群「{' → '.join(page.path)}」未标注活动日期",
            f"the community “{' → '.join(page.path)}” shows no dates",
            evidence_on_page(page),
            guess=params.limit("unseen"),
            question=_QUESTION,
        )
    spoken = blind or show_hint(searched_views(site, ROLES)[0], params, params.subject)
    return spoken or not_found(
        site, ROLES, "未见线上社群", "no community was found", fraction=0.0, where=AnswerPlace.ALIKE
    )


def _latest(page: View, today: datetime.date, params: Params) -> tuple[int, str] | None:
    """Days since the community's last activity and the line that shows it; future dates and dates of rules do not count."""
    other = pattern(params.words["not_activity"])
    found: list[tuple[int, str]] = []
    for line in page.text.splitlines():
        if other.search(fold_text(line)):
            continue
        for seen in dates.find_dates(line):
            days = (today - seen.value).days
            if seen.exact and days >= 0:
                found.append((days, " ".join(line.split())))
        ago = _AGO.search(fold_text(line))
        if ago is not None:
            found.append((int(ago["days"] or 0), " ".join(line.split())))
    return min(found, default=None)


def _told_active(site: Site, params: Params) -> Iterator[tuple[View, str]]:
    """Lines that say of a community (``place``), named in them or right above, a day of late and what was done on it (``acts``).

    Below the name of the place the day alone will do. A page without a date may have said 昨晚 or 每天 for years: that is no proof.
    """
    words = params.words
    place, acts = (pattern(words[name]) for name in ("place", "acts"))
    never = pattern((*words["never"], *words["hint_never"], *words["not_activity"], *words["never_active"]))
    for view in searched_views(site, ROLES)[0]:
        for line in told_lines(view):
            named = place.search(line.said) is not None
            if not (named or place.search(line.above)) or never.search(line.said):
                continue
            late = any(
                seen.exact and 0 <= (site.at.date() - seen.value).days <= params.limit("days")
                for seen in dates.find_dates(line.raw)
            )
            late = late or (not named and _AGO.search(line.said) is not None)
            if late and (not named or acts.search(line.said)):
                yield view, line.raw


def _spoken(site: Site, params: Params) -> list[Evidence]:
    """Groups and official accounts named on pages; what happens inside them is not visible there."""
    found = []
    for view in searched_views(site, ROLES)[0]:
        for line in find_label_lines(view, params.words["account"], params.words["never"]):
            found.append(evidence_on_page(view, quote=line[:200]))
            break
        for element in find_labelled(view, params.words["account"], params.words["never"]):
            found.append(evidence_on_page(view, element))
            break
    return found[:3]


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.HOME, COMMUNITY, required=False),
        *(Need(role, required=False) for role in ROLES if role is not Role.HOME),
    ),
    judge=judge,
    act=ProbeAct(Role.HOME, ((Role.HOME, COMMUNITY),), run),
    words=("entry", "account", "never", "not_activity", "place", "acts", "never_active"),
    limits=("days", "unseen"),
    may_words=HINT,
    texts=("subject",),
)
