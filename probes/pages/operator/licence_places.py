"""Where on a page something about licences stands, in what form, and how prominently."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crawler.site import Element, View
from crawler.vocabulary import Role, Unseen
from probes.finding import Evidence, evidence_on_page
from probes.pages.layout.prominence import Prominence, prominence_level
from probes.text import normalise
from probes.text.remember import per_line

MOST = 400  # different words looked up on one view: a page may hold any number of numbers
NEAR = 80  # characters beside a number in an element that still is the number's own place


class WordSource(StrEnum):
    """In what form something is said: words drawn on the page, a name (alt, title, aria), a picture's words, or a link's address."""

    TEXT = "text"
    NAME = "name"
    OCR = "ocr"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class LicencePlace:
    """Where something stands. ``element`` is None where the page's text holds it but no short enough element does."""

    view: View
    element: Element | None
    source: WordSource
    level: Prominence
    quote: str

    @property
    def covered(self) -> bool:
        """Whether it is drawn, but beneath something else."""
        return self.element is not None and self.element.unseen is Unseen.COVERED

    @property
    def evidence(self) -> Evidence:
        return evidence_on_page(self.view, self.element, self.quote)


def place_licence(view: View, element: Element, source: WordSource, quote: str = "") -> LicencePlace:
    """The place of an element; its own words are quoted unless others are given."""
    said = quote or element.words[:120] or element.image or element.href
    return LicencePlace(view, element, source, prominence_level(element, view), " ".join(said.split()))


class WordHolders:
    """The drawn elements of a view by their words, to find where words of the view's text stand. Built on first use."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._found: dict[tuple[str, int], Element | None] = {}
        self._held: list[tuple[Element, str]] | None = None

    def place(self, words: str, near: int = NEAR) -> LicencePlace:
        """The most prominent element that holds little more than the words (``near`` characters); without one, just the page.

        Common words need ``near`` 0, since an article may hold them too.
        """
        raw = _compact(words)
        if (raw, near) not in self._found:
            known = len(self._found) < MOST
            self._found[raw, near] = self._best(raw, near) if known else None
        best = self._found[raw, near]
        if best is not None:
            return place_licence(self.view, best, WordSource.TEXT, words)
        stands = Prominence.P2 if self.view.role is Role.HOME else Prominence.P1
        return LicencePlace(self.view, None, WordSource.TEXT, stands, " ".join(words.split()))

    def _best(self, raw: str, near: int) -> Element | None:
        if self._held is None:
            self._held = [
                (element, _compact(said))
                for element in self.view.elements
                if element.seen or element.unseen is Unseen.COVERED
                for said in (element.text or element.own, element.pseudo)
                if said
            ]
        holders = [(element, said) for element, said in self._held if raw in said]
        least = min((len(said) for _, said in holders), default=0)
        close = [holder for holder, said in holders if len(said) <= max(least, len(raw) + near)]
        return max(
            close,
            key=lambda element: (element.seen, prominence_level(element, self.view), bool(element.href), element.id),
            default=None,
        )


@per_line
def _compact(text: str) -> str:
    return "".join(normalise.normalise_text(text).text.split())
