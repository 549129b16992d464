"""Fills in a sheet as a person does: opens it, writes into the cells of a row, saves it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from xuncha.sheets.review_rows import WorksheetKind, load_sheet_settings
from xuncha.sheets.review_workbook import FIRST, KEYS

NAMES: dict[WorksheetKind, dict[str, str]] = {kind: load_sheet_settings()["names"][kind] for kind in WorksheetKind}
Filled = Mapping[str, Mapping[str, Any]]  # row id → key of a column → what is written there


class Filling:
    """One workbook opened by hand. Keys of columns are those of the hidden second row."""

    def __init__(self, path: Path) -> None:
        self.book = openpyxl.load_workbook(path)
        self.sheets = {
            kind: self.book[next(name for name in NAMES[kind].values() if name in self.book.sheetnames)]
            for kind in WorksheetKind
        }
        self.columns = {
            kind: {str(cell.value): get_column_letter(at) for at, cell in enumerate(sheet[KEYS + 1], 1)}
            for kind, sheet in self.sheets.items()
        }
        self.rows = {
            kind: {str(sheet.cell(row, 1).value): row for row in range(FIRST + 1, sheet.max_row + 1)}
            for kind, sheet in self.sheets.items()
        }

    def place(self, kind: WorksheetKind, id: str, key: str) -> str:
        """The address of a cell, «H17»."""
        return f"{self.columns[kind][key]}{self.rows[kind][id]}"

    def cell(self, kind: WorksheetKind, id: str, key: str) -> Any:
        return self.sheets[kind][self.place(kind, id, key)]

    def fill(self, kind: WorksheetKind, filled: Filled) -> Filling:
        for id, cells in filled.items():
            for key, value in cells.items():
                self.cell(kind, id, key).value = value
        return self

    def save(self, path: Path) -> Path:
        self.book.save(path)
        return path


def filled(
    sheet: Path, to: Path, items: Filled | None = None, lines: Filled | None = None, flags: Filled | None = None
) -> Path:
    """A copy of a sheet with these cells filled in."""
    filling = Filling(sheet).fill(WorksheetKind.ITEM, items or {}).fill(WorksheetKind.RED_LINE, lines or {})
    return filling.fill(WorksheetKind.PROFILE, flags or {}).save(to)
