"""Dates in page text, and what the page says they are: 更新日期, 生效日期, 发布日期."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from crawler.settings_file import SettingsFile
from crawler.table_builder import EveryKey
from probes.schema.reading_table import Whole
from probes.text import normalise
from probes.text.numbers import numerals
from probes.text.remember import per_line


@dataclass(frozen=True, slots=True)
class DatesTable:
    """The file dates.toml."""

    window: Whole[Literal["before"]]
    before: Annotated[Mapping[str, str], EveryKey(("updated", "effective", "published"))]
    behind: Annotated[Mapping[str, str], EveryKey(("updated", "effective", "published"))]


FILE = SettingsFile("probes.text.numbers", "dates.toml", DatesTable)
_DATA = FILE.load()


class DateLabel(StrEnum):
    UPDATED = "updated"
    EFFECTIVE = "effective"
    PUBLISHED = "published"


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<{0}>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{{0,6}}\.?"
_HAN_YEAR = f"[{numerals.HAN_DIGITS}]{{4}}"
_HAN_COUNT = "[一二三四五六七八九十]{1,3}"
_DATE = re.compile(
    r"(?<![0-9.])(?:"
    r"(?P<y1>[12][0-9]{3})\s?年\s?(?P<m1>[0-9]{1,2})\s?月(?:\s?(?P<d1>[0-9]{1,2})\s?[日号])?"
    r"|(?P<y2>[12][0-9]{3})\s?(?P<sep>[-/.])\s?(?P<m2>[0-9]{1,2})\s?(?P=sep)\s?(?P<d2>[0-9]{1,2})(?![0-9]|\.[0-9])"
    r"|(?P<y3>20[0-9]{2})(?P<m3>[01][0-9])(?P<d3>[0-3][0-9])(?![0-9])"
    rf"|(?P<y4>{_HAN_YEAR})\s?年\s?(?P<m4>{_HAN_COUNT})\s?月(?:\s?(?P<d4>{_HAN_COUNT})\s?[日号])?"
    r")"
    rf"|(?<![a-z]){_MONTH.format('m5')}\s(?P<d5>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y5>[12][0-9]{{3}})(?![0-9])"
    rf"|(?<![0-9a-z])(?P<d6>[0-9]{{1,2}})(?:st|nd|rd|th)?\s{_MONTH.format('m6')},?\s(?P<y6>[12][0-9]{{3}})(?![0-9])"
)
_MAY = re.compile("[12][0-9]{3}|年")  # in every date
_AHEAD = 20  # characters of a date that stand before that, at most
_SHAPES = range(1, 7)
_COMPACT = "3"  # 20240618 is a date only where a label says so
_BEFORE = re.compile("|".join(f"(?P<{label.value}>{_DATA.before[label.value]})" for label in DateLabel))
_BEHIND = re.compile(
    r"\s?(?:[零0]\s?[时点])?(?:之日)?起?(?:,(?:新版|新的?|本)[^,;。\n]{0,8})?[\s(]?(?:正式|首次|再次|重新|(?:最近|最后|第[一二三四五六七八九十]{1,2})一?次)?\s?(?:"
    + "|".join(f"(?P<{label.value}>{_DATA.behind[label.value]})" for label in DateLabel)
    + r")(?!日期|时间|于|:|至)"  # such a word labels the next date
)
_NEAR: int = _DATA.window["before"]
_ENDS = "。!?;"
# A label stands on the date's line, or at the end of one above.
_LEADS = re.compile(r"[^\n]*|(?:日期|时间)?[\s:()\[\]【】|]*")


@dataclass(frozen=True, slots=True)
class DateSeen:
    """A date as shown: ``raw`` is ``text[start:end]``.

    ``exact`` is False where only year and month are given; ``value`` is then the first.
    """

    raw: str
    start: int
    end: int
    value: datetime.date
    exact: bool
    label: DateLabel | None


def _value(shape: str, match: re.Match[str]) -> tuple[datetime.date, bool] | None:
    year = numerals.read_digits(match["y" + shape])
    month_text, day_text = match["m" + shape], match["d" + shape]
    month = _MONTHS.index(month_text) + 1 if month_text in _MONTHS else numerals.read_count(month_text)
    day = numerals.read_count(day_text) if day_text else 1
    if year is None or month is None or day is None:
        return None
    try:
        return datetime.date(year, month, day), day_text is not None
    except ValueError:  # 2024年2月30日: the page's own slip, no date
        return None


def _label(page: str, floor: int, start: int, end: int) -> DateLabel | None:
    after = _BEHIND.match(page, end)
    if after is not None and after.lastgroup is not None:
        return DateLabel(after.lastgroup)
    begins = max(floor, start - _NEAR)
    ended = max(page.rfind(mark, begins, start) for mark in _ENDS)  # a sentence says nothing of a date in the next
    before = list(_BEFORE.finditer(page, max(begins, ended + 1), start))
    if not before or not _LEADS.fullmatch(page, before[-1].end(), start):
        return None
    return DateLabel(before[-1].lastgroup or "")


@per_line
def find_dates(text: str) -> tuple[DateSeen, ...]:
    """Dates in order of text, each with the label right behind it or the nearest within 20 characters in front.

    Impossible dates are left out; eight digits in a row count only with a label. Offsets count characters of ``text``.
    Linear in its length; never raises on any text.
    """
    seen = normalise.normalise_text(text)
    page = normalise.lower_text(seen.text)
    may = _MAY.search(page)
    if may is None:
        return ()
    dates: list[DateSeen] = []
    floor = 0
    for match in _DATE.finditer(page, max(0, may.start() - _AHEAD)):
        shape = next(str(number) for number in _SHAPES if match[f"y{number}"])
        value = _value(shape, match)
        label = _label(page, floor, *match.span())
        floor = match.end()
        if value is None or (shape == _COMPACT and label is None):
            continue
        start, end = seen.span(*match.span())
        dates.append(DateSeen(text[start:end], start, end, value[0], value[1], label))
    return tuple(dates)
