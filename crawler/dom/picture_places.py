"""Which pictures of a page may carry words, and what kind of place each stands in: what is read first, and what an unread one leaves open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from crawler.reading_script import settings
from crawler.site import Element
from crawler.vocabulary import Region, Role

PICTURES = frozenset({"img", "svg", "canvas", "video", "object", "embed"})
_ENTRIES = frozenset({Region.HEADER, Region.NAV, Region.SIDE, Region.FLOATING})


class Place(StrEnum):
    """Kinds of places in the order in which their pictures are read."""

    LICENCE = "licence"  # the footer, what stands on several pages, what is told to be a licence, a badge or a service
    ENTRY = "entry"  # a control without words, the frame of the page
    BANNER = "banner"  # large, on a page that is there to be read
    DETAIL = "detail"  # large, below a product
    OTHER = "other"  # near the bottom of the page
    POSTER = "poster"  # large, on a page that sells
    GOODS = "goods"  # goods on a card with a price, a product's gallery


_RANK = {place: rank for rank, place in enumerate(Place)}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A picture that may carry words and its place."""

    element: Element
    place: Place


def candidates(
    elements: Sequence[Element], role: Role = Role.HOME, width: float = 0.0, repeated: Container[str] = frozenset()
) -> tuple[Candidate, ...]:
    """The pictures of a page that may carry words, those of the first places first, in a place those without words of their own.

    ``width`` is the page's in CSS px, ``repeated`` holds addresses of pictures that stand on other pages too.
    """
    page = _Page(elements, role, width, repeated)
    seen: set[tuple[str, float, float]] = set()
    found: list[Candidate] = []
    for one in elements:
        key = (one.image, one.box.x, one.box.y)
        if key not in seen and (place := page.place(one)) is not None:
            seen.add(key)
            found.append(Candidate(one, place))
    found.sort(key=lambda each: (_RANK[each.place], bool(each.element.name or each.element.own), each.element.id))
    return tuple(found)


def pictured(element: Element) -> bool:
    """Whether the element draws a picture: its own or a background."""
    return bool(element.image) or element.tag in PICTURES


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = settings()["ocr"]["place"]
    return table


class _Page:
    """What is known of a page before its pictures are placed."""

    def __init__(self, elements: Sequence[Element], role: Role, width: float, repeated: Container[str]) -> None:
        self._by_id: Mapping[int, Element] = {each.id: each for each in elements}
        self._height = max((each.box.y + each.box.h for each in elements if each.seen), default=0.0)
        self._width = width or max((each.box.x + each.box.w for each in elements if each.seen), default=0.0)
        self._role = role
        self._repeated = repeated
        self._words = tuple(str(word).casefold() for word in _table()["words"])
        told = Counter(word for each in {one.image for one in elements if pictured(one)} for word in self._in(each))
        most = _table()["told_most"] if role in _table()["goods"] else len(elements)
        self._vain = frozenset(word for word, count in told.items() if count > most)

    def place(self, one: Element) -> Place | None:
        """The place of a picture, or None for what is none, is not seen, is too small, or carries no words there."""
        table, box = _table(), one.box
        if not pictured(one) or not one.seen or box.h < table["min_height"] or box.w < table["entry_width"]:
            return None
        if one.tag == "img" and not one.image:
            return None  # an address-less img draws nothing
        large = box.w >= table["banner_share"] * self._width and box.h >= table["banner_height"]
        wide = box.w >= table["min_width"]
        if wide and (one.region is Region.FOOTER or self._addressed(one)):
            return Place.LICENCE
        if self._goods(one):  # before its words, for goods are named by anything
            return Place.GOODS
        if wide and (self._told(one) or (one.image in self._repeated and not large)):
            return Place.LICENCE
        if not large and self._entry(one):
            return Place.ENTRY
        if large and one.tag not in PICTURES and len(one.text) > table["ground_chars"]:
            return None  # a ground that words stand on
        if large:
            selling = self._role in table["selling"]
            return Place.POSTER if selling else Place.DETAIL if self._role is Role.PRODUCT else Place.BANNER
        low = self._height > 0 and box.y >= table["footer_share"] * self._height
        return Place.OTHER if low and wide else None

    def _in(self, words: str) -> Iterator[str]:
        """Words that tell of a licence, a complaint or a service in an address, and a data: address is none."""
        if not words.startswith("data:"):
            folded = words.casefold()
            yield from (word for word in self._words if word in folded)

    def _addressed(self, one: Element) -> bool:
        return any(word not in self._vain for word in self._in(one.image))

    def _told(self, one: Element) -> bool:
        up = self._by_id.get(one.parent) if one.parent is not None else None
        said = " ".join((one.classes, one.name, one.href, *((up.href, up.classes, up.name) if up else ()))).casefold()
        return any(word in said for word in self._words)

    def _around(self, one: Element) -> Iterator[Element]:
        for _ in range(_table()["card_levels"]):
            up = self._by_id.get(one.parent) if one.parent is not None else None
            if up is None:
                return
            yield up
            one = up

    def _goods(self, one: Element) -> bool:
        """A picture on a card with a price, or of a product's gallery: as high as wide at the head of its page."""
        table = _table()
        if self._role not in table["goods"]:
            return False
        head = self._role is Role.PRODUCT and one.box.y + one.box.h <= table["gallery_px"]
        low, high = table["gallery_shape"]
        if head and one.region is Region.MAIN and low <= one.box.w / one.box.h <= high:
            return True
        cards = (up.text for up in self._around(one) if up.text and len(up.text) <= table["card_chars"])
        return any(_price().search(text) for text in cards)

    def _entry(self, one: Element) -> bool:
        """A control that is nothing but a picture, or a picture in the frame round the page's content."""
        if one.region in _ENTRIES:
            return not (one.name or one.own)
        for each in (one, *self._around(one)):
            if each.clickable or each.href:
                return not (each.text or each.name or one.name)
        return False


@cache
def _price() -> re.Pattern[str]:
    return re.compile(_table()["price"])
