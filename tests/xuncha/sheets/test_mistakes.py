"""The ways in which persons get a sheet wrong: each bad row is named by its cell with how to mend it, and the good rows count."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from scoring.decisions.decision import Decision
from storage.db.session import open_store
from tests.rules import real_rules
from tests.xuncha.keeping import kept, made
from tests.xuncha.sheets.filling import Filling
from xuncha.commands.run_sheet import make_sheet
from xuncha.console.lang import Lang
from xuncha.settings.target import InvalidInput
from xuncha.sheets.review_reader import DecisionStamp, read_decisions
from xuncha.sheets.review_rows import WorksheetKind
from xuncha.sheets.review_workbook import HEADS
from xuncha.sheets.worksheet_file import read_worksheets
from xuncha.sheets.worksheet_grid import SheetFault, read_filled_sheet

STANDARD = real_rules().standard
GOOD, BAD, *_ = [item.id for item in STANDARD.items]
LINE = STANDARD.red_lines[0].id
WHOLE = {"verdict": "符合", "reason": "看过截图", "assessor": "甲"}
Change = Callable[[Filling], None]


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sheet as it was made."""
    folder = tmp_path_factory.mktemp("sheet")

    async def write() -> None:
        async with open_store(folder / "data") as store:
            audit = await kept(store, made())
            assert await make_sheet(store.data, audit.id, folder / "review.xlsx", Lang.ZH) == 0

    asyncio.run(write())
    return folder / "review.xlsx"


@dataclass(frozen=True)
class Came:
    """What came of a sheet."""

    good: tuple[str, ...]
    values: dict[str, float | None]
    faults: tuple[SheetFault, ...]


def come(path: Path, assessor: str = "") -> Came:
    said, faults = read_decisions(
        read_filled_sheet(path), STANDARD, DecisionStamp("a", "v", "2026-11-25T02:00:00+00:00", assessor, {})
    )
    words = [decision.decision for decision in said]
    items = {word.item: word.value for word in words if isinstance(word, Decision)}
    return Came(tuple(items), items, faults)


def changed(blank: Path, to: Path, change: Change, **bad: Any) -> Came:
    """A good row, and a bad one by what is written into it or done to the sheet."""
    filling = Filling(blank).fill(WorksheetKind.ITEM, {GOOD: WHOLE})
    filling.fill(WorksheetKind.ITEM, {BAD: bad} if bad else {})
    change(filling)
    return come(filling.save(to / "filled.xlsx"))


def nothing(_: Filling) -> None:
    """Only cells are wrong."""


PARTLY = {**WHOLE, "verdict": "部分符合"}
CELLS: dict[str, tuple[dict[str, Any], str, str]] = {
    "a verdict of no list": ({**WHOLE, "verdict": "合格"}, "verdict", "write one of met"),
    "a verdict of another worksheet": ({**WHOLE, "verdict": "确认"}, "verdict", "write one of met"),
    "a verdict ticked as true": ({**WHOLE, "verdict": True}, "verdict", "write one of met"),
    "no verdict": ({"reason": "看过"}, "verdict", "choose it from the list"),
    "only a value": ({"value": 0.5}, "verdict", "choose it from the list"),
    "only a document": ({"reference": "a.pdf"}, "verdict", "choose it from the list"),
    "a value above one": ({**PARTLY, "value": 2}, "value", "0.5 or 50%"),
    "a value as percent without its sign": ({**PARTLY, "value": 50}, "value", "0.5 or 50%"),
    "a value below zero": ({**PARTLY, "value": -0.5}, "value", "0.5 or 50%"),
    "a value at the end of its range": ({**PARTLY, "value": 1}, "value", "0.5 or 50%"),
    "no value": (PARTLY, "value", "like 0.5"),
    "a comma": ({**PARTLY, "value": "0,5"}, "value", "with a point"),
    "an ideographic stop": ({**PARTLY, "value": "0。5"}, "value", "with a point"),
    "an underscore": ({**PARTLY, "value": "0_0.5"}, "value", "with a point"),
    "no number": ({**PARTLY, "value": "一半"}, "value", "with a point"),
    "not a number": ({**PARTLY, "value": "nan"}, "value", "with a point"),
    "half a mark on full marks": ({**WHOLE, "value": 0.5}, "value", "clear it"),
    "a value for what does not apply": ({**WHOLE, "verdict": "不适用", "value": 0}, "value", "clear it"),
    "a formula as value": ({**PARTLY, "value": "=1/2"}, "value", "write what it should say"),
    "a formula as verdict": ({**WHOLE, "verdict": '="符合"'}, "verdict", "write what it should say"),
    "a formula as reason": ({**WHOLE, "reason": "=N6"}, "reason", "write what it should say"),
    "an error": ({**WHOLE, "reason": "#REF!"}, "reason", "write it anew"),
    "no reason": ({**WHOLE, "reason": None}, "reason", "a reason is needed"),
    "a reason of blanks": ({**WHOLE, "reason": " \u3000\u200b"}, "reason", "a reason is needed"),
    "nobody": ({**WHOLE, "assessor": None}, "assessor", "--assessor"),
    "an item that is none": ({**WHOLE, "id": "41-2"}, "id", "put it back"),
    "no item": ({**WHOLE, "id": None}, "id", "put it back"),
    "an item turned into a date": ({**WHOLE, "id": "2026-04-01"}, "id", "put it back"),
    "the same item twice": ({**WHOLE, "id": GOOD}, "id", "keep one row"),
}  # fmt: skip


