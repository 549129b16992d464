"""A filled-in sheet as plain cells: a workbook, or one worksheet of it saved as CSV. Nothing in it is computed or trusted."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from xuncha.sheet_book import FIRST, KEYS, MARK
from xuncha.sheet_rows import Kind, settings
from xuncha.target import BadTarget

Plain = str | float | None
# What openpyxl, zipfile and zlib raise over files that are damaged, locked or something else altogether.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, KeyError, IndexError, ValueError, TypeError, AttributeError,
    SyntaxError, EOFError, RuntimeError, OSError,
)  # fmt: skip


class Formula(str):
    """What a cell would compute; it is never computed."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its cells by the keys of the columns, and where each stands («条款!H17»)."""

    cells: dict[str, Plain]
    places: dict[str, str]


@dataclass(frozen=True, slots=True)
class Grid:
    """One worksheet: what audit it belongs to, and its rows."""

    audit: str
    version: str
    kind: Kind
    lines: tuple[Line, ...]


def read(path: Path) -> tuple[Grid, ...]:
    """Every worksheet of ours in the file. Raises BadTarget for a file that cannot be read or holds none."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= settings()["most_bytes"] else b""
    except OSError as fault:
        said = fault.strerror or str(fault)
        raise BadTarget(f"无法读取 {path}：{said}", f"cannot read {path}: {said}") from fault
    if not data:
        raise _no_sheet(path)
    tables = _workbook(path, data) if zipfile.is_zipfile(io.BytesIO(data)) else [(path.name, _csv(path, data))]
    grids = tuple(grid for name, rows in tables if (grid := _grid(name, rows)) is not None)
    if not grids:
        raise _no_sheet(path)
    return grids


def _no_sheet(path: Path) -> BadTarget:
    return BadTarget(
        f"{path} 不是 xuncha sheet 生成的表，或隐藏的前两行已被删去；请重新生成",
        f"{path} is no sheet made by 'xuncha sheet', or its two hidden first rows are gone: make a new one",
    )


def _workbook(path: Path, data: bytes) -> list[tuple[str, list[list[Plain]]]]:
    most = settings()["most_bytes"] * settings()["unpacked"]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(each.file_size for each in archive.infolist()) > most:
                raise _no_sheet(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions it leaves out, which we do not read
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
            try:
                return [(sheet.title, _cells(sheet)) for sheet in book.worksheets]
            finally:
                book.close()
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        SyntaxError,
        AttributeError,
        OSError,
    ) as fault:
        raise _no_sheet(path) from fault


def _cells(sheet: Any) -> list[list[Plain]]:
    """Read row by row: what a file says of its own size is not believed."""
    sheet.reset_dimensions()
    rows: list[list[Plain]] = []
    for number, row in enumerate(sheet.iter_rows(max_col=settings()["most_columns"])):
        if number >= settings()["most_rows"]:
            break
        rows.append([_plain(cell.value, cell.data_type) for cell in row])
    return rows


def _plain(value: object, kind: str) -> Plain:
    if value is None:
        return None
    if kind == "f" or type(value).__name__ in ("ArrayFormula", "DataTableFormula"):
        return Formula(value if isinstance(value, str) else "=")
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def _csv(path: Path, data: bytes) -> list[list[Plain]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            words = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            rows: Iterable[list[str]] = csv.reader(io.StringIO(words, newline=""), strict=True)
            plain: list[list[Plain]] = [[cell or None for cell in row] for row in rows]
            return plain[: settings()["most_rows"]]
        except csv.Error:
            break
    raise _no_sheet(path)


def _grid(name: str, rows: list[list[Plain]]) -> Grid | None:
    """None for a worksheet that is not ours."""
    if len(rows) <= KEYS or not rows[0] or not str(rows[0][0] or "").startswith(MARK):
        return None
    mark, audit, _, kind = (str(each or "") for each in [*rows[0], None, None, None, None][:4])
    if kind not in tuple(Kind):
        return None
    return Grid(audit, mark.removeprefix(MARK), Kind(kind), tuple(_lines(name, rows)))


def _lines(name: str, rows: list[list[Plain]]) -> Iterator[Line]:
    keys = [str(each or "") for each in rows[KEYS]]
    for number, row in enumerate(rows[FIRST:], FIRST + 1):
        cells = {key: each for key, each in zip(keys, row, strict=False) if key}
        places = {key: f"{name}!{get_column_letter(at)}{number}" for at, key in enumerate(keys, 1) if key}
        yield Line(cells, places)
