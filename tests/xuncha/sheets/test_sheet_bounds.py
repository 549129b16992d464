"""Files that are small and would be huge once read: one clear line, in bounded memory and time, whoever reads them."""

from __future__ import annotations

import functools
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from tests.xuncha.sheets import swelling
from tests.xuncha.sheets.swelling import lying, of_members, read_apart, sheet, strings, styles, workbook, zipped
from xuncha.settings.target import InvalidInput
from xuncha.sheets.review_rows import load_sheet_settings
from xuncha.sheets.worksheet_file import read_worksheets

MEGABYTES = 450  # what a hostile file may take at most, beside the program itself
SECONDS = 60.0


@functools.cache
def many_cells() -> bytes:
    return workbook(sheet=sheet(f"<row>{'<c/>' * 12_000_000}</row>"))


@functools.cache
def large_part() -> bytes:
    return workbook(sheet=sheet(" " * 300_000_000))


HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>网址</t></is></c></row>'
SWELLING: dict[str, tuple[Callable[[], bytes], str]] = {
    "cells in one row": (many_cells, "too many cells"),
    "cells beside the rows": (lambda: workbook(sheet=sheet("<c/>" * 12_000_000)), "too many cells"),
    "rows": (lambda: workbook(sheet=sheet("<row/>" * 10_000_000)), "too many cells"),
    "words": (lambda: workbook(strings=strings("<si/>" * 10_000_000)), "too many words"),
    "styles": (lambda: workbook(styles=styles("<xf/>" * 5_000_000)), "too many styles"),
    "a part of 300 MB": (large_part, "unpacks to more than 64 MB"),
    "a part of 300 MB that says it is small": (
        lambda: lying(large_part(), swelling.SHEET, 1000), "xuncha platforms import"),
    "parts": (lambda: zipped({f"xl/{number}.xml": b"" for number in range(40_000)}), "too many files"),
    "a cell": (lambda: workbook(sheet=sheet(
        f'{HEAD}<row r="2"><c r="A2" t="inlineStr"><is><t>{"x" * 40_000}</t></is></c></row>')), "!A2 holds more than"),
    "rows far away": (lambda: workbook(sheet=sheet(
        f'{HEAD}<row r="1000000"><c r="A1000000" t="inlineStr"><is><t>x</t></is></c></row>')), "more than 100000 rows"),
    "entities": (lambda: workbook(sheet=b'<!DOCTYPE a [<!ENTITY b "c">]>' + sheet(HEAD)[21:]), "xuncha platforms import"),
    "a long table": (lambda: b"," * 60_000_000, "over 20 MB"),
    "a wide table": (lambda: b"," * 19_000_000, "xuncha platforms import"),
}  # fmt: skip


@pytest.mark.commands
@pytest.mark.parametrize("name", SWELLING)
def test_what_would_swell_is_refused_with_one_line(tmp_path: Path, name: str) -> None:
    made, line = SWELLING[name]
    path = tmp_path / "list.xlsx"
    path.write_bytes(made())
    took = read_apart(path)
    assert line in took.said
    assert (took.rows, took.megabytes < MEGABYTES, took.seconds < SECONDS) == (0, True, True), took


@pytest.mark.commands
@pytest.mark.parametrize("reader", ["decisions", "rectify", "attach"])
def test_every_reader_of_workbooks_is_bounded(tmp_path: Path, reader: str) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(many_cells())
    took = read_apart(path, reader)
    assert ("too many cells" in took.said) == (reader != "attach")  # a document is filed as it is, and not unpacked
    assert (took.megabytes < MEGABYTES, took.seconds < SECONDS) == (True, True), took


@pytest.mark.commands
def test_a_document_of_a_million_members_is_filed_and_its_directory_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(of_members(400_000))
    assert zipfile.is_zipfile(path)
    took = read_apart(path, "attach")
    assert (took.said, took.rows) == ("", len("application/zip"))
    assert took.megabytes < 100 + path.stat().st_size / 1e6, took


def test_empty_rows_and_columns_behind_a_sheet_are_none_of_it(tmp_path: Path) -> None:
    """As programs leave them that were told to format a whole column."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "平台"
    for row in (["网址", "名称"], [], ["https://a.cn", "甲"]):
        book.active.append(row)
    bold = Font(bold=True)
    for place in ("A3000", "CZ2", "CZ3000"):
        book.active[place].font = bold
    book.save(tmp_path / "a.xlsx")
    (table,) = read_worksheets(tmp_path / "a.xlsx")
    assert table.rows == [["网址", "名称"], [], ["https://a.cn", "甲"]]


def test_as_many_rows_as_are_read_and_one_more(tmp_path: Path) -> None:
    most = load_sheet_settings()["most_rows"]
    for ending, bom in ((".csv", "\ufeff"), (".xlsx", "")):
        for rows in (most, most + 1):
            path = tmp_path / f"{rows}{ending}"
            if bom:
                path.write_text(bom + "x\n" * rows, encoding="utf-8")
            else:
                book = openpyxl.Workbook(write_only=True)
                only = book.create_sheet("表")
                for _ in range(rows):
                    only.append(["x"])
                book.save(path)
            if rows > most:
                with pytest.raises(InvalidInput, match=f"more than {most} rows: split it"):
                    read_worksheets(path)
            else:
                assert len(read_worksheets(path)[0].rows) == most