@pytest.mark.parametrize("case", CELLS)
def test_a_bad_cell_is_named_and_the_other_row_counts(case: str, blank: Path, tmp_path: Path) -> None:
    cells, key, mend = CELLS[case]
    came = changed(blank, tmp_path, nothing, **cells)
    (fault,) = came.faults
    assert fault.place == f"条款!{Filling(blank).place(WorksheetKind.ITEM, BAD, key)}"
    assert mend in fault.text.en
    assert "\n" not in fault.text.zh + fault.text.en
    assert came.good == (GOOD,)


RIGHT: dict[str, tuple[dict[str, Any], float]] = {
    "a number as words": ({**PARTLY, "value": "0.5"}, 0.5),
    "full-width digits": ({**PARTLY, "value": "０．５"}, 0.5),
    "per cent": ({**PARTLY, "value": "50%"}, 0.5),
    "full-width per cent": ({**PARTLY, "value": "５０％"}, 0.5),
    "blanks round it": ({**WHOLE, "verdict": " 符合\u3000"}, 1.0),
    "the other language": ({**WHOLE, "verdict": "Not met"}, 0.0),
    "a value that goes without saying": ({**WHOLE, "value": 1}, 1.0),
}  # fmt: skip


@pytest.mark.parametrize("case", RIGHT)
def test_what_can_only_mean_one_thing_is_understood(case: str, blank: Path, tmp_path: Path) -> None:
    cells, value = RIGHT[case]
    came = changed(blank, tmp_path, nothing, **cells)
    assert not came.faults
    assert came.values == {GOOD: 1.0, BAD: value}


def sheet_of(filling: Filling) -> Any:
    return filling.sheets[WorksheetKind.ITEM]


def column(filling: Filling, key: str) -> int:
    return openpyxl.utils.column_index_from_string(filling.columns[WorksheetKind.ITEM][key])


def merged(filling: Filling, key: str, rows: int) -> str:
    first = filling.rows[WorksheetKind.ITEM][BAD]
    letter = filling.columns[WorksheetKind.ITEM][key]
    name = f"{letter}{first}:{letter}{first + rows - 1}"
    sheet_of(filling).merge_cells(name)
    return name


def test_merged_cells_are_refused_with_all_rows_they_cover(blank: Path, tmp_path: Path) -> None:
    filling = Filling(blank).fill(WorksheetKind.ITEM, {GOOD: WHOLE, BAD: WHOLE})
    names = {merged(filling, key, 3) for key in ("verdict", "reason", "assessor")}
    came = come(filling.save(tmp_path / "filled.xlsx"))
    assert {fault.place.removeprefix("条款!") for fault in came.faults} <= names
    assert came.faults
    assert all("unmerge" in fault.text.en for fault in came.faults)
    assert came.good == (GOOD,)


def test_a_renamed_worksheet_and_rows_put_in_or_taken_out_change_nothing(blank: Path, tmp_path: Path) -> None:
    def change(filling: Filling) -> None:
        sheet = sheet_of(filling)
        sheet.title = "改过名"
        sheet.delete_rows(filling.rows[WorksheetKind.ITEM][GOOD] + 5, 2)
        sheet.insert_rows(filling.rows[WorksheetKind.ITEM][GOOD] + 3)
        sheet.insert_rows(1, 2)
        sheet.insert_cols(3)

    came = changed(blank, tmp_path, change, **PARTLY, value=0.4)
    assert not came.faults
    assert came.values == {GOOD: 1.0, BAD: 0.4}


