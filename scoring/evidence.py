"""Whether a piece of evidence is in the view it points to: its quote in what the page says or what is recorded of it, its box where
the element it names is, and in the picture. Of the view nothing is believed: it may be anybody's.
"""

from __future__ import annotations

import html
import re
import struct
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

PIECES = re.compile(r"[^\s…、,:;/→()=|，：；（）]+")  # what a quote is put together of: table cells, addresses, labels
Table = dict[str, Any]
Numbers = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Quotes:
    """How quotes are read: ``least`` letters of a piece, ``most`` pieces, and the probes that quote no page."""

    least: int
    most: int
    stating: tuple[str, ...] = ()


class Page:
    """A view of the pack: ``words`` are what the page says, ``rest`` is all else that is recorded of it, then its source."""

    def __init__(self, view: Table, told: Any, size: Numbers, source: Callable[[], bytes], quotes: Quotes) -> None:
        self.elements = rows(view.get("elements"))
        said = (" ".join(text(each.get(name)) for name in ("text", "name", "pseudo", "ocr")) for each in self.elements)
        self.words = [norm(text(view.get("text"))), *map(norm, said)]
        self.rest = [norm(each) for each in strings([view, told])]
        status = [table(each).get("status") for each in (view, told)]  # of other numbers none is a word of the page
        self.whole = {norm(each) for each in [*strings([view, told], str), *strings(status)]}
        self.size = size  # of what the picture shows, in CSS px; () where the view is not what it should be
        self.page = numbers([view.get("width"), view.get("height")], 2)
        self.source = source
        self.quotes = quotes

    def says(self, quote: str) -> str:
        """Where: in ``words`` of the page, in the ``record`` of it, put together of ``pieces`` of both, or "" nowhere."""
        wanted = norm(quote)
        if any(wanted in each for each in self.words):
            return "words"
        for source in (nothing, self.source):
            if source is not nothing:
                self.rest.append(norm(html.unescape(source().decode("utf-8", "replace"))))
                self.source = nothing
            if any(wanted in each for each in self.rest):
                return "record"
            if self._joined(quote):
                return "pieces"
        return ""

    def _joined(self, quote: str) -> bool:
        """Whether the quote is a row of pieces, each all of a cell, label or the like, or ``least`` letters of anything and more.

        Their order is the quote's own: cells of a table are quoted with their heads, which stand elsewhere.
        """
        spans = [each.span() for each in PIECES.finditer(quote)]
        if not spans or len(spans) > self.quotes.most:
            return False
        reached = {0}
        for first, (start, _) in enumerate(spans):
            for last in range(first, len(spans) if first in reached else first):
                piece = norm(quote[start : spans[last][1]])
                if not self._holds(piece):  # nor any longer one
                    break
                if piece in self.whole or len(piece.replace("*", "")) >= self.quotes.least:
                    reached.add(last + 1)
        return len(spans) in reached

    def _holds(self, piece: str) -> bool:
        """A star stands for one character that a probe has masked, of a number that may be written with dashes."""
        if any(piece in each for each in (*self.words, *self.rest)):
            return True
        if "*" not in piece or len(piece) > self.quotes.most:
            return False
        signs = ("[^-]-?" if each == "*" else re.escape(each) + "-?" * each.isalnum() for each in piece)
        masked = re.compile("".join(signs))
        return any(masked.search(each) for each in (*self.words, *self.rest))

    def shows(self, evidence: Table) -> bool | None:
        """True where the box is that of the element it names and meets the picture; None where it is, yet the picture ends before it
        or nothing is drawn of that element; False for any other box."""
        box = numbers(evidence.get("box"), 4)
        named = [each for each in self.elements if each.get("selector") == evidence.get("selector")]
        of = [each for each in named if box and numbers(each.get("box"), 4) == box]
        if not of or not self.size:
            return False
        if meets(box, self.size):
            return True
        beyond = any(box[at] > self.size[at] for at in (0, 1)) and meets(box, self.page)
        return None if beyond or not any(each.get("seen", True) for each in of) else False


def picture_size(data: bytes) -> Numbers:
    """Width and height of a JPEG in px (ITU-T T.81, B.2.2), () of anything else."""
    at = 2
    while data[:2] == b"\xff\xd8" and at + 9 <= len(data) and data[at] == 0xFF:
        if 0xC0 <= data[at + 1] <= 0xCF and data[at + 1] not in (0xC4, 0xC8, 0xCC):
            high, wide = struct.unpack_from(">2H", data, at + 5)
            return float(wide), float(high)
        at += 1 if data[at + 1] == 0xFF else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return ()


def meets(box: Numbers, size: Numbers) -> bool:
    """Whether a box touches a picture of that size; a pixel is given away to rounding."""
    return bool(box and size) and all(box[at] + box[at + 2] >= -1 and box[at] <= size[at] + 1 for at in (0, 1))


def norm(value: str) -> str:
    """Words as they are compared: one form of each character (NFKC), no blanks, no case."""
    return "".join(unicodedata.normalize("NFKC", value).split()).casefold()


def nothing() -> bytes:
    return b""


def table(value: Any) -> Table:
    return value if isinstance(value, dict) else {}


def rows(value: Any) -> list[Table]:
    return [table(each) for each in value] if isinstance(value, list) else []


def text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def numbers(value: Any, many: int) -> Numbers:
    """That many numbers of a list, () for anything else."""
    good = isinstance(value, list) and len(value) == many
    return tuple(map(float, value)) if good and all(type(x) in (int, float) and abs(x) < 1e9 for x in value) else ()


def strings(value: Any, kind: Any = str | int) -> Iterator[str]:
    """Everything of that kind in plain data, as words: strings and whole numbers."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, kind):
            yield str(each)
        elif isinstance(each, dict | list):
            waiting += each.values() if isinstance(each, dict) else each
