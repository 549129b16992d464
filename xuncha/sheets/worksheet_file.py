"""The worksheets of a file as plain cells: a workbook, or one of its worksheets as CSV.

Nothing is computed or trusted.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from crawler.dom.zip_files import BadArchive, repack_zip
from probes.finding import Text
from xuncha.settings.target import InvalidInput
from xuncha.sheets.review_rows import load_sheet_settings
from xuncha.sheets.worksheet_parts import ODS, SheetTooLarge, read_workbook_parts

Plain = str | float | None
OLD_OR_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")  # the container of .xls, and of workbooks with a password
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
# What openpyxl, zipfile and zlib raise on files that are damaged, locked or something else altogether.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, KeyError, IndexError, ValueError, TypeError, AttributeError,
    SyntaxError, EOFError, RuntimeError, OSError, BadArchive,
)  # fmt: skip


class Formula(str):
    """A cell's formula; it is never computed."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A worksheet as its cells from the first row on, with its merged ranges («N6:N8»)."""

    name: str
    rows: list[list[Plain]]
    merged: tuple[str, ...] = ()


def read_worksheets(
    path: Path, refused: Callable[[Path], InvalidInput] | None = None, most_rows: int = 0
) -> list[SheetTable]:
    """Every worksheet of the file, ours or not. Raises InvalidInput for a file that cannot be read.

    ``refused``: the message for a file that is no sheet. ``most_rows``: rows read of each, 0 = as many as our sheets
    have; a file with more is refused.
    """
    refused, most_rows = refused or make_no_sheet_error, most_rows or load_sheet_settings()["most_rows"]
    most = load_sheet_settings()["most_bytes"]
    try:
        if path.stat().st_size > most:
            raise InvalidInput(
                f"{path} 超过 {most // 1_000_000} MB，不像是评审表",
                f"{path} is over {most // 1_000_000} MB, too large for a sheet",
            )
        data = path.read_bytes()
    except OSError as fault:
        said = fault.strerror or str(fault)
        raise InvalidInput(f"无法读取 {path}：{said}", f"cannot read {path}: {said}") from fault
    if not data:
        raise refused(path)
    if data.startswith(OLD_OR_LOCKED):
        raise _save_anew(path)
    read = _workbook if zipfile.is_zipfile(io.BytesIO(data)) else _csv
    try:
        found = read(path, data, most_rows)
    except SheetTooLarge as fault:
        zh, en = fault.text.zh, fault.text.en
        raise InvalidInput(f"{path} 未读入：{zh}", f"{path} was not read: {en}") from fault
    if found is None:
        raise refused(path)
    return found


def make_no_sheet_error(path: Path) -> InvalidInput:
    """The error for a file that is not a sheet of ours."""
    return InvalidInput(
        f"{path} 不是 xuncha sheet 生成的表，或隐藏的前两行已被删去；请重新生成",
        f"{path} is no sheet made by 'xuncha sheet', or its two hidden first rows are gone: make a new one",
    )


def _save_anew(path: Path) -> InvalidInput:
    return InvalidInput(
        f"{path} 是加密的、旧式的或 .ods 文件；请另存为不加密的 .xlsx 后再读入",
        f"{path} is encrypted, of an old kind or .ods: save it as .xlsx without a password, then have it read",
    )


def _workbook(path: Path, data: bytes, most_rows: int) -> list[SheetTable] | None:
    """The worksheets of a workbook; None for a file that is not one. Raises SheetTooLarge."""
    try:
        found = read_workbook_parts(data)
        if ODS in found:
            raise _save_anew(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # warns of extensions it leaves out, which we do not read
            book = openpyxl.load_workbook(repack_zip(found), read_only=True, data_only=False, keep_links=False)
            try:
                return _tables(book.worksheets, found, most_rows)
            finally:
                book.close()
    except (InvalidInput, SheetTooLarge):
        raise
    except _DAMAGED:
        return None


def _tables(sheets: Sequence[Any], found: Mapping[str, bytes], most_rows: int) -> list[SheetTable]:
    limits = load_sheet_settings()["file"]
    if len(sheets) > limits["worksheets"]:
        raise SheetTooLarge(
            Text(f"工作表超过 {limits['worksheets']} 张", f"it has more than {limits['worksheets']} worksheets")
        )
    tables, room = [], int(limits["cells"])
    for sheet in sheets:
        rows = _cells(sheet, most_rows, room)
        room -= sum(map(len, rows))
        merged = islice(MERGED.finditer(found[sheet._worksheet_path]), most_rows)
        tables.append(SheetTable(sheet.title, rows, tuple(match[1].decode("ascii") for match in merged)))
    return tables


def _cells(sheet: Any, most_rows: int, room: int) -> list[list[Plain]]:
    """A worksheet's cells, row by row, without empty cells at a row's end and empty rows at the end.

    What a file says about its own size is not trusted.
    """
    sheet.reset_dimensions()
    rows: list[list[Plain]] = []
    columns, most = load_sheet_settings()["most_columns"], load_sheet_settings()["file"]["sheet_rows"]
    empty: object = None  # the row that openpyxl gives for each that a file leaves out, of which there may be a million
    for number, row in enumerate(sheet.iter_rows(max_col=columns, max_row=most), 1):
        if row is empty:
            continue
        cells = [_plain(cell.value, cell.data_type) for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            empty = row
            continue
        rows.extend([] for _ in range(number - 1 - len(rows)) if number <= most_rows)
        _bounded(sheet.title, number, cells, most_rows)
        rows.append(cells)
        room -= len(cells)
        if room < 0:
            raise SheetTooLarge(Text("单元格过多", "it holds too many cells"))
    return rows


def _bounded(name: str, number: int, cells: Sequence[Plain], most_rows: int) -> None:
    """Raise SheetTooLarge for a row beyond the limit, and for a cell that holds more than any program allows."""
    if number > most_rows:
        zh, en = f"{name} 超过 {most_rows} 行，请拆成几个文件", f"{name} has more than {most_rows} rows: split it"
        raise SheetTooLarge(Text(zh, en))
    most = load_sheet_settings()["file"]["cell_chars"]
    for at, cell in enumerate(cells, 1):
        if isinstance(cell, str) and len(cell) > most:
            place = f"{name}!{get_column_letter(at)}{number}"
            raise SheetTooLarge(Text(f"{place} 超过 {most} 个字", f"{place} holds more than {most} characters"))


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


def _csv(path: Path, data: bytes, most_rows: int) -> list[SheetTable] | None:
    """The cells of a CSV; None for a file that is not one. Raises SheetTooLarge."""
    most = load_sheet_settings()["file"]["csv_bytes"]
    if len(data) > most:
        raise SheetTooLarge(Text(f"超过 {most // 1_000_000} MB", f"it is over {most // 1_000_000} MB"))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            words = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            rows: Iterable[list[str]] = csv.reader(io.StringIO(words, newline=""), strict=True)
            plain: list[list[Plain]] = []
            for number, row in enumerate(rows, 1):
                cells: list[Plain] = [cell or None for cell in row[: load_sheet_settings()["most_columns"]]]
                if any(cells):
                    _bounded(path.name, number, cells, most_rows)
                plain += [cells] if number <= most_rows else []
            return [SheetTable(path.name, plain)]
        except csv.Error:
            break
    return None
