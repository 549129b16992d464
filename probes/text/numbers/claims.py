"""Figures and years that sentences claim: 累计培训 3.2 万人次, 2024 年, and the same figure for two years in a row."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from crawler.settings_file import SettingsFile
from crawler.table_builder import EveryKey
from probes.schema.reading_table import Texts, Whole, Words
from probes.text import normalise
from probes.text.numbers import dates, numerals
from probes.text.remember import per_line


@dataclass(frozen=True, slots=True)
class ClaimsFigures:
    """[figures] of claims.toml."""

    people: tuple[str, ...]
    bodies: tuple[str, ...]
    money: tuple[str, ...]
    things: tuple[str, ...]
    share: tuple[str, ...]
    time: tuple[str, ...]
    multiples: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ClaimsTable:
    """The file claims.toml."""

    figures: ClaimsFigures
    words: Words[
        Literal["others", "slogan", "undone", "goods", "judges", "plain", "partners", "ours", "with", "runs", "parent"]
    ]
    roles: Annotated[Mapping[str, str], EveryKey(("seller",))]
    fresh: Whole[Literal["months", "tile", "label", "closed", "listed", "unit", "clause", "counts", "series"]]
    patterns: Texts[
        Literal[
            "owned",
            "campaign",
            "last_day",
            "cumulative",
            "filler",
            "short_name",
            "group",
            "counter",
            "counting",
            "place",
        ]
    ]


FILE = SettingsFile("probes.text.numbers", "claims.toml", ClaimsTable)
DATA = FILE.load()
_FIGURES = DATA.figures
_DIMENSIONS = {
    "people": _FIGURES.people, "bodies": _FIGURES.bodies, "money": _FIGURES.money, "things": _FIGURES.things,
    "share": _FIGURES.share, "time": _FIGURES.time,
}  # fmt: skip
_UNITS: dict[str, str] = {unit: dimension for dimension, units in _DIMENSIONS.items() for unit in units}
_MULTIPLES = DATA.figures.multiples
MONTHS: int = DATA.fresh["months"]


def _choice(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_FIGURE = re.compile(
    rf"(?<![0-9a-z./第{numerals.CLASS}千万亿-])(?<![0-9],)(?<!第\s)(?:(?P<n>[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,4}}|[0-9]{{1,12}})"
    rf"(?P<f>\.[0-9]{{1,4}})?"
    rf"|(?P<han>[{numerals.CLASS}千]{{1,8}}(?:万[{numerals.CLASS}千]{{1,8}})?)"
    rf"(?=[万亿千百多余]|{_choice(unit for unit in _UNITS if not unit.isascii())}))"
    rf"\s?(?:多|余|\+)?\s?(?P<m>{_choice(_MULTIPLES)})?\s?(?:多|余|\+)?\s?(?P<u>{_choice(_UNITS)})(?![a-z])(?!月)"
)
_YEAR = re.compile(
    r"(?<![0-9])(?P<y>20[0-9]{2})\s?(?:年度?|财年|-(?=20[0-9]{2}\s?年))|(?<=\()(?P<z>20[0-9]{2})(?=\))"
)  # 年度小结(2025)
_COUNTER, _COUNTING = re.compile(DATA.patterns["counter"]), re.compile(DATA.patterns["counting"])
_CUMULATIVE = re.compile(DATA.patterns["cumulative"])
_FILLER = re.compile(DATA.patterns["filler"])
_COMMAS = "，；;。！\n"
_LIMITS = DATA.fresh


@dataclass(frozen=True, slots=True)
class ClaimedFigure:
    """A number with its unit; ``dimension`` is what the unit counts (people, bodies, money, things, share, time)."""

    raw: str
    start: int
    end: int
    value: float
    unit: str
    dimension: str


@per_line
def find_figures(text: str) -> tuple[ClaimedFigure, ...]:
    """Figures in order of text. Linear in its length; never raises."""
    seen = normalise.normalise_text(text)
    page = normalise.lower_text(seen.text)
    found: list[ClaimedFigure] = []
    for match in _FIGURE.finditer(page):
        value = _value(match)
        if value is not None and not _is_counter(page, match):
            start, end = seen.span(*match.span())
            found.append(ClaimedFigure(text[start:end], start, end, value, match["u"], _UNITS[match["u"]]))
    return tuple(found)


def _is_counter(page: str, match: re.Match[str]) -> bool:
    """Does it only say how often the page was looked at?"""
    behind = _COUNTER.match(page, match.end() - len(match["u"]))
    return bool(behind or _COUNTING.search(page[max(0, match.start() - _LIMITS["counts"]) : match.start()]))


def figure_clause(text: str, figure: ClaimedFigure) -> str:
    """The part of a sentence, between commas, that holds the figure."""
    since, until = max(0, figure.start - _LIMITS["clause"]), figure.end + _LIMITS["clause"]
    left = max(since, *(text.rfind(mark, since, figure.start) + 1 for mark in _COMMAS))
    rights = [at for mark in _COMMAS if (at := text.find(mark, figure.end, until)) >= 0]
    return text[left : min(rights, default=until)]


def _value(match: re.Match[str]) -> float | None:
    if match["han"]:
        whole = numerals.read_count(match["han"])
        if whole is None or (match["han"] in ("一", "二", "两", "千", "百", "十") and not match["m"]):
            return None  # 一个, 二次: hardly a count
        number = float(whole)
    else:
        number = float(match["n"].replace(",", "") + (match["f"] or ""))
    return number * _MULTIPLES.get(match["m"] or "", 1.0)


@per_line
def find_years(text: str) -> tuple[int, ...]:
    """The years a text names, in order: 2024 年, 2023-2024 年, and those of dates."""
    page = normalise.plain_text(text)
    named = [(match.start(), int(match["y"] or match["z"])) for match in _YEAR.finditer(page)]
    named += [(date.start, date.value.year) for date in dates.find_dates(page)]
    return tuple(dict.fromkeys(year for _, year in sorted(named)))


@per_line
def newest_day(text: str, today: datetime.date) -> datetime.date | None:
    """The latest day that a text may mean, not after ``today``: a year without a month counts as its last day. None without one."""
    found = [last_day(date) for date in dates.find_dates(text)]
    dated = {day.year for day in found}
    found += [datetime.date(year, 12, 31) for year in find_years(text) if year not in dated]
    past = [min(day, today) for day in found if day <= today or day.year == today.year]
    return max(past, default=None)


def last_day(seen: dates.DateSeen) -> datetime.date:
    """The day itself, or the last of its month where no day is named."""
    return seen.value if seen.exact else month_end(seen.value)


def month_end(day: datetime.date) -> datetime.date:
    """The last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def is_recent(day: datetime.date, today: datetime.date, months: float = MONTHS) -> bool:
    """Is that day at most ``months`` months before ``today``?"""
    since = (today.year - day.year) * 12 + today.month - day.month - (day.day > today.day)
    return since < months or (since == months and day.day == today.day) or day >= today


