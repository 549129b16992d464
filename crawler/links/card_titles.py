"""Titles of article cards: of a link that holds a title, a summary and a date, as lists of articles do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.site import Element, View
from crawler.spelling import plain_words
from crawler.table_builder import Setting
from crawler.vocabulary import Role


@dataclass(frozen=True, slots=True)
class CardTitleLimits:
    """Cards of articles and their titles."""

    least: Annotated[int, Setting("of a title, at least", "characters")]
    most: Annotated[int, Setting("of a title, at most", "characters")]
    climb: Annotated[int, Setting("boxes above a title in which its card's link is looked for")]


@dataclass(frozen=True, slots=True)
class CardTitlePatterns:
    """What article cards do not contain."""

    price: Annotated[str, Setting("of a price: a card that names one is of goods")]


@dataclass(frozen=True, slots=True)
class CardTitleSettings:
    """The file card_titles.toml."""

    limits: CardTitleLimits
    patterns: CardTitlePatterns


FILE = SettingsFile("crawler.links", "card_titles.toml", CardTitleSettings)
_DATA = FILE.load()
_LIMITS = _DATA.limits
# On these pages a card is a product, and a product's name is not a page's title.
_OF_GOODS = frozenset({Role.HOME, Role.LIST, Role.SEARCH, Role.PRODUCT, Role.CART})
_PRICE = re.compile(_DATA.patterns.price)


def card_titles(view: View, longest: float) -> dict[int, str]:
    """By element id, the titles of links and controls with more than ``longest`` characters of text.

    The title is the first of a card's lines in its largest font. Cards that state a price, and pages of goods, have
    none.
    """
    if view.role in _OF_GOODS:
        return {}
    titles: dict[int, tuple[tuple[bool, float], str]] = {}
    for element in view.elements:
        said = " ".join(element.own.split())
        if not element.seen or not _LIMITS.least <= len(said) <= _LIMITS.most:
            continue
        card = _card(view, element)
        if card is None or len(card.text) <= longest or _PRICE.search(card.text):
            continue
        size = (bool(element.heading), element.font_px)
        if card.id not in titles or titles[card.id][0] < size:
            titles[card.id] = (size, said)
    return {card: plain_words(said) for card, (_, said) in titles.items()}


def _card(view: View, element: Element) -> Element | None:
    """The link or control that contains the element, other than itself."""
    at = element
    for _ in range(_LIMITS.climb):
        if at.parent is None or not 0 <= at.parent < len(view.elements):
            return None
        at = view.elements[at.parent]
        if at.href or at.clickable:
            return at if at.seen else None
    return None
