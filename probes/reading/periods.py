"""Durations that pages promise: 48小时内, 7个工作日, 三至五个工作日, within 24 hours."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Any

from probes.reading import normalise, numerals
from probes.reading.remember import per_line

_DATA: dict[str, dict[str, Any]] = tomllib.loads(files("probes.reading").joinpath("periods.toml").read_text("utf-8"))


class Unit(StrEnum):
    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Bound(StrEnum):
    """What the words around a duration make of it: 48小时内, 不少于三年, or neither."""

    WITHIN = "within"
    AT_LEAST = "at_least"
    NONE = "none"


_HOURS: dict[Unit, float] = {Unit(name): hours for name, hours in _DATA["hours"].items()}
_UNITS = {word: Unit(name) for word, name in _DATA["units"].items()}
_MOST: dict[Unit, float] = {Unit(name): most for name, most in _DATA["most"].items()}
_NEAR: int = _DATA["window"]["before"]
_COUNT = rf"[0-9]{{1,5}}|[{numerals.CLASS}]{{1,6}}"
_PERIOD = re.compile(
    rf"(?<![0-9.第月/:×*x{numerals.CLASS}-])(?P<low>{_COUNT}|半)(?:\s?(?:-|~|至|到|to)\s?(?P<high>{_COUNT}))?\s?(?:个\s?)?"
    r"(?:(?P<working>工作日)|(?P<zh>自然日|分钟|小时|星期|秒|天|周|年|(?<=个)月)|(?P<weak>日)(?=之?内|以内|起|无理由|前|办结|办完|结案|答复|回复|\((?:含|包含))"
    r"|(?P<business>(?:business|working)\s)?(?P<en>second|minute|hour|day|week|month|year|min|h|s)s?(?![a-z]))"
)
_BEGINS = re.compile(rf"[0-9半{numerals.CLASS}]")  # what every duration begins with, and most lines have nowhere
_NOT_MONTH = re.compile(r"月\s?$")
_WITHIN_BEFORE = re.compile(rf"(?:{_DATA['bounds']['within_before']})\s?$")
_WITHIN_BEHIND = re.compile(rf"\s?(?:\((?:含|包含)[^)]{{0,10}}\)\s?)?(?:{_DATA['bounds']['within_behind']})")
_AT_LEAST_BEFORE = re.compile(rf"(?:{_DATA['bounds']['at_least_before']})\s?$")


@dataclass(frozen=True, slots=True)
class Period:
    """A duration of ``low`` to ``high`` units (equal unless a range); ``working`` counts working days; ``raw`` is ``text[start:end]``."""

    raw: str
    start: int
    end: int
    low: float
    high: float
    unit: Unit
    working: bool
    bound: Bound

    @property
    def hours(self) -> float:
        """The upper end in hours; a working day counts as 24, so a promise never looks longer than it is."""
        return self.high * _HOURS[self.unit]


def _unit(match: re.Match[str]) -> Unit:
    return _UNITS[match["working"] or match["zh"] or match["weak"] or match["en"]]


def _bound(page: str, start: int, end: int) -> Bound:
    before = page[max(0, start - _NEAR) : start]
    if _AT_LEAST_BEFORE.search(before):
        return Bound.AT_LEAST
    if _WITHIN_BEFORE.search(before) or _WITHIN_BEHIND.match(page, end):
        return Bound.WITHIN
    return Bound.NONE


@per_line
def find(text: str) -> tuple[Period, ...]:
    """Durations in order of text; dates (6月18日), ordinals (第7天) and opening hours (7×24小时) are none.

    Offsets count characters of ``text``. Linear in its length; never raises on any text.
    """
    seen = normalise.text(text)
    page = normalise.lower(seen.text)
    first = _BEGINS.search(page)
    if first is None:
        return ()
    periods: list[Period] = []
    for match in _PERIOD.finditer(page, first.start()):
        low = 0.5 if match["low"] == "半" else numerals.count(match["low"])
        high = numerals.count(match["high"]) if match["high"] else low
        unit = _unit(match)
        if low is None or high is None or high < low or high > _MOST.get(unit, high):
            continue
        if _NOT_MONTH.search(page, max(0, match.start() - 2), match.start()):
            continue
        start, end = seen.span(*match.span())
        bound = _bound(page, *match.span())
        working = bool(match["working"] or match["business"])
        periods.append(Period(text[start:end], start, end, float(low), float(high), unit, working, bound))
    return tuple(periods)
