"""Where on a page something said of licences stands, by what means it is said, and how prominently."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crawler.site import Element, View
from crawler.vocabulary import Role, Unseen
from probes.finding import Evidence, shown
from probes.reading import normalise
from probes.reading.prominence import Level, level
from probes.reading.remember import per_line

MOST = 400  # different words looked up on one view: a page may hold any number of numbers
NEAR = 80  # characters beside a number in an element that still is the number's own place


class Source(StrEnum):
    """By what means it is said: words drawn on the page, a name (alt, title, aria), a picture's words, or a link's address."""

    TEXT = "text"
    NAME = "name"
    OCR = "ocr"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands. ``element`` is None where the text of the page holds it but no element short enough does."""

    view: View
    element: Element | None
    source: Source
    level: Level
    quote: str

    @property
    def covered(self) -> bool:
        """Drawn, but beneath something else."""
        return self.element is not None and self.element.unseen is Unseen.COVERED

    @property
    def evidence(self) -> Evidence:
        return shown(self.view, self.element, self.quote)


def placed(view: View, element: Element, source: Source, quote: str = "") -> Place:
    """The place of an element; its own words are quoted where nothing else is given."""
    said = quote or element.words[:120] or element.image or element.href
    return Place(view, element, source, level(element, view), " ".join(said.split()))


class Holders:
    """The drawn elements of a view by their words, to find where words of the view's text stand. Made when first asked."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._found: dict[tuple[str, int], Element | None] = {}
        self._held: list[tuple[Element, str]] | None = None

    def place(self, words: str, near: int = NEAR) -> Place:
        """Of the elements that hold little more than the words (``near`` characters), the most prominent; without any, somewhere on
        that page. Common words need ``near`` 0: an article may hold them too."""
        raw = _compact(words)
        if (raw, near) not in self._found:
            known = len(self._found) < MOST
            self._found[raw, near] = self._best(raw, near) if known else None
        best = self._found[raw, near]
        if best is not None:
            return placed(self.view, best, Source.TEXT, words)
        stands = Level.P2 if self.view.role is Role.HOME else Level.P1
        return Place(self.view, None, Source.TEXT, stands, " ".join(words.split()))

    def _best(self, raw: str, near: int) -> Element | None:
        if self._held is None:
            self._held = [
                (each, _compact(said))
                for each in self.view.elements
                if each.seen or each.unseen is Unseen.COVERED
                for said in (each.text or each.own, each.pseudo)
                if said
            ]
        holders = [(each, said) for each, said in self._held if raw in said]
        least = min((len(said) for _, said in holders), default=0)
        close = [each for each, said in holders if len(said) <= max(least, len(raw) + near)]
        return max(close, key=lambda each: (each.seen, level(each, self.view), bool(each.href), each.id), default=None)


@per_line
def _compact(text: str) -> str:
    return "".join(normalise.text(text).text.split())