@dataclass(frozen=True, slots=True)
class YearlyFigures:
    """The same indicator in two consecutive years."""

    first: int
    second: int
    was: ClaimedFigure
    then: ClaimedFigure


def find_yearly(texts: Iterable[str]) -> YearlyFigures | None:
    """Two figures of one indicator for consecutive years, or None; running totals and a figure merely repeated do not count."""
    known: dict[tuple[str, int], list[tuple[str, ClaimedFigure]]] = {}
    for text in texts:
        for year, label, figure in _by_year(text):
            for before, older in known.get((figure.unit, year - 1), ()):
                if _alike(before, label) and older.value != figure.value:
                    return YearlyFigures(year - 1, year, older, figure)
            for after, newer in known.get((figure.unit, year + 1), ()):
                if _alike(label, after) and newer.value != figure.value:
                    return YearlyFigures(year, year + 1, figure, newer)
            kept = known.setdefault((figure.unit, year), [])
            if len(kept) < _LIMITS["series"]:  # a page may be hostile
                kept.append((label, figure))
    return None


def _by_year(text: str) -> Iterator[tuple[int, str, ClaimedFigure]]:
    """Each figure with the year it is given for (the last named before it) and the words that say what it counts."""
    page = normalise.lower_text(normalise.normalise_text(text).text)
    marks = [(match.start(), match.end(), int(match["y"] or match["z"])) for match in _YEAR.finditer(page)]
    at, end, year = 0, 0, 0
    for figure in find_figures(page):
        while at < len(marks) and marks[at][0] < figure.start:
            _, end, year = marks[at]
            at += 1
        said = page[max(end, figure.start - _LIMITS["counts"]) : figure.start]
        if year and not _CUMULATIVE.search(said):
            yield year, _FILLER.sub("", said)[-6:], figure
        end = max(end, figure.end)


def _alike(one: str, other: str) -> bool:
    """Do two labels share two characters in a row? Where both have no words, a unit of its own (亩, 吨) is enough."""
    if not one or not other:
        return one == other
    pairs = {one[index : index + 2] for index in range(len(one) - 1)} or {one}
    return any(pair in other for pair in pairs)
