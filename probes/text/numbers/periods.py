"""Durations that pages promise: 48小时内, 7个工作日, 三至五个工作日, within 24 hours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from crawler.settings_file import SettingsFile
from probes.schema.reading_table import Keyed, Texts, Whole
from probes.text import normalise
from probes.text.numbers import numerals
from probes.text.remember import per_line


@dataclass(frozen=True, slots=True)
class PeriodsTable:
    """The file periods.toml."""

    window: Whole[Literal["before", "clause"]]
    hours: Keyed[Literal["second", "minute", "hour", "day", "week", "month", "year"], float]
    most: Whole[Literal["year", "month"]]
    units: Mapping[str, str]
    bounds: Texts[Literal["within_before", "within_behind", "at_least_before", "bare_before"]]
    buyers: Texts[Literal["asked_before", "not_asked", "unmet_behind", "ours_behind", "done_before", "done_behind"]]


FILE = SettingsFile("probes.text.numbers", "periods.toml", PeriodsTable)
_DATA = FILE.load()


class TimeUnit(StrEnum):
    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class PeriodBound(StrEnum):
    """What the words around a duration make it: a maximum (48小时内), a minimum (不少于三年), or neither."""

    WITHIN = "within"
    AT_LEAST = "at_least"
    NONE = "none"


_HOURS: dict[TimeUnit, float] = {TimeUnit(name): hours for name, hours in _DATA.hours.items()}
_UNITS = {word: TimeUnit(name) for word, name in _DATA.units.items()}
_MOST: dict[TimeUnit, float] = {TimeUnit(name): most for name, most in _DATA.most.items()}
_NEAR: int = _DATA.window["before"]
_CLAUSE: int = _DATA.window["clause"]
_COUNT = rf"[0-9]{{1,5}}|[{numerals.CLASS}]{{1,6}}"
_PERIOD = re.compile(
    rf"(?<![0-9.第月/×*x{numerals.CLASS}-])(?<![0-9]:)(?P<low>{_COUNT}|半)(?:\s?(?:-|~|至|到|to)\s?(?P<high>{_COUNT}))?\s?(?:个\s?)?"
    r"(?:(?P<working>工作日)|(?P<zh>自然日|分钟|(?:工作)?小时|钟头|星期|秒|天|周|年|(?<=个)月)|(?P<weak>日)(?=之?内|以内|起|无理由|前|办结|办完|结案|终结|答复|回复|必|完成|解决|处理|给出|出具|反馈|受理|关闭|为限|左右|\((?:含|包含|自然|工作))|(?P<bare>日)(?![0-9期])"
    r"|(?:(?P<business>(?:business|working)\s)|calendar\s|-)?(?P<en>second|minute|hour|day|week|month|year|min|hr|h|s)s?(?![a-z]))"
)
_BEGINS = re.compile(rf"[0-9半{numerals.CLASS}]")  # what every duration begins with, and most lines have nowhere
_NOT_MONTH = re.compile(r"月\s?$")
_WITHIN_BEFORE = re.compile(rf"(?:{_DATA.bounds['within_before']})\s?$")
_WITHIN_BEHIND = re.compile(rf"\s?(?:\((?:含|包含)[^)]{{0,10}}\)\s?)?(?:{_DATA.bounds['within_behind']})")
_BARE_BEFORE = re.compile(rf"(?:{_DATA.bounds['bare_before']})\s?$")
_AT_LEAST_BEFORE = re.compile(rf"(?:{_DATA.bounds['at_least_before']})\s?$")
_BUYERS = {name: re.compile(shape) for name, shape in _DATA.buyers.items()}
_CLAUSE_ENDS = re.compile(r"[,，;；。！!？?\n]")


@dataclass(frozen=True, slots=True)
class Period:
    """A duration of ``low`` to ``high`` units (equal unless a range); ``working`` counts working days; ``raw`` is ``text[start:end]``."""

    raw: str
    start: int
    end: int
    low: float
    high: float
    unit: TimeUnit
    working: bool
    bound: PeriodBound

    @property
    def hours(self) -> float:
        """The upper end in hours; a working day counts as 24, so a promise never looks longer than it is."""
        return self.high * _HOURS[self.unit]


def _unit(match: re.Match[str]) -> TimeUnit:
    return _UNITS[match["working"] or match["zh"] or match["weak"] or match["bare"] or match["en"]]


def _span(match: re.Match[str]) -> tuple[float, float] | None:
    """The least and the greatest count; None where one is no number."""
    if match["low"] == "半":
        low: tuple[float, float] | None = (0.5, 0.5)
    else:
        low = numerals.read_span(match["low"])
    high = numerals.read_span(match["high"]) if match["high"] else low
    return None if low is None or high is None else (low[0], high[1])


def _bound(page: str, start: int, end: int) -> PeriodBound:
    before = page[max(0, start - _NEAR) : start]
    if _AT_LEAST_BEFORE.search(before):
        return PeriodBound.AT_LEAST
    if _WITHIN_BEFORE.search(before) or _WITHIN_BEHIND.match(page, end):
        return PeriodBound.WITHIN
    return PeriodBound.NONE


@per_line
def find_periods(text: str) -> tuple[Period, ...]:
    """Durations in order of text; dates (6月18日), ordinals (第7天) and opening hours (7×24小时) are left out.

    Offsets count characters of ``text``. Linear in its length; never raises on any text.
    """
    seen = normalise.normalise_text(text)
    page = normalise.lower_text(seen.text)
    first = _BEGINS.search(page)
    if first is None:
        return ()
    periods: list[Period] = []
    for match in _PERIOD.finditer(page, first.start()):
        if (
            match["bare"]
            and not match["high"]
            and not _BARE_BEFORE.search(page, max(0, match.start() - _NEAR), match.start())
        ):
            continue
        span = _span(match)
        unit = _unit(match)
        if span is None or span[1] < span[0] or span[1] > _MOST.get(unit, span[1]):
            continue
        low, high = span
        if _NOT_MONTH.search(page, max(0, match.start() - 2), match.start()):
            continue
        start, end = seen.span(*match.span())
        bound = _bound(page, *match.span())
        working = bool(match["working"] or match["business"])
        periods.append(Period(text[start:end], start, end, float(low), float(high), unit, working, bound))
    return tuple(periods)


def is_buyers(text: str, period: Period) -> bool:
    """Whether it is the buyer who has to act within that time of the text, or did not: then nobody promises it."""
    before = _CLAUSE_ENDS.split(text[max(0, period.start - _CLAUSE) : period.start])[-1]
    behind = text[period.end : period.end + _CLAUSE]
    if _BUYERS["unmet_behind"].match(behind):
        return True
    if _BUYERS["asked_before"].search(before) is None or _BUYERS["not_asked"].search(before):
        return False
    done = _BUYERS["done_before"].search(before) is not None and _BUYERS["done_behind"].match(behind) is not None
    return not done and _BUYERS["ours_behind"].match(behind) is None
