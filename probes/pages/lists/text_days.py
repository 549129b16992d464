"""Days that a list gives of several texts: each named in the same piece as the day of its update, or under a column of such days."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.site import View
from probes.text.normalise import fold_text
from probes.text.numbers.dates import DateSeen, find_dates

_ENDS = re.compile("[;；。\n]")


@dataclass(frozen=True, slots=True)
class ListReach:
    """How far such a list is read: characters of a ``piece`` that names a text with its day, those ``above`` it in which the head
    of its column stands, and the first ``days`` of a page (a hostile page may hold any number)."""

    piece: int
    above: int
    days: int


@dataclass(frozen=True, slots=True)
class TextDay:
    """What is said of one text (``said``, as shown) and the day it gives."""

    said: str
    seen: DateSeen


def listed_days(view: View, names: re.Pattern[str], columns: re.Pattern[str], reach: ListReach) -> tuple[TextDay, ...]:
    """One for each piece that names a text by ``names`` and gives a day that is labelled, or stands under a header of ``columns``."""
    found: list[TextDay] = []
    for seen in find_dates(view.text)[: reach.days]:
        floor = max(0, seen.start - reach.piece)
        begins = max((mark.end() for mark in _ENDS.finditer(view.text, floor, seen.start)), default=floor)
        ends = _ENDS.search(view.text, seen.end, seen.end + reach.piece)
        said = view.text[begins : ends.start() if ends else seen.end + reach.piece].strip()
        named = names.search(fold_text(view.text[begins : seen.start])) is not None
        if (
            named
            and len(said) <= reach.piece
            and (seen.label is not None or _in_column(view.text[max(0, begins - reach.above) : begins], columns))
        ):
            found.append(TextDay(said, seen))
    return tuple(found)


def _in_column(before: str, columns: re.Pattern[str]) -> bool:
    """Is the last line before that has no day of its own a header of days?"""
    line = next((line for line in reversed(before.split("\n")) if line.strip() and not find_dates(line)), "")
    return columns.search(fold_text(line)) is not None
