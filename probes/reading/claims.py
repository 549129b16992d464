"""Figures and years that sentences claim: 累计培训 3.2 万人次, 2024 年, and the same figure in two years running."""

from __future__ import annotations

import calendar
import datetime
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files

from probes.reading import dates, normalise, numerals
from probes.reading.remember import per_line

DATA = tomllib.loads(files("probes.reading").joinpath("claims.toml").read_text("utf-8"))
_UNITS: dict[str, str] = {
    unit: dimension for dimension, units in DATA["figures"].items() if dimension != "multiples" for unit in units
}
_MULTIPLES: dict[str, float] = DATA["figures"]["multiples"]
MONTHS: int = DATA["fresh"]["months"]


def _choice(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_FIGURE = re.compile(
    rf"(?<![0-9a-z.,/第{numerals.CLASS}千万亿-])(?<!第\s)(?:(?P<n>[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,4}}|[0-9]{{1,12}})(?P<f>\.[0-9]{{1,4}})?"
    rf"|(?P<han>[{numerals.CLASS}]{{1,6}})(?=[万亿千百]|{_choice(unit for unit in _UNITS if not unit.isascii())}))"
    rf"\s?(?:多|余|\+)?\s?(?P<m>{_choice(_MULTIPLES)})?\s?(?:多|余|\+)?\s?(?P<u>{_choice(_UNITS)})(?![a-z])(?!月)"
)
_YEAR = re.compile(
    r"(?<![0-9])(?P<y>20[0-9]{2})\s?(?:年度?|财年|-(?=20[0-9]{2}\s?年))|(?<=\()(?P<z>20[0-9]{2})(?=\))"
)  # 年度小结(2025)
_CUMULATIVE = re.compile(DATA["patterns"]["cumulative"])
_FILLER = re.compile(DATA["patterns"]["filler"])
_COMMAS = "，；;。！\n"
_LIMITS: dict[str, int] = DATA["fresh"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit; ``dimension`` is what the unit counts (people, bodies, money, things, share, time)."""

    raw: str
    start: int
    end: int
    value: float
    unit: str
    dimension: str


@per_line
def figures(text: str) -> tuple[Figure, ...]:
    """Figures in order of text. Linear in its length; never raises."""
    seen = normalise.text(text)
    page = normalise.lower(seen.text)
    found: list[Figure] = []
    for match in _FIGURE.finditer(page):
        value = _value(match)
        if value is not None:
            start, end = seen.span(*match.span())
            found.append(Figure(text[start:end], start, end, value, match["u"], _UNITS[match["u"]]))
    return tuple(found)


def clause(text: str, figure: Figure) -> str:
    """The part of a sentence between commas in which a figure stands."""
    since, until = max(0, figure.start - _LIMITS["clause"]), figure.end + _LIMITS["clause"]
    left = max(since, *(text.rfind(mark, since, figure.start) + 1 for mark in _COMMAS))
    rights = [at for mark in _COMMAS if (at := text.find(mark, figure.end, until)) >= 0]
    return text[left : min(rights, default=until)]


def _value(match: re.Match[str]) -> float | None:
    if match["han"]:
        whole = numerals.count(match["han"])
        if whole is None or (match["han"] in ("一", "二", "两", "千", "百", "十") and not match["m"]):
            return None  # 一个, 二次: hardly a count
        number = float(whole)
    else:
        number = float(match["n"].replace(",", "") + (match["f"] or ""))
    return number * _MULTIPLES.get(match["m"] or "", 1.0)


@per_line
def years(text: str) -> tuple[int, ...]:
    """Years named, in order: 2024 年, 2023-2024 年, and those of dates."""
    page = normalise.plain(text)
    named = [(match.start(), int(match["y"] or match["z"])) for match in _YEAR.finditer(page)]
    named += [(each.start, each.value.year) for each in dates.find(page)]
    return tuple(dict.fromkeys(year for _, year in sorted(named)))


@per_line
def newest(text: str, today: datetime.date) -> datetime.date | None:
    """The last day that a text may speak of, not after ``today``: a year without a month is taken at its end."""
    found = [last_day(each) for each in dates.find(text)]
    dated = {each.year for each in found}
    found += [datetime.date(year, 12, 31) for year in years(text) if year not in dated]
    past = [min(each, today) for each in found if each <= today or each.year == today.year]
    return max(past, default=None)


def last_day(seen: dates.DateSeen) -> datetime.date:
    """The day itself, or the last of its month where no day is named."""
    return seen.value if seen.exact else month_end(seen.value)


def month_end(day: datetime.date) -> datetime.date:
    """The last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def fresh(day: datetime.date, today: datetime.date, months: float = MONTHS) -> bool:
    """Is that day at most so many months past?"""
    since = (today.year - day.year) * 12 + today.month - day.month - (day.day > today.day)
    return since < months or (since == months and day.day == today.day) or day >= today


@dataclass(frozen=True, slots=True)
class Yearly:
    """The same indicator in two years running."""

    first: int
    second: int
    was: Figure
    then: Figure


def yearly(texts: Iterable[str]) -> Yearly | None:
    """Two figures of one indicator for consecutive years; running totals and a figure merely repeated are none."""
    known: dict[tuple[str, int], list[tuple[str, Figure]]] = {}
    for text in texts:
        for year, label, figure in _by_year(text):
            for before, older in known.get((figure.unit, year - 1), ()):
                if _alike(before, label) and older.value != figure.value:
                    return Yearly(year - 1, year, older, figure)
            for after, newer in known.get((figure.unit, year + 1), ()):
                if _alike(label, after) and newer.value != figure.value:
                    return Yearly(year, year + 1, figure, newer)
            kept = known.setdefault((figure.unit, year), [])
            if len(kept) < _LIMITS["series"]:  # a page may be hostile
                kept.append((label, figure))
    return None


def _by_year(text: str) -> Iterator[tuple[int, str, Figure]]:
    """Each figure with the year it is given for, the last named before it, and the words that say what it counts."""
    page = normalise.lower(normalise.text(text).text)
    marks = [(match.start(), match.end(), int(match["y"] or match["z"])) for match in _YEAR.finditer(page)]
    at, end, year = 0, 0, 0
    for figure in figures(page):
        while at < len(marks) and marks[at][0] < figure.start:
            _, end, year = marks[at]
            at += 1
        said = page[max(end, figure.start - _LIMITS["counts"]) : figure.start]
        if year and not _CUMULATIVE.search(said):
            yield year, _FILLER.sub("", said)[-6:], figure
        end = max(end, figure.end)


def _alike(one: str, other: str) -> bool:
    """Do two labels share two characters in a row? A unit of its own (亩, 吨) without words is enough where both lack them."""
    if not one or not other:
        return one == other
    pairs = {one[index : index + 2] for index in range(len(one) - 1)} or {one}
    return any(pair in other for pair in pairs)
