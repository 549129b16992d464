"""Promotions on pages: the end dates they print, and countdowns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta, timezone
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import Element, Site, View
from crawler.vocabulary import Region
from probes.pages.products.cards import FRAME
from probes.pages.rules.policy import pattern
from probes.schema.reading_table import Whole
from probes.text.normalise import plain_text
from probes.text.remember import per_line


@dataclass(frozen=True, slots=True)
class PromotionsWords:
    """[words] of promotions.toml."""

    promotion: tuple[str, ...]
    regular: tuple[str, ...]
    over: tuple[str, ...]
    countdown: str
    clock: str
    occasion: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PromotionsFestivalsRow:
    """A row of [festivals] in promotions.toml."""

    said: str
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class PromotionsTable:
    """The file promotions.toml."""

    limits: Whole[Literal["line", "ahead_days", "festival_past", "festival_ahead"]]
    words: PromotionsWords
    festivals: tuple[PromotionsFestivalsRow, ...]


FILE = SettingsFile("probes.pages.products", "promotions.toml", PromotionsTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_PROMOTION, _REGULAR, _OVER = map(pattern, (_DATA.words.promotion, _DATA.words.regular, _DATA.words.over))
_COUNTDOWN = re.compile(_DATA.words.countdown)
_OCCASION = pattern(tuple(_DATA.words.occasion))
_FESTIVALS = tuple((re.compile(festival.said), festival.month, festival.day) for festival in _DATA.festivals)
_CLOCK = re.compile(_DATA.words.clock)
_DAY = r"(?:(?P<y{0}>20[0-9]{{2}})\s?[年./-]\s?)?(?P<m{0}>1[0-2]|0?[1-9])\s?[月./-]\s?(?P<d{0}>3[01]|[12][0-9]|0?[1-9])\s?(?:日|号)?"
_TIME = r"(?:\s?\(?[0-9]{1,2}(?::[0-9]{2}){0,2}(?:时|点)?\)?)?"
_SPAN = re.compile(rf"(?<![0-9.¥]){_DAY.format(1)}{_TIME}\s?(?:-{{1,2}}|~|至|到)\s?{_DAY.format(2)}(?![0-9.%折元])")
_UNTIL = re.compile(
    rf"(?:截止(?:至|到|日期|时间)?|截至|有效期至|活动至|优惠至|持续到|延续到|结束时间)\s?:?\s?{_DAY.format(2)}(?![0-9.%折元])"
)
BEIJING = timezone(timedelta(hours=8))  # Asia/Shanghai has known no other since 1991


@dataclass(frozen=True, slots=True)
class Promotion:
    """A line that announces a promotion, with its last day."""

    view: View
    element: Element
    said: str
    last: date


def day_of_visit(site: Site) -> date:
    """The day of the visit in Beijing time, which the shop's customers keep."""
    return site.at.astimezone(BEIJING).date()


def dated_promotions(site: Site, view: View) -> tuple[Promotion, ...]:
    """Promotions on a page that print when they end. Daily ones, news of past ones, and deadlines of other things are left out."""
    found = []
    now = day_of_visit(site)
    for element in view.elements:
        if not element.seen or element.region in FRAME:
            continue
        said = plain_text(element.own or element.ocr or element.name)
        if not 0 < len(said) <= _LIMITS["line"]:
            continue
        around = plain_text(element.text) if element.own and len(element.text) <= _LIMITS["line"] else said
        if not _announces(around):
            continue
        last = next((day for day in _last(said, now) if day is not None), None)
        if last is not None:
            found.append(Promotion(view, element, " ".join(said.split())[:100], last))
    return tuple(found)


def out_of_season(site: Site, view: View) -> tuple[Promotion, ...]:
    """Announcements of sales named by their day (6.18) when that day is long past and the next one far away.

    Without a year they prove nothing, so a person must look.
    """
    found = []
    now = day_of_visit(site)
    for element in view.elements:
        if not element.seen or element.region is Region.FOOTER:
            continue
        said = plain_text(element.own or element.ocr or element.name)
        if 0 < len(said) <= _LIMITS["line"] and (last := _festival(said, now)) is not None:
            raw = " ".join((element.own or element.ocr or element.name).split())
            found.append(Promotion(view, element, raw[:100], last))
    return tuple(found)


def _festival(said: str, now: date) -> date | None:
    """The last day such a sale was held, if it lies out of season; else None."""
    if _REGULAR.search(said) or _OVER.search(said) or not (_OCCASION.search(said) or _PROMOTION.search(said)):
        return None
    for named, month, day in _FESTIVALS:
        if named.search(said):
            held = date(now.year, month, day)
            last = held if held <= now else held.replace(year=now.year - 1)
            after, before = (now - last).days, (last.replace(year=last.year + 1) - now).days
            return last if after > _LIMITS["festival_past"] and before > _LIMITS["festival_ahead"] else None
    return None


@per_line
def _announces(said: str) -> bool:
    return bool(_PROMOTION.search(said)) and not _REGULAR.search(said) and not _OVER.search(said)


def _last(said: str, now: date) -> Iterator[date | None]:
    for match in (*_SPAN.finditer(said), *_UNTIL.finditer(said)):
        groups = match.groupdict()
        yield _day(groups, now)


def _day(groups: dict[str, str | None], now: date) -> date | None:
    """The last day. Without a year it is the one nearest to today, and None where that is ambiguous."""
    year = groups["y2"] or groups.get("y1")
    month, day = int(groups["m2"] or 0), int(groups["d2"] or 0)
    try:
        if year:
            last = date(int(year), month, day)
            first = int(groups["m1"] or 0) if groups.get("m1") else 0
            return last.replace(year=last.year + 1) if not groups["y2"] and first > month else last
        last = date(now.year, month, day)
    except ValueError:  # 2月30日: the page's own slip
        return None
    return None if abs((last - now).days) > _LIMITS["ahead_days"] else last


def find_countdowns(view: View) -> tuple[Element, ...]:
    """Elements that count down to the end of an offer."""
    found: list[Element] = []
    for element in view.elements:
        if element.seen and _counts_down(element.text or element.own):
            found = [other for other in found if other.id != element.parent]
            found.append(element)
    return tuple(found)


@per_line
def _counts_down(words: str) -> bool:
    said = plain_text(words)
    return 0 < len(said) <= _LIMITS["line"] and bool(_COUNTDOWN.search(said)) and bool(_CLOCK.search(said))
