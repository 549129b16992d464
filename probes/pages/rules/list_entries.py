"""Items of lists and rows of grids that are written as plain lines below a heading: no sentences, yet each says something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from probes.schema.reading_table import Texts, Whole
from probes.text.normalise import fold_text
from probes.text.numbered import strip_item_mark
from probes.text.remember import per_line, per_text


@dataclass(frozen=True, slots=True)
class ListEntriesTable:
    """The file list_entries.toml."""

    limits: Whole[Literal["item", "columns", "row", "rows", "grid", "told"]]
    patterns: Texts[Literal["bullet", "number", "tells", "ends", "guides"]]


FILE = SettingsFile("probes.pages.rules", "list_entries.toml", ListEntriesTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_BULLET, _NUMBER = re.compile(_DATA.patterns["bullet"]), re.compile(_DATA.patterns["number"])
_TELLS, _ENDS = re.compile(_DATA.patterns["tells"]), re.compile(_DATA.patterns["ends"])
_BAR = re.compile("[|｜]")
_NAMED = re.compile("[^:、,;。 ]{4,16}:")  # 信用评价采集范围:交易信息、履约信息。
_GUIDES = re.compile(_DATA.patterns["guides"])


def is_item(before: str, line: str, below: str, carried: bool) -> bool:
    """Is a folded line an entry of a list, rather than a heading, by the lines around it?

    A bullet beside another is; a number where the next line has one too, or where it ends a list and carries no text
    (``carried``: the line below is its text).
    """
    if _BULLET.match(line):
        return _BULLET.match(before) is not None or _BULLET.match(below) is not None
    if not _NUMBER.match(line):
        return False
    return _NUMBER.match(below) is not None or (_NUMBER.match(before) is not None and not carried)


def is_numbered(line: str) -> bool:
    """Does a folded line begin with the number of an item (1. 打开小程序)?"""
    return _NUMBER.match(line) is not None


def tells_something(item: str) -> bool:
    """Does a folded entry say something of a thing (返现:禁; 首次,扣2分), rather than only name one, as menus do?"""
    mark = _NUMBER.match(item)
    told = item[mark.end() - 1 :] if mark else item
    return len(item) <= _LIMITS["item"] and _TELLS.search(told) is not None and item[-1] not in "?？"


@per_text
def read_grid_rows(text: str) -> tuple[tuple[str, str, str], ...]:
    """Rows of a grid whose first line names the columns: each as "column:cell …", as it stands, and with its columns, folded.

    At least two rows have as many cells as there are columns, and one of them a number, a list or, set apart by bars, a
    long cell: rows of links have none.
    """
    found: list[tuple[str, str, str]] = []
    lines = [line for line in text.split("\n") if line.strip()]
    at = 0
    while at < len(lines):
        names = _cells(lines[at])
        rows = tuple(_rows(lines, at + 1, len(names))) if _names_columns(lines[at], len(names)) else ()
        if len(rows) < _LIMITS["rows"] or not any(map(_row_tells, rows)):
            at += 1
            continue
        columns = fold_text(" ".join(names))
        for row in rows:
            told = " ".join(f"{name}:{cell}" for name, cell in zip(names, _cells(row), strict=True))
            found.append((fold_text(told), " ".join(row.split()), columns))
        at += 1 + len(rows)
    return tuple(found)


def _rows(lines: list[str], start: int, cells: int) -> Iterator[str]:
    for line in lines[start : start + _LIMITS["grid"]]:
        if len(_cells(line)) != cells or len(line) > _LIMITS["row"]:
            return
        yield line


def _names_columns(line: str, cells: int) -> bool:
    return cells > 1 and len(line) <= _LIMITS["columns"] and _ENDS.search(fold_text(line)) is None


def _row_tells(row: str) -> bool:
    return _TELLS.search(fold_text(row)) is not None or any(len(cell) >= _LIMITS["told"] for cell in split_bars(row))


@per_line
def _cells(line: str) -> tuple[str, ...]:
    return split_bars(line) or tuple(strip_item_mark(line).split())


def split_bars(line: str) -> tuple[str, ...]:
    """The cells of a line that sets them apart by bars (指标｜来源), none empty; () of a line without bars or with an empty cell."""
    if "|" not in line and "｜" not in line:  # the usual case
        return ()
    cells = tuple(" ".join(cell.split()) for cell in _BAR.split(line.strip().strip("|｜")))
    return cells if all(cells) else ()


def is_guide(heading: str) -> bool:
    """Does a folded heading lead to links (帮助中心, 相关推荐), so that what is listed below it names pages?"""
    return _GUIDES.search(heading) is not None


def names_several(said: str) -> bool:
    """Does a label of a folded line lead several things that end in a full stop?"""
    label = _NAMED.match(said)
    things = said[label.end() :] if label else ""
    return things.endswith("。") and "、" in things and ":" not in things and "|" not in things
