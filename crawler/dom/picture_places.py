"""Which pictures of a page may carry words, and where: this decides the reading order and what an unread picture leaves open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from crawler.dom.read_settings import PicturePlaces
from crawler.dom.snapshot_script import reading_settings
from crawler.site import Element
from crawler.vocabulary import Region, Role

PICTURES = frozenset({"img", "svg", "canvas", "video", "object", "embed"})
_ENTRIES = frozenset({Region.HEADER, Region.NAV, Region.SIDE, Region.FLOATING})


class PicturePlace(StrEnum):
    """Kinds of places, in the order in which their pictures are read."""

    LICENCE = "licence"  # the footer, those named as a licence, badge or service, and pictures on several pages: read once for all
    ENTRY = "entry"  # a control without words, the frame of the page
    BANNER = "banner"  # large, on a page meant to be read
    DETAIL = "detail"  # large, below a product
    OTHER = "other"  # near the bottom of the page, or one of a list of like pictures with words beside each
    POSTER = "poster"  # large, on a page that sells
    GOODS = "goods"  # goods on a card with a price, a product's gallery


_RANK = {place: rank for rank, place in enumerate(PicturePlace)}


@dataclass(frozen=True, slots=True)
class PictureCandidate:
    """A picture that may carry words, with its place; ``control``: whether it is all that something to press says."""

    element: Element
    place: PicturePlace
    control: bool = False


def find_candidates(
    elements: Sequence[Element],
    role: Role = Role.HOME,
    width: float = 0.0,
    repeated: Container[str] = frozenset(),
    cards: Container[int] = frozenset(),
    covers: Container[int] = frozenset(),
) -> tuple[PictureCandidate, ...]:
    """The pictures of a page that may carry words, in order of place; within a place, those without alternative words first.

    ``width`` is the page's in CSS px, ``repeated`` holds addresses of pictures that are on other pages too, ``cards`` ids
    of pictures known to stand on cards of goods, ``covers`` of those of a list with a title beside each.
    """
    page = _PageContext(elements, role, width, repeated, cards, covers)
    seen: set[tuple[str, float, float]] = set()
    found: list[PictureCandidate] = []
    for element in elements:
        key = (element.image, element.box.x, element.box.y)
        if key not in seen and (place := page.place(element)) is not None:
            seen.add(key)
            found.append(PictureCandidate(element, place, page.names_control(element)))
    found.sort(
        key=lambda candidate: (
            _RANK[candidate.place],
            bool(candidate.element.name or candidate.element.own),
            candidate.element.id,
        )
    )
    return tuple(found)


def has_picture(element: Element) -> bool:
    """Whether the element draws a picture: its own or a background."""
    return bool(element.image) or element.tag in PICTURES


@cache
def _table() -> PicturePlaces:
    return reading_settings().ocr.place


class _PageContext:
    """What is known of a page before its pictures are placed."""

    def __init__(
        self,
        elements: Sequence[Element],
        role: Role,
        width: float,
        repeated: Container[str],
        cards: Container[int],
        covers: Container[int],
    ) -> None:
        self._by_id: Mapping[int, Element] = {element.id: element for element in elements}
        self._height = max((element.box.y + element.box.h for element in elements if element.seen), default=0.0)
        self._width = width or max((element.box.x + element.box.w for element in elements if element.seen), default=0.0)
        self._role = role
        self._repeated = repeated
        self._cards = cards
        self._covers = covers
        self._words = tuple(str(word).casefold() for word in _table().words)
        told = Counter(
            word for image in {one.image for one in elements if has_picture(one)} for word in self._in(image)
        )
        most = _table().told_most if role in _table().goods else len(elements)
        self._vain = frozenset(word for word, count in told.items() if count > most)

    def place(self, one: Element) -> PicturePlace | None:
        """The place of a picture; None if it is not a picture, not visible, too small, or carries no words there."""
        table, box = _table(), one.box
        if not has_picture(one) or not one.seen or box.h < table.min_height or box.w < table.entry_width:
            return None
        if one.tag == "img" and not one.image:
            return None  # an img without an address draws nothing
        large = box.w >= table.banner_share * self._width and box.h >= table.banner_height
        wide = box.w >= table.min_width
        if wide and (one.region is Region.FOOTER or self._addressed(one)):
            return PicturePlace.LICENCE
        if self._goods(one):  # before its words, since goods may be named anything
            return PicturePlace.GOODS
        sells = self._role in table.selling or self._role is Role.PRODUCT
        if wide and (self._told(one) or (one.image in self._repeated and not (large and sells))):
            return PicturePlace.LICENCE
        if not large and self._entry(one):
            return PicturePlace.ENTRY
        if large and one.tag not in PICTURES and len(one.text) > table.ground_chars:
            return None  # a background behind words
        if large:
            selling = self._role in table.selling
            if one.id in self._covers and not selling:
                return PicturePlace.OTHER
            return (
                PicturePlace.POSTER
                if selling
                else PicturePlace.DETAIL
                if self._role is Role.PRODUCT
                else PicturePlace.BANNER
            )
        low = self._height > 0 and box.y >= table.footer_share * self._height
        return PicturePlace.OTHER if low and wide else None

    def _in(self, words: str) -> Iterator[str]:
        """Words in an address that indicate a licence, a complaint or a service; a data: address has none."""
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
        for _ in range(_table().card_levels):
            up = self._by_id.get(one.parent) if one.parent is not None else None
            if up is None:
                return
            yield up
            one = up

    def _goods(self, one: Element) -> bool:
        """Whether it is a picture on a card with a price, or in a product gallery: nearly square, at the top of its page."""
        table = _table()
        if self._role not in table.goods and self._role is not Role.OTHER:
            return False
        if one.id in self._cards and one.box.w < table.banner_share * self._width:
            return True
        if self._role is Role.OTHER:
            return False
        head = self._role is Role.PRODUCT and one.box.y + one.box.h <= table.gallery_px
        low, high = table.gallery_shape
        if head and one.region is Region.MAIN and low <= one.box.w / one.box.h <= high:
            return True
        cards = (up.text for up in self._around(one) if up.text and len(up.text) <= table.card_chars)
        return any(price_pattern().search(text) for text in cards)

    def _entry(self, one: Element) -> bool:
        """Whether it is a control that is nothing but a picture, or a picture in the frame around the page's content."""
        return not (one.name or one.own) if one.region in _ENTRIES else self.names_control(one)

    def names_control(self, one: Element) -> bool:
        """Whether a picture stands in a control that has no other words."""
        for near in (one, *self._around(one)):
            if near.clickable or near.href:
                return not (near.text or near.name or one.name)
        return False


@cache
def price_pattern() -> re.Pattern[str]:
    """What a price on a card of goods looks like."""
    return re.compile(_table().price)
