"""A filled-in sheet as rows by column key, whatever was moved, inserted or deleted around them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

from probes.finding import Text
from xuncha.settings.target import InvalidInput
from xuncha.sheets.review_rows import WorksheetKind, load_sheet_settings
from xuncha.sheets.review_workbook import FIRST, MARK
from xuncha.sheets.worksheet_file import Plain, SheetTable, make_no_sheet_error, read_worksheets

REQUIRED = ("id", "verdict", "reason")  # columns without which no row can be read


@dataclass(frozen=True, slots=True)
class SheetFault(Exception):
    """What is wrong with one cell, or with a worksheet as a whole, and how to fix it."""

    place: str
    text: Text


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One row: its cells by column key, and where each one is («条款!H17»)."""

    cells: dict[str, Plain]
    places: dict[str, str]


@dataclass(frozen=True, slots=True)
class SheetGrid:
    """One worksheet: the audit it belongs to, its rows, and changes that make it unreadable."""

    audit: str
    kind: WorksheetKind
    lines: tuple[SheetLine, ...]
    faults: tuple[SheetFault, ...] = ()


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """All our worksheets in a file; ``faults`` name those that were ours but can no longer be read."""

    grids: tuple[SheetGrid, ...]
    faults: tuple[SheetFault, ...] = ()


def read_filled_sheet(path: Path) -> FilledSheet:
    """Every worksheet of ours in the file.

    Raises InvalidInput for a file that cannot be read, has none, or is of another version.
    """
    tables = read_worksheets(path)
    marked = [(table, found) for table in tables if (found := _mark(table.rows)) is not None]
    if not marked:
        raise make_no_sheet_error(path)
    lost = tuple(_lost(table) for table in tables if _mark(table.rows) is None and _was_ours(table))
    return FilledSheet(tuple(_grid(table, *found) for table, found in marked), lost)


def _mark(rows: list[list[Plain]]) -> tuple[int, list[str]] | None:
    """The row that says what the worksheet belongs to, and its words; inserted rows, deleted columns don't hide it."""
    for number, row in enumerate(rows[: 2 * FIRST]):
        for cell in row:
            if isinstance(cell, str) and cell.startswith(MARK):
                return number, cell.removeprefix(MARK).split()
    return None


def _was_ours(table: SheetTable) -> bool:
    names = {name for kind in WorksheetKind for name in load_sheet_settings()["names"][kind].values()}
    return table.name in names or any(set(REQUIRED) <= set(map(str, row)) for row in table.rows[: 2 * FIRST])


def _lost(table: SheetTable) -> SheetFault:
    return SheetFault(f"{table.name}!A1", Text(
        "隐藏的前两行已被删去或改动，本工作表未读入；请用 xuncha sheet 重新生成再填",
        "its two hidden first rows are gone or changed, so this worksheet was not read: make a new sheet",
    ))  # fmt: skip


def _grid(table: SheetTable, number: int, said: list[str]) -> SheetGrid:
    """One worksheet. Raises InvalidInput for another version."""
    if len(said) < 4 or said[0] != load_sheet_settings()["version"] or said[3] not in tuple(WorksheetKind):
        raise InvalidInput(
            "这份表由另一版本的巡查生成，请用 xuncha sheet 重新生成",
            "this sheet was made by another version of Xuncha: make a new one with 'xuncha sheet'",
        )
    kind = WorksheetKind(said[3])
    keys = [str(row or "") for row in table.rows[number + 1]] if number + 1 < len(table.rows) else []
    columns = load_sheet_settings()["columns"][kind]
    wanted = [column for column in columns if column["key"] in REQUIRED or column.get("fill")]
    bad = [
        column
        for column in wanted
        if keys.count(column["key"]) != 1 and (column["key"] in REQUIRED or column["key"] in keys)
    ]
    if bad:
        return SheetGrid(
            said[1], kind, (), tuple(_column_lost(table, number, column, column["key"] in keys) for column in bad)
        )
    fill = [
        at for at, key in enumerate(keys, 1) if any(key == column["key"] for column in wanted if column.get("fill"))
    ]
    first = _first(table.rows, number + 2, keys.index("id"), columns)
    merged = [span for span in map(_Range.of, table.merged) if span.last >= first and span.over(fill)]
    lines, faults = [], []
    for at, row in enumerate(table.rows[first - 1 :], first):
        if (held := next((span for span in merged if span.first <= at <= span.last), None)) is None:
            cells = {key: cell for key, cell in zip(keys, row, strict=False) if key}
            places = {key: f"{table.name}!{get_column_letter(column)}{at}" for column, key in enumerate(keys, 1) if key}
            lines.append(SheetLine(cells, places))
        elif any(place <= len(row) and row[place - 1] is not None for place in fill):
            faults.append(SheetFault(f"{table.name}!{held.name}", Text(
                "单元格被合并，所涉各行均未读入；请取消合并，每行各自填写",
                "cells are merged and none of their rows was read: unmerge them and fill in each row by itself",
            )))  # fmt: skip
    return SheetGrid(said[1], kind, tuple(lines), tuple(dict.fromkeys(faults)))


def _column_lost(table: SheetTable, number: int, column: Any, twice: bool) -> SheetFault:
    zh, en = column["name"]["zh"], column["name"]["en"]
    if twice:
        text = Text(
            f"“{zh}”一栏出现两次，本工作表未读入；请删去多余的一栏",
            f"the column '{en}' is there twice, so nothing was read: take one out",
        )
    else:
        text = Text(
            f"“{zh}”一栏已被删去，本工作表未读入；请用 xuncha sheet 重新生成再填",
            f"the column '{en}' is gone, so nothing was read: make a new sheet",
        )
    return SheetFault(f"{table.name}!{number + 2}:{number + 2}", text)


def _first(rows: list[list[Plain]], start: int, at: int, columns: Any) -> int:
    """The number (from 1) of the first row below the headings, which may have been moved or deleted."""
    words = {name for column in columns if column["key"] == "id" for name in column["name"].values()}
    groups = {name for group in load_sheet_settings()["groups"].values() for name in group.values()}
    above = [
        number
        for number, row in enumerate(rows[start : start + FIRST], start)
        if at < len(row) and row[at] in words | groups
    ]
    return max(above, default=start - 1) + 2


@dataclass(frozen=True, slots=True)
class _Range:
    """A rectangle of cells; rows and columns count from 1."""

    name: str
    first: int
    last: int
    left: int
    right: int

    @classmethod
    def of(cls, name: str) -> _Range:
        corners = [coordinate_to_tuple(corner) for corner in name.split(":")]  # row, column
        (first, left), (last, right) = corners
        return cls(name, first, last, left, right)

    def over(self, columns: Iterable[int]) -> bool:
        return any(self.left <= column <= self.right for column in columns)
