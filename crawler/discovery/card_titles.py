"""What a card says of itself: the title of a link that holds a title, a summary and a date, as lists of articles have them."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any

from crawler.site import Element, View
from crawler.vocabulary import Role
from crawler.words import plain

_DATA: dict[str, Any] = tomllib.loads(files("crawler.discovery").joinpath("card_titles.toml").read_text("utf-8"))
_LIMITS: dict[str, int] = _DATA["limits"]
# On these a card is one of goods, and a product's name is no page's.
_OF_GOODS = frozenset({Role.HOME, Role.LIST, Role.SEARCH, Role.PRODUCT, Role.CART})
_PRICE = re.compile(_DATA["patterns"]["price"])


def card_titles(view: View, longest: float) -> dict[int, str]:
    """The titles of links and controls whose words are more than ``longest`` characters, by the element's id.

    A title is the first of a card's lines that is set largest. Cards that name a price, and pages of goods, have none.
    """
    if view.role in _OF_GOODS:
        return {}
    titles: dict[int, tuple[tuple[bool, float], str]] = {}
    for element in view.elements:
        said = " ".join(element.own.split())
        if not element.seen or not _LIMITS["least"] <= len(said) <= _LIMITS["most"]:
            continue
        card = _card(view, element)
        if card is None or len(card.text) <= longest or _PRICE.search(card.text):
            continue
        size = (bool(element.heading), element.font_px)
        if card.id not in titles or titles[card.id][0] < size:
            titles[card.id] = (size, said)
    return {card: plain(said) for card, (_, said) in titles.items()}


def _card(view: View, element: Element) -> Element | None:
    """The link or control that the element stands in, and is not itself."""
    at = element
    for _ in range(_LIMITS["climb"]):
        if at.parent is None or not 0 <= at.parent < len(view.elements):
            return None
        at = view.elements[at.parent]
        if at.href or at.clickable:
            return at if at.seen else None
    return None
