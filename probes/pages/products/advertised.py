"""Cards whose place in a list was paid for, as their addresses and containers reveal, and whether they are marked 广告."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from urllib.parse import urlsplit

from crawler.settings_file import SettingsFile
from crawler.site import Element, View
from probes.pages.layout.contrast import contrast_ratio
from probes.pages.products.cards import ProductCard, class_matcher, read_cards
from probes.schema.reading_table import Numbers
from probes.text.normalise import plain_text
from probes.text.remember import per_view


@dataclass(frozen=True, slots=True)
class AdvertisedWords:
    """[words] of advertised.toml."""

    query: str
    host: str
    classes: str
    mark: tuple[str, ...]
    weak: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AdvertisedTable:
    """The file advertised.toml."""

    limits: Numbers[Literal["mark", "near", "font_px", "contrast"]]
    words: AdvertisedWords


FILE = SettingsFile("probes.pages.products", "advertised.toml", AdvertisedTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_QUERY, _HOST = re.compile(_DATA.words.query), re.compile(_DATA.words.host)
_CLASSES = class_matcher(_DATA.words.classes)
_MARK, _WEAK = frozenset(_DATA.words.mark), frozenset(_DATA.words.weak)


class AdMark(StrEnum):
    MARKED = "marked"
    WEAK = "weak"  # another word than the law's, or one that can hardly be read
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PaidCard:
    """A card with a sign of paid placement: the sign, and the mark with its element (None = no mark)."""

    card: ProductCard
    sign: str
    mark: AdMark
    label: Element | None


@per_view
def find_paid_cards(view: View) -> tuple[PaidCard, ...]:
    """The cards of a list that show signs of paid placement, in their order."""
    found = []
    for card in read_cards(view):
        sign = _sign(view, card)
        if sign:
            mark, label = _marked(view, card)
            found.append(PaidCard(card, sign, mark, label))
    return tuple(found)


def _sign(view: View, card: ProductCard) -> str:
    try:
        host = urlsplit(card.url).hostname or ""
    except ValueError:
        host = ""
    match = _QUERY.search(card.url) or _HOST.search(host)
    if match:
        return match.group().strip("?&")
    for at in card.members:
        element: Element | None = view.element(at)
        for _ in range(3):
            if element is None:
                break
            said = _CLASSES(element.classes)
            if said:
                return f"class {said.strip()}"
            element = view.element(element.parent) if element.parent is not None else None
    return ""


def _marked(view: View, card: ProductCard) -> tuple[AdMark, Element | None]:
    """The best mark inside the card's own box."""
    weak: Element | None = None
    inside = [view.element(at) for at in card.members]
    left, top = min(element.box.x for element in inside), min(element.box.y for element in inside)
    right = max(element.box.x + element.box.w for element in inside)
    bottom = max(element.box.y + element.box.h for element in inside)
    first = max(0, min(card.members) - int(_LIMITS["near"]))
    for element in view.elements[first : max(card.members) + int(_LIMITS["near"])]:
        middle_x, middle_y = element.box.x + element.box.w / 2, element.box.y + element.box.h / 2
        if not element.seen or not (left <= middle_x <= right and top - 4 <= middle_y <= bottom + 4):
            continue
        for said in (
            plain_text(part).strip(" ·[]()") for part in (element.own, element.name, element.pseudo, element.ocr)
        ):
            if said in _MARK and _legible(element):
                return AdMark.MARKED, element
            if said in _WEAK or said in _MARK:
                weak = weak or element
    return (AdMark.WEAK, weak) if weak is not None else (AdMark.NONE, None)


def _legible(element: Element) -> bool:
    drawn = bool(element.own or element.pseudo)
    ratio = contrast_ratio(element.colour, element.background) if drawn else None
    return (not drawn or element.font_px >= _LIMITS["font_px"]) and (ratio is None or ratio >= _LIMITS["contrast"])
