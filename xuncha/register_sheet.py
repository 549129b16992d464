"""The sheet of platforms: read from a workbook or CSV with columns in Chinese or English, and written out the same way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl.utils import get_column_letter

from probes.finding import Text
from scoring.tables import Standard
from storage.register import Batch, Registration
from xuncha import workbook
from xuncha.registering import Wrong, batch, headings, registration, settings, spelled
from xuncha.sheet_file import Formula, Plain, Table, tables_of
from xuncha.target import BadTarget
from xuncha.words import Lang
from xuncha.workbook import Sheet

SEARCHED = 10  # rows in which the heads are looked for: a title may stand above them


@dataclass(frozen=True, slots=True)
class Good:
    """One row that can be registered."""

    place: str
    registration: Registration
    batch: Batch | None


@dataclass(frozen=True, slots=True)
class Bad:
    """What is wrong with one cell («平台!C7»), or with a column."""

    place: str
    text: Text


def read(path: Path, standard: Standard) -> tuple[tuple[Good, ...], tuple[Bad, ...]]:
    """Good rows and the faults of all others. Raises BadTarget for a file in which no heads are found."""
    good: list[Good] = []
    bad: list[Bad] = []
    found = False
    for table in tables_of(path, _no_sheet, settings()["most_rows"]):
        heads = None if table.name in settings()["names"]["help"].values() else _heads(table)
        if heads is None:
            continue
        found = True
        _rows(table, *heads, standard, good, bad)
    if not found:
        raise _no_sheet(path)
    return tuple(good), tuple(bad)


def _no_sheet(path: Path) -> BadTarget:
    return BadTarget(
        f"{path} 中没有「网址」一列；用 xuncha platforms import --template list.xlsx 生成样表",
        f"{path} has no column 'URL': make an empty sheet with 'xuncha platforms import --template list.xlsx'",
    )


def _heads(table: Table) -> tuple[int, list[str]] | None:
    """The row of heads and the key of each column, "" for one that is none of ours."""
    for number, row in enumerate(table.rows[:SEARCHED]):
        keys = [headings().get(spelled(cell), "") for cell in row]
        if "url" in keys:
            return number, keys
    return None


def _rows(table: Table, head: int, keys: list[str], standard: Standard, good: list[Good], bad: list[Bad]) -> None:
    if twice := next((key for key in keys if key and keys.count(key) > 1), None):
        place = f"{table.name}!{get_column_letter(len(keys) - keys[::-1].index(twice))}{head + 1}"
        bad.append(Bad(place, Text("这一列出现了两次，请删去一列", "this column is there twice: delete one")))
        return
    for at, (key, cell) in enumerate(zip(keys, table.rows[head], strict=True), 1):
        if not key and cell and spelled(cell) not in _written():
            place = f"{table.name}!{get_column_letter(at)}{head + 1}"
            bad.append(
                Bad(
                    place,
                    Text(f"不认识列名 {str(cell)[:40]!r}，未读入", f"unknown column {str(cell)[:40]!r}, not read"),
                )
            )
    first: dict[str, str] = {}
    for number, row in enumerate(table.rows[head + 1 :], head + 2):
        cells = {key: cell for key, cell in zip(keys, row, strict=False) if key}
        if not any(cells.values()):
            continue
        places = {key: f"{table.name}!{get_column_letter(at)}{number}" for at, key in enumerate(keys, 1) if key}
        try:
            said = {key: _words(key, cell) for key, cell in cells.items()}
            known = registration(said, standard)
            of = batch(said)
            if (before := first.setdefault(known.url, places["url"])) != places["url"]:
                raise Wrong("url", Text(f"与 {before} 是同一网址", f"the same address as {before}"))
        except Wrong as fault:
            bad.append(Bad(places.get(fault.key, places["url"]), fault.text))
            continue
        good.append(Good(places["url"], known, of))


def _written() -> frozenset[str]:
    """Columns that are written out and not read back."""
    return frozenset(spelled(settings()["names"][key][lang]) for key in ("state", "due") for lang in ("zh", "en"))


def _words(key: str, cell: Plain) -> str:
    if isinstance(cell, Formula):
        raise Wrong(key, Text("不能是公式，请粘贴为值", "a formula cannot be read: paste its value"))
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else workbook.unquoted(str(cell))  # as our own CSV has them


def write(path: Path, rows: Iterable[Mapping[str, str]], lang: Lang, extra: Sequence[str] = ()) -> None:
    """The platforms as .xlsx or .csv, by the ending; ``extra`` are keys of ``names`` that are only written. Raises BadTarget."""
    columns, names = settings()["columns"], settings()["names"]
    keys = [column["key"] for column in columns] + list(extra)
    heads = [column[lang] for column in columns] + [names[key][lang] for key in extra]
    sheet = Sheet(names["sheet"][lang], heads, [[row.get(key, "") for key in keys] for row in rows], frozen=2)
    helps = [(column[lang], column["help"][lang]) for column in columns]
    workbook.write(path, [sheet], lang, (names["help"][lang], helps))


def template(path: Path, lang: Lang) -> None:
    """An empty sheet with one example. Raises BadTarget."""
    write(path, [{column["key"]: column["example"] for column in settings()["columns"]}], lang)
