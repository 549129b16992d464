"""Where quoted words stand: in the text of a page, and about where on its picture. Blanks are never compared: quotes have theirs collapsed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawler.site import Box, View
from xuncha.reports.words import clean_text

TEXT_CHARS = 400_000  # of a page's words shown
LEAST = 2  # characters of a quote that is looked for
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A stretch of a page's words; ``pieces``: which pieces of evidence quote it, none for what lies between."""

    text: str
    pieces: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SoughtQuote:
    """The words of a piece of evidence, by the piece's number."""

    piece: int
    quote: str


def mark_quotes(text: str, quotes: Iterable[SoughtQuote]) -> tuple[MarkedText, ...]:
    """A page's words in stretches, made harmless, each with the pieces that quote it; only the first place of a quote is marked."""
    text = text[:TEXT_CHARS]
    plain, places = _strip(text)
    edges: dict[int, None] = {0: None, len(text): None}
    spans: list[tuple[int, int, int]] = []
    for quote in quotes:
        wanted = _BLANK.sub("", quote.quote)
        at = plain.find(wanted) if len(wanted) >= LEAST else -1
        if at >= 0:
            start, end = places[at], places[at + len(wanted) - 1] + 1
            spans.append((start, end, quote.piece))
            edges |= {start: None, end: None}
    cuts = sorted(edges)
    return tuple(
        MarkedText(clean_text(text[start:end]), tuple(sorted({n for a, b, n in spans if a <= start and end <= b})))
        for start, end in itertools.pairwise(cuts)
    )


def locate_quotes(view: View, quotes: Sequence[SoughtQuote]) -> tuple[tuple[int, Box], ...]:
    """For each quote the smallest element in sight that says it; what no element says as a whole has no place.

    This is where the words stand, not what the evidence names: it is drawn otherwise.
    """
    wanted = [(quote.piece, _BLANK.sub("", quote.quote)) for quote in quotes]
    best: dict[int, Box] = {}
    for element in view.elements:
        if not element.seen or element.box.area <= 0:
            continue
        said = _BLANK.sub("", element.words)
        for piece, quote in wanted:
            if len(quote) < LEAST or not _says(said, quote):
                continue
            if piece not in best or element.box.area <= best[piece].area:
                best[piece] = element.box
    return tuple(sorted(best.items()))


def _says(said: str, quote: str) -> bool:
    """Whether an element says the quote. An element's words may be cut after some hundred characters: then its beginning must fit."""
    return quote in said or (len(said) >= 300 and quote.startswith(said[:300]))


def _strip(text: str) -> tuple[str, list[int]]:
    """The text without blanks, and where each of its characters stood."""
    places = [at for at, letter in enumerate(text) if not letter.isspace()]
    return "".join(text[at] for at in places), places
