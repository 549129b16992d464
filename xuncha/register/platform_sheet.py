"""The sheet of platforms: read from a workbook or CSV with Chinese or English columns, and written the same way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl.utils import get_column_letter

from probes.finding import Text
from scoring.standard_tables import Standard
from storage.platforms import Batch, Registration
from xuncha.console.lang import Lang
from xuncha.register.platform_rows import (
    FieldFault,
    load_column_names,
    load_platform_table,
    normalize_column_name,
    parse_batch,
    parse_registration,
)
from xuncha.reports import table_files
from xuncha.reports.table_files import TableSheet
from xuncha.settings.target import InvalidInput
from xuncha.sheets.worksheet_file import Formula, Plain, SheetTable, read_worksheets

STAND_IN = "https://stand-in.invalid"  # for a bad address, so that the row's other cells can be checked
SEARCHED = 10  # rows in which the column headings are searched: a title may stand above them


@dataclass(frozen=True, slots=True)
class GoodRow:
    """One row that can be registered."""

    place: str
    registration: Registration
    batch: Batch | None


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with one cell («平台!C7»), or with a column. ``row`` and ``key``: the row's number and the column, 0 and "" of none."""

    place: str
    text: Text
    row: int = 0
    key: str = ""


def read_platform_sheet(path: Path, standard: Standard) -> tuple[tuple[GoodRow, ...], tuple[CellFault, ...]]:
    """The good rows, and the errors of all others. Raises InvalidInput for a file without column headings."""
    good: list[GoodRow] = []
    bad: list[CellFault] = []
    found = False
    for table in read_worksheets(path, _no_sheet, load_platform_table()["most_rows"]):
        heads = None if table.name in load_platform_table()["names"]["help"].values() else _heads(table)
        if heads is None:
            continue
        found = True
        _rows(table, *heads, standard, good, bad)
    if not found:
        raise _no_sheet(path)
    return tuple(good), tuple(bad)


def _no_sheet(path: Path) -> InvalidInput:
    return InvalidInput(
        f"{path} 中没有「网址」一列；用 xuncha platforms import --template list.xlsx 生成样表",
        f"{path} has no column 'URL': make an empty sheet with 'xuncha platforms import --template list.xlsx'",
    )


def _heads(table: SheetTable) -> tuple[int, list[str]] | None:
    """The row of column headings and the key of each column, "" for a column that is not ours."""
    for number, row in enumerate(table.rows[:SEARCHED]):
        keys = [load_column_names().get(normalize_column_name(cell), "") for cell in row]
        if "url" in keys:
            return number, keys
    return None


