"""Times promised by words for days: 当天受理, 次日答复, 第七天结案, T+1, within fifteen days."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.table_builder import EveryKey
from probes.text import normalise
from probes.text.numbers import numerals
from probes.text.numbers.periods import Period, PeriodBound, TimeUnit
from probes.text.remember import per_line


@dataclass(frozen=True, slots=True)
class DayWordsTable:
    """The file day_words.toml."""

    patterns: Annotated[
        Mapping[str, str],
        EveryKey(
            (
                "same_day",
                "next_day",
                "nth_day",
                "after",
                "quarters",
                "spelt",
            )
        ),
    ]
    hours: Annotated[Mapping[str, float], EveryKey(("quarter", "same_day", "next_day", "hour", "day", "week"))]
    counts: Mapping[str, int]


FILE = SettingsFile("probes.answers.complaints", "day_words.toml", DayWordsTable)
_DATA = FILE.load()
_HOURS = _DATA.hours
_COUNTS = _DATA.counts
_WORD = re.compile("|".join(f"(?P<{name}_>{shape})" for name, shape in _DATA.patterns.items()))


@per_line
def find_day_words(text: str) -> tuple[Period, ...]:
    """Such times in order of text, as durations in hours up to the end of the day meant.

    Offsets count characters of ``text``. Linear in its length; never raises on any text.
    """
    seen = normalise.normalise_text(text)
    found: list[Period] = []
    for match in _WORD.finditer(normalise.lower_text(seen.text)):
        hours = _hours(match)
        if hours is not None:
            start, end = seen.span(*match.span())
            found.append(Period(text[start:end], start, end, hours, hours, TimeUnit.HOUR, False, PeriodBound.WITHIN))
    return tuple(found)


def _hours(match: re.Match[str]) -> float | None:
    """The hours up to the end of the day; None where what was taken for a number is none."""
    if match["nth_day_"]:
        count = numerals.read_count(match["nth"].replace("两", "二"))
        return None if count is None else count * _HOURS["day"]
    if match["quarters_"]:
        return "一两三".index(match["quarters"]) * _HOURS["quarter"] + _HOURS["quarter"]
    if match["after_"]:
        return (int(match["after"]) + 1) * _HOURS["day"]
    if match["spelt_"]:
        number = _COUNTS.get(match["spelt"])
        return None if number is None else number * _HOURS[match["unit"]]
    return _HOURS["same_day" if match["same_day_"] else "next_day"]
