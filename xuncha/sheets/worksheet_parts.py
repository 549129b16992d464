"""The parts of a workbook that are read, each checked before a reader builds anything from it.

A workbook is a zip of XML, and a small file can be large in memory: a cell of four bytes becomes an object of hundreds.
So pictures and all else that is not read stay packed; what is unpacked, and what it contains, is counted.
"""

from __future__ import annotations

import re
from typing import Any
from xml.parsers import expat

from crawler.dom.zip_files import BadArchive, ZipFault, read_members
from probes.finding import Text
from xuncha.sheets.review_rows import load_sheet_settings

_READ = re.compile(r"\[Content_Types\]\.xml|(?:.*/)?_rels/[^/]+\.rels|(?:xl|xl/worksheets)/[^/]+\.xml", re.I)
_SHEET = re.compile(r"(?:.*/)?worksheets/[^/]+", re.I)
_STYLES, _STRINGS = re.compile(r"(?:.*/)?styles\.xml", re.I), re.compile(r"(?:.*/)?sharedstrings\.xml", re.I)
_PIECE = 65_536
ODS = "content.xml"


class SheetTooLarge(Exception):
    """A workbook, CSV or cell exceeds the limits; ``text`` says which."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def read_workbook_parts(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook by name; for an OpenDocument sheet only that it is one.

    Raises BadArchive, SheetTooLarge.
    """
    limits = load_sheet_settings()["file"]
    most = int(limits["unpacked_bytes"])
    try:
        found = read_members(data, lambda name: _READ.fullmatch(name) is not None or name == ODS, most)
    except BadArchive as fault:
        if fault.why is ZipFault.DAMAGED:
            raise
        if fault.why is ZipFault.MEMBERS:
            raise SheetTooLarge(Text("其中文件过多", "it holds too many files")) from fault
        zh, en = f"解开后超过 {most // 1_000_000} MB", f"it unpacks to more than {most // 1_000_000} MB"
        raise SheetTooLarge(Text(zh, en)) from fault
    if ODS not in found:
        for name, xml in found.items():
            _looked_through(name, xml, limits)
    return found


def _looked_through(name: str, xml: bytes, limits: dict[str, Any]) -> None:
    """Check one part. Raises SheetTooLarge, BadArchive for XML that no workbook contains."""
    if _SHEET.fullmatch(name):
        what, most = Text("单元格过多", "it holds too many cells"), limits["elements"]["sheet"]
    elif _STRINGS.fullmatch(name):
        what, most = Text("文字过多", "it holds too many words"), limits["elements"]["strings"]
    elif _STYLES.fullmatch(name):
        what, most = Text("单元格样式过多", "it holds too many styles of cells"), limits["elements"]["styles"]
    else:
        what, most = Text("内部结构过大", "its inner parts are too large"), limits["elements"]["others"]
    _Counter(int(most), int(limits["row_elements"]), what).read(name, xml)


class _Counter:
    """Counts the elements of a document, and those together in one row or outside of all rows."""

    def __init__(self, most: int, most_together: int, what: Text) -> None:
        self._most, self._most_together, self._what = most, most_together, what
        self._all = self._together = 0

    def read(self, name: str, xml: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._begins if _SHEET.fullmatch(name) else self._counted
        parser.StartDoctypeDeclHandler = self._declares
        try:
            for at in range(0, len(xml), _PIECE):
                parser.Parse(xml[at : at + _PIECE])
            parser.Parse(b"", True)
        except expat.ExpatError as fault:
            raise BadArchive(ZipFault.DAMAGED, name) from fault

    def _counted(self, name: str, attributes: dict[str, str]) -> None:
        self._all += 1
        if self._all > self._most:
            raise SheetTooLarge(self._what)

    def _begins(self, name: str, attributes: dict[str, str]) -> None:
        self._counted(name, attributes)
        # A reader keeps a row's content until the row's end, and content outside of rows until the sheet's end.
        self._together = 0 if name.endswith(" row") else self._together + 1
        if self._together > self._most_together:
            raise SheetTooLarge(self._what)

    def _declares(self, *declared: object) -> None:
        raise BadArchive(ZipFault.DAMAGED, "a document type")
