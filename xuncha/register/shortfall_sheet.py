"""Reads a filled-in shortfall sheet: each filled cell becomes a remark on its row; errors name their cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from crawler.settings_file import WordTable
from probes.finding import Text
from storage.remediations import ShortfallKey
from xuncha.register.platform_rows import LONGEST, FieldFault, clean_input, normalize_column_name
from xuncha.register.platform_sheet import SEARCHED, CellFault
from xuncha.reports.table_files import unquote_cell
from xuncha.settings.target import InvalidInput
from xuncha.settings.zone import BEIJING
from xuncha.sheets.worksheet_file import Formula, Plain, SheetTable, read_worksheets

_ID = re.compile(r"(\d{1,9})/([0-9A-Za-z.\-]{1,64})/(\d{8}T\d{12})Z")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ][\d:.]{4,15})?")
STAMP = "%Y%m%dT%H%M%S%f"


@dataclass(frozen=True, slots=True)
class ShortfallRow:
    """What one row says.

    ``said`` has the filled cells by key: a day, words, True or False; None = remove the earlier remark. ``version`` is
    how many remarks the row had when the sheet was exported; ``places`` are the cells by key («整改!M3»).
    """

    key: ShortfallKey
    version: int
    said: Mapping[str, datetime | str | bool | None]
    places: Mapping[str, str] = field(default_factory=dict)


def load_rectify_table() -> dict[str, Any]:
    """The table rectify.toml."""
    return WordTable("xuncha.register", "rectify.toml").load()


@cache
def _headings() -> Mapping[str, str]:
    return {
        normalize_column_name(column[name]): column["key"]
        for column in load_rectify_table()["columns"]
        for name in ("key", "zh", "en")
    }


def format_shortfall_number(key: ShortfallKey) -> str:
    """A shortfall's number in a sheet."""
    return f"{key.platform}/{key.item}/{key.opened_at.astimezone(UTC):{STAMP}}Z"


def read_shortfall_sheet(path: Path) -> tuple[tuple[ShortfallRow, ...], tuple[CellFault, ...]]:
    """Rows that say something, and the errors of all others. Raises InvalidInput for a file without column headings."""
    rows: list[ShortfallRow] = []
    bad: list[CellFault] = []
    found = False
    for table in read_worksheets(path, _no_sheet, load_rectify_table()["most_rows"]):
        heads = _heads(table)
        if heads is None:
            continue
        found = True
        _rows(table, *heads, rows, bad)
    if not found:
        raise _no_sheet(path)
    return tuple(rows), tuple(bad)


def _no_sheet(path: Path) -> InvalidInput:
    return InvalidInput(
        f"{path} 不是整改表；用 xuncha rectify export --to rectify.xlsx 生成",
        f"{path} is no sheet of shortfalls: make one by 'xuncha rectify export --to rectify.xlsx'",
    )


def _heads(table: SheetTable) -> tuple[int, list[str]] | None:
    for number, row in enumerate(table.rows[:SEARCHED]):
        keys = [_headings().get(normalize_column_name(cell), "") for cell in row]
        if {"id", "version"} <= set(keys):
            return number, keys
    return None


def _rows(table: SheetTable, head: int, keys: Sequence[str], rows: list[ShortfallRow], bad: list[CellFault]) -> None:
    if twice := next((key for key in keys if key and keys.count(key) > 1), None):
        letter = get_column_letter(len(keys) - keys[::-1].index(twice))
        place = f"{table.name}!{letter}{head + 1}"
        bad.append(CellFault(place, Text("这一列出现了两次，请删去一列", "this column is there twice: delete one")))
        return
    fill = [column["key"] for column in load_rectify_table()["columns"] if column.get("fill")]
    first: dict[ShortfallKey, str] = {}
    for number, row in enumerate(table.rows[head + 1 :], head + 2):
        cells = {key: cell for key, cell in zip(keys, row, strict=False) if key}
        places = {key: f"{table.name}!{get_column_letter(at)}{number}" for at, key in enumerate(keys, 1) if key}
        if not any(_blank(cells.get(key)) is False for key in ("id", *fill)):
            continue
        try:
            key, version = _key(cells.get("id")), _version(cells.get("version"))
            if (before := first.setdefault(key, places["id"])) != places["id"]:
                raise FieldFault("id", Text(f"与 {before} 是同一条", f"the same shortfall as {before}"))
            said = {column: _read(column, cells[column]) for column in fill if _blank(cells.get(column)) is False}
        except FieldFault as fault:
            bad.append(CellFault(places.get(fault.key, places["id"]), fault.text))
            continue
        if said:
            rows.append(ShortfallRow(key, version, said, places))


def _blank(cell: Plain) -> bool:
    return cell is None or (isinstance(cell, str) and not clean_input(cell) and not isinstance(cell, Formula))


def _words(key: str, cell: Plain) -> str:
    if isinstance(cell, Formula):
        raise FieldFault(key, Text("不能是公式，请粘贴为值", "a formula cannot be read: paste its value"))
    words = clean_input(str(int(cell)) if isinstance(cell, float) and cell.is_integer() else unquote_cell(str(cell)))
    if len(words) > LONGEST:
        raise FieldFault(key, Text(f"超过 {LONGEST} 个字", f"longer than {LONGEST} characters"))
    return words


def _key(cell: Plain) -> ShortfallKey:
    match = None if _blank(cell) else _ID.fullmatch(_words("id", cell))
    if match is not None:
        try:
            return ShortfallKey(int(match[1]), match[2], datetime.strptime(match[3], STAMP).replace(tzinfo=UTC))
        except ValueError:
            pass  # no such day: reported below like anything that is not a number
    raise FieldFault(
        "id", Text("整改编号缺失或被改动，请重新导出", "the number is missing or was changed: export anew")
    )


def _version(cell: Plain) -> int:
    words = "" if _blank(cell) else _words("version", cell)
    if not re.fullmatch(r"\d{1,6}", words):
        raise FieldFault(
            "version", Text("版本缺失或被改动，请重新导出", "the version is missing or was changed: export anew")
        )
    return int(words)


def _read(key: str, cell: Plain) -> datetime | str | bool | None:
    words = _words(key, cell)
    if words == load_rectify_table()["no"]:
        return None
    if key in ("notified", "due"):
        return _day(key, words)
    if key == "closed":
        said = normalize_column_name(words)
        for answer, means in (("yes", True), ("no", False)):
            if said in (normalize_column_name(other) for other in load_rectify_table()["answers"][answer]):
                return means
        raise FieldFault(key, Text(f"{words[:40]!r} 应为 是 或 否", f"{words[:40]!r} must be yes or no"))
    return words


def _day(key: str, words: str) -> datetime:
    """The beginning of that day in Beijing; a time of day beside it is ignored."""
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", words))
    if match is not None:
        try:
            return datetime.combine(date(int(match[1]), int(match[2]), int(match[3])), time(), BEIJING)
        except ValueError:
            pass  # no such day: reported below like anything that is not a date
    raise FieldFault(key, Text(f"{words[:40]!r} 应写成 2026-11-25", f"{words[:40]!r}: write it like 2026-11-25"))
