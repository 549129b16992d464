"""What moved, as a workbook or CSV: a line for each platform's item, and what could not be read.

No text becomes a formula.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from probes.finding import Text
from storage.rejudging import LatestJudgement
from xuncha.console.lang import Lang, render_text
from xuncha.rejudge.tally import RejudgeTally
from xuncha.reports.table_files import FORMULA
from xuncha.settings.target import InvalidInput
from xuncha.settings.zone import format_with_zone

ENDINGS = (".xlsx", ".csv")
LONGEST = 32_000  # characters that an Excel cell can hold
HEADS = (
    (Text("平台", "platform"), 18), (Text("网址", "url"), 36), (Text("检测编号", "visit"), 18),
    (Text("检测时间", "visited at"), 20), (Text("原判定编号", "audit before"), 18), (Text("新判定编号", "audit now"), 18),
    (Text("条款", "item"), 10), (Text("原", "before"), 14), (Text("现", "now"), 14), (Text("原因", "why"), 90),
)  # fmt: skip
NUMBERS = (
    (Text("条款", "item"), 30),
    (Text("原", "before"), 16),
    (Text("现", "now"), 16),
    (Text("数量", "visits"), 10),
)
UNREADABLE = Text("无法读取", "unreadable")


def prove_sheet_writable(path: Path) -> None:
    """Check beforehand that the sheet can be written. Raises InvalidInput."""
    if path.suffix.lower() not in ENDINGS:
        raise InvalidInput(f"{path} 应以 .xlsx 或 .csv 结尾", f"{path} must end in .xlsx or .csv")
    if path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK):
        raise InvalidInput(f"无法写入 {path}", f"cannot write {path}")


def write_moves_sheet(path: Path, tally: RejudgeTally, lang: Lang) -> None:
    """Write a workbook with the moves and the counts, or the moves as CSV, by the file's ending.

    Raises InvalidInput.
    """
    rows = [[_cell(cell) for cell in row] for row in _rows(tally, lang)]
    try:
        if path.suffix.lower() == ".csv":
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                out = csv.writer(file)
                out.writerow([render_text(name, lang) for name, _ in HEADS])
                out.writerows([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row] for row in rows)
        else:
            _workbook(path, rows, tally, lang)
    except (OSError, FileCreateError) as fault:
        said = getattr(fault, "strerror", None) or str(fault)
        raise InvalidInput(f"无法写入 {path}：{said}", f"cannot write {path}: {said}") from fault


def _cell(words: str) -> str:
    """Text fit for a cell: one line of printable characters, no lone surrogates."""
    line = "".join(c if c.isprintable() else " " for c in words)[:LONGEST]
    return line.encode("utf-8", "replace").decode("utf-8")


def _rows(tally: RejudgeTally, lang: Lang) -> Iterator[Sequence[str]]:
    for judged in tally.changed:
        for move in judged.moves:
            words = (render_text(text, lang) for text in (move.before, move.after, move.why))
            yield (*_whose(judged.standing, lang), judged.now, move.id, *words)
    for judged in tally.unreadable:
        why = render_text(judged.why, lang) if judged.why else ""
        yield (*_whose(judged.standing, lang), "", "", "", render_text(UNREADABLE, lang), why)


def _whose(standing: LatestJudgement, lang: Lang) -> tuple[str, ...]:
    at = render_text(format_with_zone(standing.started_at), lang)
    return (standing.name, standing.url, standing.visit, at, standing.audit)


def _workbook(path: Path, rows: Sequence[Sequence[str]], tally: RejudgeTally, lang: Lang) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(path), options)
    font = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
    head = book.add_format({**font, "bold": True, "bg_color": "#eef2f7", "bottom": 1})
    cell = book.add_format({**font, "num_format": "@"})
    sheet = book.add_worksheet(render_text(Text("变动", "moved"), lang))
    for at, (name, width) in enumerate(HEADS):
        sheet.write_string(0, at, render_text(name, lang), head)
        sheet.set_column(at, at, width, cell)
    for number, row in enumerate(rows, 1):
        for at, words in enumerate(row):
            sheet.write_string(number, at, words, cell)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(rows), 1), len(HEADS) - 1)
    counts = book.add_worksheet(render_text(Text("汇总", "summary"), lang))
    for at, (_, width) in enumerate(NUMBERS):
        counts.set_column(at, at, width, cell)
    number = 0
    for name, count in tally.lines():
        counts.write_string(number, 0, render_text(name, lang), cell)
        counts.write_number(number, 3, float(count))
        number += 1
    number += 1
    for at, (name, _) in enumerate(NUMBERS):
        counts.write_string(number, at, render_text(name, lang), head)
    for item, before, after, moved in tally.by_item():
        number += 1
        for at, words in enumerate((item, render_text(before, lang), render_text(after, lang))):
            counts.write_string(number, at, _cell(words), cell)
        counts.write_number(number, 3, moved)
    book.close()
