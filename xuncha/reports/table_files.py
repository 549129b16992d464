"""Tables as files: a workbook, a CSV or a plain page. No page text becomes a formula, a link or markup."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import xlsxwriter
from jinja2 import Environment, StrictUndefined
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from xuncha.console.lang import Lang
from xuncha.settings.target import InvalidInput

FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 32_000  # characters; a cell of Excel holds 32767
WIDEST = 48  # columns of letters
ENDINGS = (".xlsx", ".csv", ".html")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Cell = str | float | None


@dataclass(frozen=True, slots=True)
class TableSheet:
    """One table.

    ``rows`` are treated as hostile; numbers stay numbers. ``fill``: columns (from 0) for a person to fill in.

    ``lines``: text above it in a page, and below it in a workbook's last sheet.
    """

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    frozen: int = 1
    fill: frozenset[int] = frozenset()
    lines: Sequence[str] = ()


def write_tables(path: Path, sheets: Sequence[TableSheet], lang: Lang, helps: tuple[str, Sequence[tuple[str, str]]] | None = None,
          endings: Sequence[str] = ENDINGS[:2]) -> None:  # fmt: skip
    """Write the tables as a file of the kind its ending names; a CSV holds the first table alone.

    ``helps``: a last sheet of words and their meanings. Raises InvalidInput for another ending, and where the file
    cannot be written.
    """
    ending = path.suffix.lower()
    if ending not in endings:
        zh, en = "、".join(endings), ", ".join(endings)
        raise InvalidInput(f"{path} 应以 {zh} 之一结尾", f"{path} must end in one of {en}")
    try:
        if ending == ".csv":
            _csv(path, sheets[0])
        elif ending == ".html":
            path.write_text(_page(sheets, lang), encoding="utf-8")
        else:
            _workbook(path, sheets, helps)
    except (OSError, FileCreateError) as fault:
        said = getattr(fault, "strerror", None) or str(fault)
        raise InvalidInput(f"无法写入 {path}：{said}", f"cannot write {path}: {said}") from fault


def render_workbook(
    sheets: Sequence[TableSheet], at: datetime, helps: tuple[str, Sequence[tuple[str, str]]] | None = None
) -> bytes:
    """The tables as the bytes of a workbook dated ``at``: equal tables give equal bytes."""
    out = BytesIO()
    _workbook(out, sheets, helps, at)
    return out.getvalue()


def clean_cell(words: str) -> str:
    """Text fit for a file: control characters and lone surrogates become blanks; at most ``LONGEST`` characters.

    Line breaks stay.
    """
    return "".join(c if c.isprintable() or c == "\n" else " " for c in words)[:LONGEST]


def _csv(path: Path, sheet: TableSheet) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow([_quoted(head) for head in sheet.heads])
        for row in sheet.rows:
            out.writerow([_quoted(cell) for cell in row])


def _quoted(cell: Cell) -> Cell:
    """Prefix a quote to what begins like a formula, after blanks or not."""
    if not isinstance(cell, str):
        return cell
    words = clean_cell(cell)
    return f"'{words}" if words.lstrip().startswith(FORMULA) or cell.startswith(FORMULA) else words


def unquote_cell(words: str) -> str:
    """Undo ``_quoted``, for files that are read back."""
    return words[1:] if words.startswith("'") and words[1:].lstrip().startswith(FORMULA) else words


def _workbook(
    to: Path | BytesIO, sheets: Sequence[TableSheet], helps: tuple[str, Sequence[tuple[str, str]]] | None,
    made: datetime | None = None,
) -> None:  # fmt: skip
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(to if isinstance(to, BytesIO) else str(to), {**options, "in_memory": made is not None})
    if made is not None:
        book.set_properties({"author": "Xuncha", "created": made.astimezone(UTC).replace(tzinfo=None, microsecond=0)})
    font = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
    head = book.add_format({**font, "bold": True, "bg_color": "#eef2f7", "bottom": 1})
    asked = book.add_format({**font, "bold": True, "bg_color": "#fdf3d7", "bottom": 1})
    cell = book.add_format({**font, "num_format": "@"})
    number = book.add_format({**font, "num_format": "0.00"})
    whole = book.add_format({**font, "num_format": "0"})
    wrapped = book.add_format({**font, "text_wrap": True})
    folded = book.add_format({**font, "num_format": "@", "text_wrap": True})
    for table in sheets:
        sheet = book.add_worksheet(table.name)
        for at, name in enumerate(table.heads):
            sheet.write_string(0, at, clean_cell(name), asked if at in table.fill else head)
            longest = max([_width(name), *(_width(row[at]) for row in table.rows[:200])])
            sheet.set_column(at, at, min(max(longest + 2, 16 if at in table.fill else 8), WIDEST), cell)
        for place, row in enumerate(table.rows, 1):
            for at, value in enumerate(row):
                if value is None or value == "":
                    continue  # an empty cell, for a person to fill in
                if isinstance(value, str):
                    sheet.write_string(place, at, clean_cell(value), folded if _width(value) > WIDEST else cell)
                else:
                    sheet.write_number(place, at, value, whole if isinstance(value, int) else number)
        sheet.freeze_panes(1, table.frozen)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.heads) - 1)
    lines = [("", line) for sheet in sheets for line in sheet.lines]
    if helps or lines:
        name, pairs = helps or ("说明", ())
        _helps(book.add_worksheet(name), [*pairs, *lines], wrapped)
    book.close()


def _helps(sheet: Worksheet, pairs: Sequence[tuple[str, str]], wrapped: object) -> None:
    sheet.set_column(0, 0, 20, wrapped)
    sheet.set_column(1, 1, 90, wrapped)
    for number, (word, meaning) in enumerate(pairs):
        sheet.write_string(number, 0, clean_cell(word), wrapped)
        sheet.write_string(number, 1, clean_cell(meaning), wrapped)


def _page(sheets: Sequence[TableSheet], lang: Lang) -> str:
    """A page that loads nothing and runs nothing."""
    source = files("xuncha").joinpath("templates", "tables.html.j2").read_text("utf-8")
    made = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    shown = [
        {"name": sheet.name, "heads": [clean_cell(head) for head in sheet.heads], "lines": [clean_cell(line) for line in sheet.lines],
         "rows": [[_shown(cell) for cell in row] for row in sheet.rows]}
        for sheet in sheets
    ]  # fmt: skip
    return made.from_string(source).render(sheets=shown, lang="zh-CN" if lang is Lang.ZH else "en")


def _shown(cell: Cell) -> str:
    return clean_cell(cell) if isinstance(cell, str) else "" if cell is None else f"{cell:.2f}"


def _width(cell: Cell) -> int:
    return sum(1 if ord(c) < 0x2E80 else 2 for c in cell) if isinstance(cell, str) else 8
