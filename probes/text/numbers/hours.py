"""Opening hours (9:00-21:00, 7×24小时, 周一至周日, 工作日 9:00–18:00), and which of them are customer service's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from crawler.settings_file import SettingsFile
from crawler.table_builder import EveryKey
from probes.schema.reading_table import Texts, Whole
from probes.text import normalise
from probes.text.numbers import numerals, phones
from probes.text.numbers.phones import PhoneKind
from probes.text.remember import per_line


@dataclass(frozen=True, slots=True)
class HoursDays:
    """[days] of hours.toml."""

    every: str
    working: str
    weekend: str
    names: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class HoursService:
    """[service] of hours.toml."""

    about: tuple[str, ...]
    bot: tuple[str, ...]
    excepted: str
    own_label: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HoursTable:
    """The file hours.toml."""

    window: Whole[Literal["days", "beside", "line", "above", "above_line"]]
    parts: Annotated[
        Mapping[str, str],
        EveryKey(
            (
                "morning",
                "noon",
                "evening",
                "next_day",
            )
        ),
    ]
    days: HoursDays
    between: Texts[Literal["starts"]]
    all_day: Texts[Literal["around", "with"]]
    service: HoursService


FILE = SettingsFile("probes.text.numbers", "hours.toml", HoursTable)
_DATA = FILE.load()
_NEAR: int = _DATA.window["days"]
_BESIDE: int = _DATA.window["beside"]
_LINE: int = _DATA.window["line"]
_ABOVE: int = _DATA.window["above"]
_ABOVE_LINE: int = _DATA.window["above_line"]
_PARTS = _DATA.parts
_DAYS = _DATA.days
_NAMES = _DAYS.names
_ALL_DAY = _DATA.all_day
_SERVICE = _DATA.service
WHOLE_DAY = 24.0
EVERY_DAY = frozenset(range(7))
_WORKING = frozenset(range(5))
_PART = "|".join(f"(?:{words})" for words in _PARTS.values())


def _clock(name: str) -> str:
    """The pattern of a time of day (9:00, 9点半, 上午9时, 9am); its group ``<name>_mark`` tells it from a plain number."""
    return (
        rf"(?:(?P<{name}_part>{_PART})\s?)?(?P<{name}_hour>[01]?[0-9]|2[0-4]|[{numerals.CLASS}]{{1,3}}(?=[点时]))"
        rf"(?P<{name}_mark>:(?P<{name}_minute>[0-5][0-9])(?::00)?|\s?[点时](?:(?P<{name}_spoken>[0-5]?[0-9])分|(?P<{name}_half>半)|整)?)?"
        rf"(?:\s?(?P<{name}_behind>am|pm))?"
    )


_STARTS = _DATA.between["starts"]
_RANGE = re.compile(
    rf"(?<![0-9.*x×-])(?<![0-9]:){_clock('from')}\s?(?:-{{1,2}}|~|至|到|to|{_STARTS})?\s?{_clock('till')}(?![0-9:.]|-[0-9])"
)
_BETWEEN = re.compile(rf"\s?(?:-{{1,2}}|~|至|到|to|{_STARTS})\s?")
_LIST = re.compile(r"[ ,、和及/;]{1,4}")
_TIMES = re.compile(
    r"(?<![0-9.])(?P<days>[57五七])\s?(?:天)?\s?[x×*]\s?(?P<hours>[1-9]|1[0-9]|2[0-4])\s?(?:小时|h\b)?(?![0-9])"
)
_ROUND = re.compile(f"{_ALL_DAY['around']}|{_ALL_DAY['with']}")
_NAME = "[一二三四五六日天]"
_ENGLISH = "(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_SPAN = re.compile(
    rf"(?:周|星期|礼拜)(?P<a>{_NAME})\s?(?:-{{1,2}}|~|至|到)\s?(?:周|星期|礼拜)?(?P<b>{_NAME})"
    rf"|(?P<c>{_ENGLISH})\s?(?:-|~|to|through)\s?(?P<d>{_ENGLISH})"
)
_EVERY, _WORK, _END = re.compile(_DAYS.every), re.compile(_DAYS.working), re.compile(_DAYS.weekend)
_ABOUT, _BOT, _OTHERS = (
    re.compile("|".join(map(re.escape, words))) for words in (_SERVICE.about, _SERVICE.bot, _SERVICE.others)
)
_EXCEPTED = re.compile(_DATA.service.excepted)
_OWN_LABEL = re.compile(_DATA.service.own_label)


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours open on each of ``days`` (0 = Monday; all seven where none are named); ``raw`` is ``text[start:end]``."""

    raw: str
    start: int
    end: int
    days: frozenset[int]
    a_day: float
    named: bool  # whether the page says which days

    @property
    def all_day(self) -> bool:
        """Whether it is open round the clock."""
        return self.a_day >= WHOLE_DAY


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """Hours of customer service, with the line that holds them; ``bot`` where a machine answers."""

    hours: Hours
    line: str
    bot: bool


def _minutes(match: re.Match[str], name: str) -> float | None:
    """A time of day in hours, or None for an impossible one."""
    hour, part = (
        numerals.read_count(match[f"{name}_hour"]),
        f"{match[f'{name}_part'] or ''}{match[f'{name}_behind'] or ''}",
    )
    minute = int(match[f"{name}_minute"] or match[f"{name}_spoken"] or (30 if match[f"{name}_half"] else 0))
    if hour is None or minute > 59 or hour * 60 + minute > 24 * 60:
        return None
    if part and re.fullmatch(_PARTS["evening"], part) and hour < 12:
        hour += 12
    if part and re.fullmatch(_PARTS["next_day"], part) and name == "till":
        hour += 24
    return hour + minute / 60