@pytest.mark.parametrize("row", [HEADS, HEADS + 1])
def test_without_the_heads_no_row_is_lost(row: int, blank: Path, tmp_path: Path) -> None:
    came = changed(blank, tmp_path, lambda filling: sheet_of(filling).delete_rows(row), **WHOLE)
    assert not came.faults
    assert came.good == (GOOD, BAD)


@pytest.mark.parametrize("key", ["id", "text", "picture", "assessor", "verdict", "reason"])
def test_a_column_taken_out_is_missed_only_where_it_is_needed(key: str, blank: Path, tmp_path: Path) -> None:
    filling = (
        Filling(blank)
        .fill(WorksheetKind.ITEM, {GOOD: WHOLE})
        .fill(WorksheetKind.RED_LINE, {LINE: {**WHOLE, "verdict": "排除"}})
    )
    sheet_of(filling).delete_cols(column(filling, key))
    path = filling.save(tmp_path / "filled.xlsx")
    came = come(path, "乙")
    lines = [
        line for grid in read_filled_sheet(path).grids if grid.kind is WorksheetKind.RED_LINE for line in grid.lines
    ]
    assert len(lines) == len(STANDARD.red_lines)
    if key in ("id", "verdict", "reason"):
        (fault,) = came.faults
        assert "make a new sheet" in fault.text.en
        assert not came.good
    else:
        assert not came.faults
        assert came.good == (GOOD,)


def test_a_column_there_twice_is_not_guessed_between(blank: Path, tmp_path: Path) -> None:
    def change(filling: Filling) -> None:
        sheet, at = sheet_of(filling), column(filling, "verdict")
        for row in range(1, sheet.max_row + 1):
            sheet.cell(row, sheet.max_column if row > 1 else sheet.max_column + 1).value = sheet.cell(row, at).value

    came = changed(blank, tmp_path, change)
    assert "is there twice" in came.faults[0].text.en
    assert not came.good


def test_a_worksheet_without_its_hidden_rows_is_named_and_the_others_are_read(blank: Path, tmp_path: Path) -> None:
    filling = Filling(blank).fill(WorksheetKind.ITEM, {GOOD: WHOLE})
    filling.sheets[WorksheetKind.RED_LINE].delete_rows(1, 2)
    came = come(filling.save(tmp_path / "filled.xlsx"))
    (fault,) = came.faults
    assert fault.place == "红线!A1"
    assert "make a new sheet" in fault.text.en
    assert came.good == (GOOD,)


def test_a_worksheet_saved_as_csv_is_read(blank: Path, tmp_path: Path) -> None:
    path = (
        Filling(blank)
        .fill(WorksheetKind.ITEM, {GOOD: WHOLE, BAD: {**PARTLY, "value": "2"}})
        .save(tmp_path / "filled.xlsx")
    )
    rows = [[("" if cell is None else str(cell)) for cell in row] for row in read_worksheets(path)[0].rows]
    for encoding in ("utf-8-sig", "gb18030"):
        with (tmp_path / "filled.csv").open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(rows)
        came = come(tmp_path / "filled.csv")
        assert came.good == (GOOD,)
        assert [fault.place for fault in came.faults] == [
            f"filled.csv!{Filling(blank).place(WorksheetKind.ITEM, BAD, 'value')}"
        ]


def test_files_that_must_be_saved_anew_say_how(blank: Path, tmp_path: Path) -> None:
    old = Filling(blank)
    for row in old.book.worksheets:
        for cell in row[1]:
            cell.value = str(cell.value or "").replace("xuncha-sheet/2", "xuncha-sheet/1") or None
    with pytest.raises(InvalidInput, match="another version"):
        read_filled_sheet(old.save(tmp_path / "old.xlsx"))
    locked = tmp_path / "locked.xlsx"
    locked.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    with pytest.raises(InvalidInput, match="without a password"):
        read_filled_sheet(locked)


def test_an_empty_sheet_decides_nothing_and_is_no_fault(blank: Path) -> None:
    assert come(blank, "甲") == Came((), {}, ())
