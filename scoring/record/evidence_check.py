"""Whether a piece of evidence is in the view it points to.

Its quote must be in what the page says or what is recorded of it, its box where the element it names is, and within the
picture.
Nothing in the view is trusted: anybody may have written it.
"""

from __future__ import annotations

import html
import re
import struct
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

PIECES = re.compile(r"[^\s…、,:;/→()=|，：；（）]+")  # pieces of a quote: table cells, addresses, labels
Table = dict[str, Any]
Numbers = tuple[float, ...]


_ICONS = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd]")  # the private use areas, which quotes leave out


@dataclass(frozen=True, slots=True)
class QuoteRules:
    """How quotes are read: ``least`` letters of a piece, ``most`` pieces, and the probes that quote no page."""

    least: int
    most: int
    stating: tuple[str, ...] = ()


class PackView:
    """A view of the pack: ``words`` are what the page says, ``rest`` is everything else recorded of it, then its source."""

    def __init__(self, view: Table, told: Any, size: Numbers, source: Callable[[], bytes], quotes: QuoteRules) -> None:
        self.elements = require_rows(view.get("elements"))
        said = (
            " ".join(require_text(element.get(name)) for name in ("text", "name", "pseudo", "ocr"))
            for element in self.elements
        )
        self.words = [normalise_quote(require_text(view.get("text"))), *map(normalise_quote, said)]
        self.rest = [normalise_quote(string) for string in find_strings([view, told])]
        status = [
            require_table(record).get("status") for record in (view, told)
        ]  # no other numbers are words of the page
        self.whole = {normalise_quote(string) for string in [*find_strings([view, told], str), *find_strings(status)]}
        self.size = size  # size of what the picture shows, in CSS px; () if the view is invalid
        self.page = require_numbers([view.get("width"), view.get("height")], 2)
        self.source = source
        self.quotes = quotes

    def says(self, quote: str) -> str:
        """Where the quote is: in ``words`` of the page, in its ``record``, composed of ``pieces`` of both, or "" nowhere."""
        wanted = normalise_quote(quote)
        if any(wanted in word for word in self.words):
            return "words"
        for source in (no_bytes, self.source):
            if source is not no_bytes:
                self.rest.append(normalise_quote(html.unescape(source().decode("utf-8", "replace"))))
                self.source = no_bytes
            if any(wanted in text for text in self.rest):
                return "record"
            if self._joined(quote):
                return "pieces"
        return ""

    def _joined(self, quote: str) -> bool:
        """Whether the quote is a sequence of pieces, each a whole cell, label or the like, or any ``least`` or more letters.

        Their order is the quote's own: table cells are quoted with their headings, which are elsewhere.
        """
        spans = [match.span() for match in PIECES.finditer(quote)]
        if not spans or len(spans) > self.quotes.most:
            return False
        reached = {0}
        for first, (start, _) in enumerate(spans):
            for last in range(first, len(spans) if first in reached else first):
                piece = normalise_quote(quote[start : spans[last][1]])
                if not self._holds(piece):  # then no longer one is there either
                    break
                if piece in self.whole or len(piece.replace("*", "")) >= self.quotes.least:
                    reached.add(last + 1)
        return len(spans) in reached

    def _holds(self, piece: str) -> bool:
        """Whether the page has this piece; a star stands for one masked character of a number that may be written with dashes."""
        if any(piece in text for text in (*self.words, *self.rest)):
            return True
        if "*" not in piece or len(piece) > self.quotes.most:
            return False
        signs = ("[^-]-?" if sign == "*" else re.escape(sign) + "-?" * sign.isalnum() for sign in piece)
        masked = re.compile("".join(signs))
        return any(masked.search(text) for text in (*self.words, *self.rest))

    def shows(self, evidence: Table) -> bool | None:
        """Whether the box is that of the element it names and touches the picture.

        None if it is that box, yet the picture ends before it or nothing of that element is drawn; False for any other
        box.
        """
        box = require_numbers(evidence.get("box"), 4)
        named = [element for element in self.elements if element.get("selector") == evidence.get("selector")]
        of = [element for element in named if box and require_numbers(element.get("box"), 4) == box]
        if not of or not self.size:
            return False
        if meets_page(box, self.size):
            return True
        beyond = any(box[at] > self.size[at] for at in (0, 1)) and meets_page(box, self.page)
        return None if beyond or not any(element.get("seen", True) for element in of) else False


def picture_size(data: bytes) -> Numbers:
    """Width and height of a JPEG in px (ITU-T T.81, B.2.2), () for anything else."""
    at = 2
    while data[:2] == b"\xff\xd8" and at + 9 <= len(data) and data[at] == 0xFF:
        if 0xC0 <= data[at + 1] <= 0xCF and data[at + 1] not in (0xC4, 0xC8, 0xCC):
            high, wide = struct.unpack_from(">2H", data, at + 5)
            return float(wide), float(high)
        at += 1 if data[at + 1] == 0xFF else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return ()


def meets_page(box: Numbers, size: Numbers) -> bool:
    """Whether a box touches a picture of that size, with a tolerance of one pixel for rounding."""
    return bool(box and size) and all(box[at] + box[at + 2] >= -1 and box[at] <= size[at] + 1 for at in (0, 1))


def normalise_quote(value: str) -> str:
    """Words as they are compared: each character in one form (NFKC), without blanks, case, or icon font characters."""
    return "".join(_ICONS.sub("", unicodedata.normalize("NFKC", value)).split()).casefold()


def no_bytes() -> bytes:
    return b""


def require_table(value: Any) -> Table:
    return value if isinstance(value, dict) else {}


def require_rows(value: Any) -> list[Table]:
    return [require_table(inner) for inner in value] if isinstance(value, list) else []


def require_text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def require_numbers(value: Any, many: int) -> Numbers:
    """Exactly that many numbers from a list, () for anything else."""
    good = isinstance(value, list) and len(value) == many
    return tuple(map(float, value)) if good and all(type(x) in (int, float) and abs(x) < 1e9 for x in value) else ()


def find_strings(value: Any, kind: Any = str | int) -> Iterator[str]:
    """All values of that kind in plain data, as strings: by default strings and integers."""
    waiting = [value]
    while waiting:
        element = waiting.pop()
        if isinstance(element, kind):
            yield str(element)
        elif isinstance(element, dict | list):
            waiting += element.values() if isinstance(element, dict) else element
