"""Tables as files: no word of a page becomes a formula, a link, markup or a control, and numbers stay numbers."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest
from lxml import html

from tests.storage.seen import NASTY
from tests.xuncha.keeping import HOSTILE
from xuncha.console.lang import Lang
from xuncha.reports.table_files import ENDINGS, FORMULA, Cell, TableSheet, write_tables
from xuncha.settings.target import InvalidInput

WORDS = [
    HOSTILE, NASTY, "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1+1",
     "https://x.example/", "12", "\x1b[31m红", "行一\n行二", "x" * 40_000]  # fmt: skip
ROWS: list[tuple[Cell, Cell]] = [*((word, 12.345) for word in WORDS), (None, None)]
SHEET = TableSheet("表", ["词", "数"], ROWS, lines=["=说明<b>"])


def test_a_workbook_holds_no_formula_and_no_link(tmp_path: Path) -> None:
    write_tables(tmp_path / "a.xlsx", [SHEET], Lang.ZH, ("说明", [("=1", HOSTILE)]))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    first = book.worksheets[0]
    assert first["A4"].value == "=1+1"
    assert first["A4"].data_type == "s"
    assert (first["B2"].value, first["B2"].data_type) == (12.345, "n")
    assert first["A14"].value == "行一\n行二"
    controls = [c for cell in cells if isinstance(cell.value, str) for c in cell.value if ord(c) < 32 and c != "\n"]
    assert controls == []


def test_a_csv_quotes_what_begins_like_a_formula(tmp_path: Path) -> None:
    write_tables(tmp_path / "a.csv", [SHEET], Lang.ZH)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["词", "数"]
    assert [row[0] for row in rows[1:] if row[0].lstrip().startswith(FORMULA)] == []
    assert rows[3] == ["'=1+1", "12.345"]
    assert rows[-1] == ["", ""]


def test_a_page_shows_markup_as_words_and_runs_nothing(tmp_path: Path) -> None:
    write_tables(tmp_path / "a.html", [SHEET], Lang.ZH, endings=ENDINGS)
    text = (tmp_path / "a.html").read_text("utf-8")
    page = html.fromstring(text.encode("utf-8"))
    assert {"img", "script", "b", "a"} & {
        element.tag for element in page.iter() if isinstance(element.tag, str)
    } == set()
    assert page.xpath("count(//tbody/tr)") == len(SHEET.rows)
    assert "<img src=x onerror=alert(1)>{{7*7}}" in str(page.xpath("string(//tbody/tr[1]/td[1])"))
    assert "default-src 'none'" in text


@pytest.mark.parametrize("name", ["a.pdf", "a", "a.html"])
def test_another_ending_is_refused_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidInput) as fault:
        write_tables(tmp_path / name, [SHEET], Lang.ZH)
    assert ".xlsx" in fault.value.text.zh
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    for name in ("a.xlsx", "a.csv"):
        with pytest.raises(InvalidInput, match="cannot write"):
            write_tables(tmp_path / "none" / name, [SHEET], Lang.EN)