def _rows(
    table: SheetTable, head: int, keys: list[str], standard: Standard, good: list[GoodRow], bad: list[CellFault]
) -> None:
    of_columns, unfit = _column_faults(table, head, keys)
    bad += of_columns
    if unfit:
        return
    first: dict[str, str] = {}
    for row in list_grid_rows(table, head, keys):
        known, faults = check_grid_row(row, standard, first)
        bad += faults
        good += [known] if known is not None else []


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row as it was written: words by key, where each stands («平台!C7»), and keys whose cells are formulas."""

    number: int
    said: Mapping[str, str]
    places: Mapping[str, str]
    formulas: frozenset[str] = frozenset()


def read_platform_grid(path: Path) -> tuple[tuple[GridRow, ...], tuple[CellFault, ...]]:
    """The rows of a sheet unchecked, and what is wrong with its columns. Raises InvalidInput for a file without column headings."""
    rows: list[GridRow] = []
    bad: list[CellFault] = []
    found = False
    for table in read_worksheets(path, _no_sheet, load_platform_table()["most_rows"]):
        heads = None if table.name in load_platform_table()["names"]["help"].values() else _heads(table)
        if heads is not None:
            found = True
            faults = _column_faults(table, *heads)
            bad += faults[0]
            rows += [] if faults[1] else list_grid_rows(table, *heads)
    if not found:
        raise _no_sheet(path)
    return tuple(rows), tuple(bad)


def list_grid_rows(table: SheetTable, head: int, keys: Sequence[str]) -> Iterator[GridRow]:
    """The rows below the headings that hold anything of ours."""
    for number, row in enumerate(table.rows[head + 1 :], head + 2):
        cells = {key: cell for key, cell in zip(keys, row, strict=False) if key}
        if not any(cells.values()):
            continue
        places = {key: f"{table.name}!{get_column_letter(at)}{number}" for at, key in enumerate(keys, 1) if key}
        formulas = frozenset(key for key, cell in cells.items() if isinstance(cell, Formula))
        yield GridRow(number, {key: _words(cell) for key, cell in cells.items()}, places, formulas)


def check_grid_row(
    row: GridRow, standard: Standard, first: dict[str, str]
) -> tuple[GoodRow | None, tuple[CellFault, ...]]:
    """The row as a registration, or all that is wrong with it. ``first``: where each address stood first; it grows."""
    said = dict(row.said)
    faults = {
        key: _fault(row, key, Text("不能是公式，请粘贴为值", "a formula cannot be read: paste its value"))
        for key in sorted(row.formulas)
    }
    said |= {key: STAND_IN if key == "url" else "" for key in faults}
    while True:
        try:
            known, of = parse_registration(said, standard), parse_batch(said)
        except FieldFault as fault:
            if fault.key in faults:  # what stands beside it cannot be read without it
                return None, tuple(faults.values())
            faults[fault.key] = _fault(row, fault.key, fault.text)
            said[fault.key] = STAND_IN if fault.key == "url" else ""
            continue
        break
    place = row.places.get("url", "")
    if "url" not in faults and (before := first.setdefault(known.url, place)) != place:
        faults["url"] = _fault(row, "url", Text(f"与 {before} 是同一网址", f"the same address as {before}"))
    return (None if faults else GoodRow(place, known, of)), tuple(faults.values())


def _fault(row: GridRow, key: str, text: Text) -> CellFault:
    return CellFault(row.places.get(key) or row.places.get("url", ""), text, row.number, key)


def _column_faults(table: SheetTable, head: int, keys: list[str]) -> tuple[list[CellFault], bool]:
    """What is wrong with columns, and whether none of the rows can be read for it."""
    bad: list[CellFault] = []
    if twice := next((key for key in keys if key and keys.count(key) > 1), None):
        place = f"{table.name}!{get_column_letter(len(keys) - keys[::-1].index(twice))}{head + 1}"
        bad.append(CellFault(place, Text("这一列出现了两次，请删去一列", "this column is there twice: delete one")))
        return bad, True
    for at, (key, cell) in enumerate(zip(keys, table.rows[head], strict=True), 1):
        if not key and cell and normalize_column_name(cell) not in _written():
            place = f"{table.name}!{get_column_letter(at)}{head + 1}"
            bad.append(
                CellFault(
                    place,
                    Text(f"不认识列名 {str(cell)[:40]!r}，未读入", f"unknown column {str(cell)[:40]!r}, not read"),
                )
            )
    return bad, False


def _written() -> frozenset[str]:
    """Columns that are written but not read back."""
    return frozenset(
        normalize_column_name(load_platform_table()["names"][key][lang])
        for key in ("state", "due")
        for lang in ("zh", "en")
    )


def _words(cell: Plain) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return (
        "" if cell is None or isinstance(cell, Formula) else table_files.unquote_cell(str(cell))
    )  # as our own CSV has them


def write_platform_sheet(path: Path, rows: Iterable[Mapping[str, str]], lang: Lang, extra: Sequence[str] = ()) -> None:
    """Write the platforms as .xlsx or .csv, by the file's ending. Raises InvalidInput.

    ``extra``: keys of ``names`` that are only written.
    """
    columns, names = load_platform_table()["columns"], load_platform_table()["names"]
    keys = [column["key"] for column in columns] + list(extra)
    heads = [column[lang] for column in columns] + [names[key][lang] for key in extra]
    sheet = TableSheet(names["sheet"][lang], heads, [[row.get(key, "") for key in keys] for row in rows], frozen=2)
    helps = [(column[lang], column["help"][lang]) for column in columns]
    table_files.write_tables(path, [sheet], lang, (names["help"][lang], helps))


def write_empty_sheet(path: Path, lang: Lang) -> None:
    """Write a sheet with one example row and no data. Raises InvalidInput."""
    write_platform_sheet(
        path, [{column["key"]: column["example"] for column in load_platform_table()["columns"]}], lang
    )
