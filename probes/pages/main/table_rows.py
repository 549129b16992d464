"""Rows of a page's tables: cells side by side, each with the name of its column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.site import Element, View
from probes.text import normalise
from probes.text.numbers import dates
from probes.text.remember import per_view
from probes.text.shown import list_seen

_CELLS = ("td", "th")
_COLUMN = 4.0  # CSS px by which the left edges of cells of one column may differ
_LINE = 24  # characters of a line above a table that may be its heading
_NAME = 12  # characters of a column's name at most
_UNIT = re.compile(r"(.+?)\s*[(（]([^()（）\d]{1,4})[)）]")  # 收购农产品(万元)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"\d[\d,，]*(?:\.\d+)?")
_EMPTY = frozenset("-—–/\\无 ")
# The day below a title, which heads nothing.
_DAY = re.compile(
    r"(?:(?:发布|公告|公示|更新|时间|日期)(?:日期|时间)?\s?[:：]?)?\s?\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?[\s\d:：]*"
)
_GLOSS = re.compile(r"(?<=.)\([^()]{0,40}\)$")  # normalised text has brackets of one kind


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: ``cells`` are (column name or empty, text) from left to right, ``heading`` is the last heading above."""

    cells: tuple[tuple[str, str], ...]
    heading: str

    @property
    def text(self) -> str:
        """The row as one line with its columns' names (名称:… 颁发单位:… 有效期:…); a number has the unit that its column names."""
        return " ".join(_named(name, said) if name else said for name, said in self.cells if set(said) - _EMPTY)


def _named(name: str, said: str) -> str:
    if "年" in name and _YEAR.fullmatch(said):
        return f"{name}:{said}年"
    unit = _UNIT.fullmatch(name) if _NUMBER.fullmatch(said) else None
    return f"{name}:{said}" if unit is None else f"{unit.group(1)}:{said}{unit.group(2)}"


@per_view
def table_rows(view: View) -> tuple[TableRow, ...]:
    """Rows of at least two cells, in the order of the page; a table's row of column names is left out."""
    if not any(element.tag in _CELLS for element in list_seen(view.elements)):  # the usual case
        return ()
    found: list[TableRow] = []
    for table, heading in _tables(view):
        names: dict[float, str] = {}
        if len(table) > 1 and _names(table[0]):
            names = {cell.box.x: _said(cell) for cell in table[0]}
        for row in table[1:] if names else table:
            cells = tuple((_column(names, cell.box.x), _said(cell)) for cell in row)
            found.append(TableRow(cells, heading))
    return tuple(found)


def _tables(view: View) -> Iterator[tuple[list[list[Element]], str]]:
    """Runs of cells, by rows. A cell that is not to the right of the previous one begins a row."""
    table: list[list[Element]] = []
    heading = ""
    for element in view.elements:
        if not element.seen or element.tag not in _CELLS:
            if table and _apart(element, table):
                yield from _whole(table, heading)
                table = []
            heading = element.own if _leads(element) else heading
            continue
        if table and element.box.x > table[-1][-1].box.x + _COLUMN and element.box.y < _foot(table[-1]):
            table[-1].append(element)
        else:
            table.append([element])
    yield from _whole(table, heading)


def _leads(element: Element) -> bool:
    """Whether it is a heading, or a short line that is neither a link nor a sentence."""
    short = (
        1 < len(element.own) <= _LINE
        and not element.href
        and not element.clickable
        and element.own[-1] not in "。；;，,"
        and _DAY.fullmatch(element.own) is None
    )
    return element.seen and (bool(element.heading and element.own) or short)


def _whole(table: list[list[Element]], heading: str) -> Iterator[tuple[list[list[Element]], str]]:
    wide = [row for row in table if len(row) > 1]
    if wide:
        yield wide, heading


def _foot(row: list[Element]) -> float:
    return max(cell.box.y + cell.box.h for cell in row)


def _apart(element: Element, table: list[list[Element]]) -> bool:
    """Does an element that is not a cell stand below the table, rather than in one of its cells?"""
    return element.seen and bool(element.text) and element.box.y >= _foot(table[-1])


def _names(row: list[Element]) -> bool:
    """Does a first row name the columns: its cells are headers, or all short words without a date or number?

    What a name glosses in brackets is no part of it: 小店（年销售额不足一百万元）.
    """
    said = [_GLOSS.sub("", _said(cell)).strip() for cell in row]
    short = all(
        0 < len(cell) <= _NAME and not dates.find_dates(cell) and not any(map(str.isdigit, cell)) for cell in said
    )
    return short and (all(cell.tag == "th" for cell in row) or (len(row) > 2 and len(set(said)) == len(said)))


def _column(names: dict[float, str], left: float) -> str:
    return next((name for edge, name in names.items() if abs(edge - left) <= _COLUMN), "")


def _said(cell: Element) -> str:
    return " ".join(normalise.normalise_text(cell.text or cell.ocr).text.split())
