"""Writes the sheet: locked machine cells, empty cells to fill, pictures in cells; no text becomes a formula."""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from xuncha.console.lang import render_text as in_language
from xuncha.settings.zone import format_with_zone
from xuncha.sheets.review_rows import ReviewRow, RowComposer, WorksheetKind, load_sheet_settings

MARK = "xuncha-sheet/"
KEYS, TITLE, GROUPS, HEADS, FIRST = (
    1,
    2,
    3,
    4,
    5,
)  # rows from 0; the first two are hidden: what the sheet belongs to, and column keys
LINE, TALLEST = 14.5, 409.0  # points: height of a text line, and the highest row that Excel allows
PIXEL = 0.75  # points


class ReviewWorkbook:
    """A workbook being written."""

    def __init__(self, composer: RowComposer, path: Path) -> None:
        self._composer = composer
        self._record = composer.record
        self._colours = load_sheet_settings()["colours"]
        self._book = xlsxwriter.Workbook(
            str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        )
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def write(self, rows: Mapping[WorksheetKind, Sequence[ReviewRow]], deciding: Mapping[str, object]) -> None:
        """Write everything and close. Raises OSError where the file cannot be written."""
        record = self._record
        self._book.set_properties({
            "title": f"Xuncha {record['audit']['id']}", "subject": str(record["target"]["url"])[:200],
            "created": datetime.fromisoformat(record["audit"]["judged_at"]).replace(tzinfo=None),
        })  # fmt: skip
        for kind in WorksheetKind:
            self._worksheet(kind, rows[kind])
        self._help(deciding)
        try:
            self._book.close()
        except FileCreateError as fault:
            raise OSError(str(fault)) from fault

    def _format(self, **wanted: Any) -> Format:
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            own = {"font_name": "Microsoft YaHei", "font_size": 10, "font_color": self._colours["ink"], "valign": "top"}
            self._formats[key] = self._book.add_format({**own, **wanted})
        return self._formats[key]

    def _cell(self, **wanted: Any) -> Format:
        return self._format(text_wrap=True, border=1, border_color=self._colours["line"], **wanted)

    def _worksheet(self, kind: WorksheetKind, rows: Sequence[ReviewRow]) -> None:
        say, columns = self._composer.say, load_sheet_settings()["columns"][kind]
        sheet: Worksheet = self._book.add_worksheet(say(load_sheet_settings()["names"][kind]))
        self._belongs(sheet, kind, columns)
        self._heads(sheet, kind, columns)
        for number, row in enumerate(rows, FIRST):
            self._row(sheet, number, row, columns)
        last = FIRST + len(rows) - 1
        self._choices(sheet, kind, columns, last)
        sheet.freeze_panes(FIRST, 2)
        sheet.autofilter(HEADS, 0, last, len(columns) - 1)
        sheet.hide_gridlines(2)
        sheet.set_zoom(90)
        sheet.protect("", {
            "autofilter": True, "format_columns": True, "format_rows": True, "select_locked_cells": True, "objects": True,
        })  # fmt: skip
        sheet.set_landscape()
        sheet.set_paper(8)  # A3
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.fit_to_pages(load_sheet_settings()["pages_wide"][kind], 0)
        sheet.repeat_columns(0, 1)
        sheet.repeat_rows(GROUPS, HEADS)
        page = self._composer.phrase("page")
        sheet.set_footer(f"&L&8{self._record['audit']['id']}&R&8{page}")

    def _belongs(self, sheet: Worksheet, kind: WorksheetKind, columns: Sequence[Mapping[str, Any]]) -> None:
        hidden = self._format(font_color="#ffffff")
        belongs = " ".join((
            MARK + load_sheet_settings()["version"], self._record["audit"]["id"], self._record["ruleset"], str(kind),
            str(self._composer.lang),
        ))  # fmt: skip
        for place, column in enumerate(columns):
            sheet.write_string(0, place, belongs, hidden)  # in every column: whichever is deleted, it can still be read
            sheet.write_string(KEYS, place, column["key"], hidden)
        for row in (0, KEYS):
            sheet.set_row(row, None, None, {"hidden": True})

    def _heads(self, sheet: Worksheet, kind: WorksheetKind, columns: Sequence[Mapping[str, Any]]) -> None:
        say, colours = self._composer.say, self._colours
        target = self._record["target"]
        about = say(
            load_sheet_settings()["title"]["about"], shop=target["name"] or target["url"], audit=self._record["audit"]["id"],
            at=in_language(format_with_zone(self._record["started_at"]), self._composer.lang),
        )  # fmt: skip
        sheet.set_row(TITLE, 30)
        sheet.write_rich_string(
            TITLE, 0, self._format(bold=True, font_size=16), say(load_sheet_settings()["title"][kind]) + "    ",
            self._format(font_color=colours["soft"]), about, self._format(valign="vcenter"),
        )  # fmt: skip
        sheet.set_row(GROUPS, 18)
        sheet.set_row(HEADS, 32)
        start = 0
        for place, column in enumerate(columns):
            fill = column.get("fill", False)
            sheet.set_column(place, place, column["width"])
            head = self._format(
                bold=True, font_color="#ffffff", text_wrap=True, valign="vcenter", border=1, border_color=colours["line"],
                bg_color=colours["fill_head" if fill else "read_head"],
            )  # fmt: skip
            sheet.write_string(HEADS, place, say(column["name"]), head)
            if place + 1 == len(columns) or columns[place + 1]["group"] != column["group"]:
                band = self._format(
                    bold=True, valign="vcenter", border=1, border_color=colours["line"],
                    bg_color=colours["fill_band" if fill else "band"], font_color=colours["ink"],
                )  # fmt: skip
                name = say(load_sheet_settings()["groups"][column["group"]])
                if start < place:
                    sheet.merge_range(GROUPS, start, GROUPS, place, "", band)
                sheet.write_string(GROUPS, start, name, band)
                start = place + 1

    def _row(self, sheet: Worksheet, number: int, row: ReviewRow, columns: Sequence[Mapping[str, Any]]) -> None:
        height = 3 * LINE
        for place, column in enumerate(columns):
            if column.get("fill"):
                number_format = {"num_format": "0.00"} if column["key"] == "value" else {"num_format": "@"}
                look = self._cell(locked=False, bg_color=self._colours["fill"], **number_format)
                given = row.filled.get(column["key"])
                if given is None:
                    sheet.write_blank(number, place, None, look)
                elif isinstance(given, float):
                    sheet.write_number(number, place, given, look)
                else:  # in full: it is a person's own text
                    sheet.write_string(number, place, given, look)
                    height = max(height, _lines(given, column["width"]) * LINE + 4)
                continue
            value = row.cells.get(column["key"], "")
            tone: dict[str, Any] = {}
            if column["key"] == "id":
                tone = {"bold": True}
            elif column["key"] == "machine":
                tone = {"bold": True, "bg_color": self._colours.get(row.tone, self._colours["other"])}
            if isinstance(value, float):
                sheet.write_number(number, place, value, self._cell(align="right", **tone))
                continue
            text = _cut(value)
            sheet.write_string(number, place, text, self._cell(**tone))
            height = max(height, _lines(text, column["width"]) * LINE + 4)
            if column["key"] == "picture":
                height = max(height, self._pictures(sheet, number, place, row, column["width"]))
        sheet.set_row(number, min(height, TALLEST))

    def _pictures(self, sheet: Worksheet, number: int, place: int, row: ReviewRow, width: float) -> float:
        """Place pictures below each other in the cell; returns the height they need, in points."""
        shown = load_sheet_settings()["pictures"]
        top = 4.0
        for at, picture in enumerate(row.pictures):
            scale = min(shown["shown_w"] / picture.width, shown["shown_h"] / picture.height, 1.0)
            sheet.insert_image(number, place, f"evidence-{number}-{at}.jpg", {
                "image_data": io.BytesIO(picture.data), "x_scale": scale, "y_scale": scale, "x_offset": 4, "y_offset": top,
                "object_position": 1, "description": str(row.cells.get("id", "")),
            })  # fmt: skip
            top += picture.height * scale + 6
        return top * PIXEL if row.pictures else 0.0

    def _choices(self, sheet: Worksheet, kind: WorksheetKind, columns: Sequence[Mapping[str, Any]], last: int) -> None:
        """Add lists of choices, a range for values, and a warning colour where a filled row lacks something."""
        phrase, say = self._composer.phrase, self._composer.say
        places = {column["key"]: place for place, column in enumerate(columns)}
        chosen = [say(choice) for choice in load_sheet_settings()["choices"][kind].values()]
        sheet.data_validation(FIRST, places["verdict"], last, places["verdict"], {
            "validate": "list", "source": chosen, "error_message": phrase("choice_wrong"),
        })  # fmt: skip
        verdict, reason = (f"${xl_col_to_name(places[key])}{FIRST + 1}" for key in ("verdict", "reason"))
        missing = self._book.add_format({"bg_color": self._colours["missing"]})
        empty = f"=AND(LEN({verdict})>0,LEN({reason})=0)"
        sheet.conditional_format(
            FIRST, places["reason"], last, places["reason"], {"type": "formula", "criteria": empty, "format": missing}
        )
        if "value" in places:
            sheet.data_validation(FIRST, places["value"], last, places["value"], {
                "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1,
                "input_message": phrase("value_hint"), "error_message": phrase("value_wrong"),
            })  # fmt: skip
            value = f"${xl_col_to_name(places['value'])}{FIRST + 1}"
            partial = say(load_sheet_settings()["choices"][kind]["partial"])
            lacks = f'=AND({verdict}="{partial}",LEN({value})=0)'
            sheet.conditional_format(
                FIRST, places["value"], last, places["value"], {"type": "formula", "criteria": lacks, "format": missing}
            )

    def _help(self, deciding: Mapping[str, object]) -> None:
        say = self._composer.say
        sheet: Worksheet = self._book.add_worksheet(say(load_sheet_settings()["names"]["help"]))
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 3)
        sheet.set_column(1, 1, 110)
        row = 1
        values = {"audit": self._record["audit"]["id"][:8], **deciding}
        for part in load_sheet_settings()["help"]:
            sheet.set_row(row, 24)
            sheet.write_string(row, 1, say(part["head"]), self._format(bold=True, font_size=13))
            for number, line in enumerate(part["lines"], 1):
                row += 1
                text = f"{number}. {say(line, **values)}"
                sheet.write_string(row, 1, text, self._format(text_wrap=True))
                sheet.set_row(row, _lines(text, 110) * LINE + 5)
            row += 2
        sheet.protect("")


def _cut(text: str) -> str:
    most = load_sheet_settings()["most_chars"]
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _lines(text: str, width: float) -> int:
    """The number of lines that text takes in a cell; Chinese characters are twice as wide."""
    room = max(1.0, width - 1.5)
    return sum(max(1, math.ceil(_wide(line) * 1.05 / room)) for line in text.split("\n"))


def _wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)
