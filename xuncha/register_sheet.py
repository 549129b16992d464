"""The sheet of platforms: read from a workbook or CSV with columns in Chinese or English, and written out the same way."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from openpyxl.utils import get_column_letter
from xlsxwriter.exceptions import FileCreateError

from probes.finding import Text
from scoring.tables import Standard
from storage.register import Batch, Registration
from xuncha.registering import Wrong, batch, headings, registration, settings, spelled
from xuncha.sheet_file import Formula, Plain, Table, tables_of
from xuncha.target import BadTarget
from xuncha.words import Lang

FORMULA = ("=", "+", "-", "@", "\t", "\r")
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
    words = "" if cell is None else str(cell)
    return words[1:] if words.startswith("'") and words[1:].startswith(FORMULA) else words  # as our own CSV has them


def write(path: Path, rows: Iterable[Mapping[str, str]], lang: Lang, extra: Sequence[str] = ()) -> None:
    """The platforms as .xlsx or .csv, by the ending; ``extra`` are keys of ``names`` that are only written. Raises BadTarget.

    No word becomes a formula: cells of a workbook are text, cells of a CSV that begin like one get a quote before them.
    """
    columns = settings()["columns"]
    heads = [column[lang] for column in columns] + [settings()["names"][key][lang] for key in extra]
    keys = [column["key"] for column in columns] + list(extra)
    try:
        if path.suffix.lower() == ".csv":
            _csv(path, heads, ([row.get(key, "") for key in keys] for row in rows))
        elif path.suffix.lower() == ".xlsx":
            _workbook(path, heads, [[row.get(key, "") for key in keys] for row in rows], lang)
        else:
            raise BadTarget(f"{path} 应以 .xlsx 或 .csv 结尾", f"{path} must end in .xlsx or .csv")
    except (OSError, FileCreateError) as fault:
        said = getattr(fault, "strerror", None) or str(fault)
        raise BadTarget(f"无法写入 {path}：{said}", f"cannot write {path}: {said}") from fault


def template(path: Path, lang: Lang) -> None:
    """An empty sheet with one example. Raises BadTarget."""
    write(path, [{column["key"]: column["example"] for column in settings()["columns"]}], lang)


def _csv(path: Path, heads: list[str], rows: Iterator[list[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(heads)
        for row in rows:
            out.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row])


def _workbook(path: Path, heads: list[str], rows: list[list[str]], lang: Lang) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(path), options)
    font = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
    head = book.add_format({**font, "bold": True, "bg_color": "#eef2f7", "bottom": 1})
    cell = book.add_format({**font, "num_format": "@"})
    wrapped = book.add_format({**font, "text_wrap": True})
    sheet = book.add_worksheet(settings()["names"]["sheet"][lang])
    for at, name in enumerate(heads):
        sheet.write_string(0, at, name, head)
        longest = max([_width(name), *(_width(row[at]) for row in rows[:200])])
        sheet.set_column(at, at, min(max(longest + 2, 8), 48), cell)
    for number, row in enumerate(rows, 1):
        for at, words in enumerate(row):
            sheet.write_string(number, at, words, cell)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
    helps = book.add_worksheet(settings()["names"]["help"][lang])
    helps.set_column(0, 0, 20, wrapped)
    helps.set_column(1, 1, 90, wrapped)
    for number, column in enumerate(settings()["columns"]):
        helps.write_string(number, 0, column[lang], wrapped)
        helps.write_string(number, 1, column["help"][lang], wrapped)
    book.close()


def _width(words: str) -> int:
    return sum(1 if ord(c) < 0x2E80 else 2 for c in words)
