"""A filled-in sheet as rows by the keys of its columns, whatever was moved, put in or taken out round them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

from probes.finding import Text
from xuncha.sheet_book import FIRST, MARK
from xuncha.sheet_file import Plain, Table, no_sheet, tables_of
from xuncha.sheet_rows import Kind, settings
from xuncha.target import BadTarget

REQUIRED = ("id", "verdict", "reason")  # columns without which no row can be read


@dataclass(frozen=True, slots=True)
class Fault(Exception):
    """What is wrong with one cell, or with a worksheet as a whole, and how to mend it."""

    place: str
    text: Text


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its cells by the keys of the columns, and where each stands («条款!H17»)."""

    cells: dict[str, Plain]
    places: dict[str, str]


@dataclass(frozen=True, slots=True)
class Grid:
    """One worksheet: what audit it belongs to, its rows, and what was done to it that no row can be read through."""

    audit: str
    kind: Kind
    lines: tuple[Line, ...]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """All worksheets of ours in a file; ``faults`` name those that were ours once and cannot be read any more."""

    grids: tuple[Grid, ...]
    faults: tuple[Fault, ...] = ()


def read(path: Path) -> Filled:
    """Every worksheet of ours in the file. Raises BadTarget for a file that cannot be read, holds none, or is of another version."""
    tables = tables_of(path)
    marked = [(table, found) for table in tables if (found := _mark(table.rows)) is not None]
    if not marked:
        raise no_sheet(path)
    lost = tuple(_lost(table) for table in tables if _mark(table.rows) is None and _was_ours(table))
    return Filled(tuple(_grid(table, *found) for table, found in marked), lost)


def _mark(rows: list[list[Plain]]) -> tuple[int, list[str]] | None:
    """Where a worksheet says whose it is, and the words it says: rows put in above and columns taken out leave it readable."""
    for number, row in enumerate(rows[: 2 * FIRST]):
        for cell in row:
            if isinstance(cell, str) and cell.startswith(MARK):
                return number, cell.removeprefix(MARK).split()
    return None


def _was_ours(table: Table) -> bool:
    names = {name for kind in Kind for name in settings()["names"][kind].values()}
    return table.name in names or any(set(REQUIRED) <= set(map(str, row)) for row in table.rows[: 2 * FIRST])


def _lost(table: Table) -> Fault:
    return Fault(f"{table.name}!A1", Text(
        "隐藏的前两行已被删去或改动，本工作表未读入；请用 xuncha sheet 重新生成再填",
        "its two hidden first rows are gone or changed, so this worksheet was not read: make a new sheet",
    ))  # fmt: skip


def _grid(table: Table, number: int, said: list[str]) -> Grid:
    """Raises BadTarget for a sheet of another version."""
    if len(said) < 4 or said[0] != settings()["version"] or said[3] not in tuple(Kind):
        raise BadTarget(
            "这份表由另一版本的巡查生成，请用 xuncha sheet 重新生成",
            "this sheet was made by another version of Xuncha: make a new one with 'xuncha sheet'",
        )
    kind = Kind(said[3])
    keys = [str(each or "") for each in table.rows[number + 1]] if number + 1 < len(table.rows) else []
    columns = settings()["columns"][kind]
    wanted = [each for each in columns if each["key"] in REQUIRED or each.get("fill")]
    bad = [each for each in wanted if keys.count(each["key"]) != 1 and (each["key"] in REQUIRED or each["key"] in keys)]
    if bad:
        return Grid(said[1], kind, (), tuple(_column_lost(table, number, each, each["key"] in keys) for each in bad))
    fill = [at for at, key in enumerate(keys, 1) if any(key == each["key"] for each in wanted if each.get("fill"))]
    first = _first(table.rows, number + 2, keys.index("id"), columns)
    merged = [each for each in map(_Range.of, table.merged) if each.last >= first and each.over(fill)]
    lines, faults = [], []
    for at, row in enumerate(table.rows[first - 1 :], first):
        if (held := next((each for each in merged if each.first <= at <= each.last), None)) is None:
            cells = {key: each for key, each in zip(keys, row, strict=False) if key}
            places = {key: f"{table.name}!{get_column_letter(each)}{at}" for each, key in enumerate(keys, 1) if key}
            lines.append(Line(cells, places))
        elif any(place <= len(row) and row[place - 1] is not None for place in fill):
            faults.append(Fault(f"{table.name}!{held.name}", Text(
                "单元格被合并，所涉各行均未读入；请取消合并，每行各自填写",
                "cells are merged and none of their rows was read: unmerge them and fill in each row by itself",
            )))  # fmt: skip
    return Grid(said[1], kind, tuple(lines), tuple(dict.fromkeys(faults)))


def _column_lost(table: Table, number: int, column: Any, twice: bool) -> Fault:
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
    return Fault(f"{table.name}!{number + 2}:{number + 2}", text)


def _first(rows: list[list[Plain]], start: int, at: int, columns: Any) -> int:
    """The number, from 1, of the first row under the heads; the heads may have been moved or taken out."""
    words = {name for each in columns if each["key"] == "id" for name in each["name"].values()}
    groups = {name for each in settings()["groups"].values() for name in each.values()}
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
        return any(self.left <= each <= self.right for each in columns)
