"""The worksheets of a file as plain cells: a workbook, or one worksheet of it saved as CSV. Nothing in it is computed or trusted."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from xuncha.sheet_rows import settings
from xuncha.target import BadTarget

Plain = str | float | None
OLD_OR_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")  # the container of .xls, and of workbooks with a password
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
# What openpyxl, zipfile and zlib raise over files that are damaged, locked or something else altogether.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, KeyError, IndexError, ValueError, TypeError, AttributeError,
    SyntaxError, EOFError, RuntimeError, OSError,
)  # fmt: skip


class Formula(str):
    """What a cell would compute; it is never computed."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A worksheet as its cells from the first row on, with the ranges that were merged in it («N6:N8»)."""

    name: str
    rows: list[list[Plain]]
    merged: tuple[str, ...] = ()


def tables_of(path: Path, refused: Callable[[Path], BadTarget] | None = None, most_rows: int = 0) -> list[Table]:
    """Every worksheet of the file, ours or not. Raises BadTarget for a file that cannot be read.

    ``refused`` words what is said of a file that is no sheet; ``most_rows`` are read of each, 0 = as many as a sheet of ours has.
    """
    refused, most_rows = refused or no_sheet, most_rows or settings()["most_rows"]
    most = settings()["most_bytes"]
    try:
        if path.stat().st_size > most:
            raise BadTarget(
                f"{path} 超过 {most // 1_000_000} MB，不像是评审表",
                f"{path} is over {most // 1_000_000} MB, too large for a sheet",
            )
        data = path.read_bytes()
    except OSError as fault:
        said = fault.strerror or str(fault)
        raise BadTarget(f"无法读取 {path}：{said}", f"cannot read {path}: {said}") from fault
    if not data:
        raise refused(path)
    if data.startswith(OLD_OR_LOCKED):
        raise _save_anew(path)
    read = _workbook if zipfile.is_zipfile(io.BytesIO(data)) else _csv
    found = read(path, data, most_rows)
    if found is None:
        raise refused(path)
    return found


def no_sheet(path: Path) -> BadTarget:
    return BadTarget(
        f"{path} 不是 xuncha sheet 生成的表，或隐藏的前两行已被删去；请重新生成",
        f"{path} is no sheet made by 'xuncha sheet', or its two hidden first rows are gone: make a new one",
    )


def _save_anew(path: Path) -> BadTarget:
    return BadTarget(
        f"{path} 是加密的、旧式的或 .ods 文件；请另存为不加密的 .xlsx 后再读入",
        f"{path} is encrypted, of an old kind or .ods: save it as .xlsx without a password, then have it read",
    )


def _workbook(path: Path, data: bytes, most_rows: int) -> list[Table] | None:
    """None for what is no workbook."""
    most = settings()["most_bytes"] * settings()["unpacked"]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(each.file_size for each in archive.infolist()) > most:
                return None
            if "content.xml" in archive.namelist():
                raise _save_anew(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions it leaves out, which we do not read
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
            try:
                return [
                    Table(sheet.title, _cells(sheet, most_rows), _merged(data, sheet, most_rows))
                    for sheet in book.worksheets
                ]
            finally:
                book.close()
    except BadTarget:
        raise
    except _DAMAGED:
        return None


def _cells(sheet: Any, most_rows: int) -> list[list[Plain]]:
    """Read row by row: what a file says of its own size is not believed."""
    sheet.reset_dimensions()
    rows: list[list[Plain]] = []
    for number, row in enumerate(sheet.iter_rows(max_col=settings()["most_columns"])):
        if number >= most_rows:
            break
        rows.append([_plain(cell.value, cell.data_type) for cell in row])
    return rows


def _merged(data: bytes, sheet: Any, most_rows: int) -> tuple[str, ...]:
    """The merged ranges of a worksheet, which a row-by-row reader leaves out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = archive.read(sheet._worksheet_path)
    return tuple(found.decode("ascii") for found in MERGED.findall(text)[:most_rows])


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


def _csv(path: Path, data: bytes, most_rows: int) -> list[Table] | None:
    """None for what is no CSV."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            words = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            rows: Iterable[list[str]] = csv.reader(io.StringIO(words, newline=""), strict=True)
            plain: list[list[Plain]] = [[cell or None for cell in row] for row in rows]
            return [Table(path.name, plain[:most_rows])]
        except csv.Error:
            break
    return None