def _open(match: re.Match[str]) -> float | None:
    """Hours from the first time to the second; None where they are not two times of a day."""
    marked = [bool(match[f"{name}_mark"] or match[f"{name}_behind"]) for name in ("from", "till")]
    parts = [bool(match[f"{name}_part"]) for name in ("from", "till")]
    joined = _BETWEEN.search(match.group()) is not None
    if not (marked[1] and (marked[0] or joined)) and not all(parts):
        return None
    if not joined and not all(parts):
        return None
    begin, end = _minutes(match, "from"), _minutes(match, "till")
    if begin is None or end is None or not 0 < end - begin <= 24:
        return None
    return end - begin


def _days(words: str) -> frozenset[int]:
    """The days a piece of text names; empty where it names none."""
    found: set[int] = set()
    if _EVERY.search(words):
        return EVERY_DAY
    for match in _SPAN.finditer(words):
        first = _NAMES[match["a"] or match["c"][:3]]
        last = _NAMES[match["b"] or match["d"][:3]]
        found |= {day % 7 for day in range(first, (last if last >= first else last + 7) + 1)}
    if _WORK.search(words):
        found |= _WORKING
    if _END.search(words):
        found |= {5, 6}
    return frozenset(found)


def _beside(page: str, start: int, end: int, floor: int, ceiling: int) -> frozenset[int]:
    """Days named before a range, else after it, on its line or at the end of the line above."""
    left = max(floor, start - _NEAR)
    right = min(ceiling, end + _NEAR)
    line = page.find("\n", end, right)
    return _days(page[left:start]) or _days(page[end : line if line >= 0 else right])


@per_line
def find_hours(text: str) -> tuple[Hours, ...]:
    """Opening hours in order of text. Time limits (24小时内), dates and telephone numbers are left out.

    Offsets count characters of ``text``. Linear in its length; never raises on any text.
    """
    seen = normalise.normalise_text(text)
    page = normalise.lower_text(seen.text)
    spans: list[tuple[int, int, float, frozenset[int]]] = []
    for match in _TIMES.finditer(page):
        days = EVERY_DAY if match["days"] in "7七" else _WORKING
        spans.append((*match.span(), float(match["hours"]), days))
    for match in _ROUND.finditer(page):
        spans.append((*match.span(), 24.0, frozenset()))
    for match in _RANGE.finditer(page):
        open_for = _open(match)
        if open_for is not None:
            spans.append((*match.span(), open_for, frozenset()))
    spans.sort()
    found: list[Hours] = []
    for index, (start, end, open_for, days) in enumerate(spans):
        floor = spans[index - 1][1] if index else 0
        if start < floor:
            continue
        ceiling = spans[index + 1][0] if index + 1 < len(spans) else len(page)
        named = days or _beside(page, start, end, floor, ceiling)
        if not named and found and found[-1].named and _LIST.fullmatch(page, floor, start):
            named = found[-1].days
        first, last = seen.span(start, end)
        found.append(Hours(text[first:last], first, last, named or EVERY_DAY, open_for, bool(named)))
    return tuple(found)


@per_line
def find_service_hours(text: str) -> tuple[ServiceHours, ...]:
    """The opening hours that are customer service's, by the words of their line and of the short lines above it."""
    return tuple(_served(text))


def _served(text: str) -> Iterator[ServiceHours]:
    for shown in find_hours(text):
        floor = max(0, shown.start - _LINE)
        cut = text.rfind("\n", floor, shown.start)
        left = cut + 1 if cut >= 0 else floor
        stop = text.find("\n", shown.end, shown.end + _LINE)
        line = text[left : shown.end + _LINE if stop < 0 else stop]
        own = normalise.plain_text(line).lower()
        above = normalise.plain_text(" ".join(_lines_above(text, left) if cut >= 0 else ())).lower()
        if _OTHERS.search(_EXCEPTED.sub("", own)) or (_OTHERS.search(above) and not _ABOUT.search(own)):
            continue
        told = _ABOUT.search(own) is not None or _hotline(own)
        if told or (not _OWN_LABEL.search(own) and (_ABOUT.search(above) or _hotline(above))):
            yield ServiceHours(shown, " ".join(line.split())[:160], _BOT.search(own) is not None)


def _hotline(words: str) -> bool:
    """Whether the words name a hotline, whose hours are the service's without any further word."""
    return any(phone.kind is PhoneKind.HOTLINE for phone in phones.find_phones(words))


def _lines_above(text: str, start: int) -> list[str]:
    """The short lines right above; a long line belongs to something else and ends them."""
    lines: list[str] = []
    while start > 0 and len(lines) < _ABOVE:
        end = start - 1
        floor = max(0, end - 2 * _ABOVE_LINE)
        cut = text.rfind("\n", floor, end)
        start = cut + 1 if cut >= 0 else floor
        line = text[start:end].strip()
        if (cut < 0 and floor > 0) or len(line) > _ABOVE_LINE:
            break
        if line:
            lines.append(line)
    return lines


def week_hours(hours: Iterable[Hours]) -> tuple[float, ...]:
    """The most hours open on each day of the week, Monday first.

    Ranges that stand side by side add up (9:00-12:00, 13:30-18:00); others belong to other channels and do not.
    """
    days = [0.0] * 7
    run: list[Hours] = []
    for opening in hours:
        if run and not 0 <= opening.start - run[-1].end <= _BESIDE:
            run = []
        run.append(opening)
        for day in range(7):
            days[day] = max(days[day], min(WHOLE_DAY, sum(one.a_day for one in run if day in one.days)))
    return tuple(days)
