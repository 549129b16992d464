"""Tells a control that buys by its words, its picture, its names and the address its form is sent to."""

from __future__ import annotations

import re

from crawler.discovery.buying_words import DATA, GROUPS
from crawler.site import Element
from crawler.vocabulary import Region
from crawler.words import plain

_BUYS = tuple(plain(word) for name in ("cart", "now", "book", "notify") for word in GROUPS[name])
_CART = tuple(plain(word) for word in GROUPS["cart"])
_NOT = tuple(plain(word) for word in GROUPS["not"])
_NAMES, _ACTIONS = (re.compile(DATA["marks"][name], re.I) for name in ("names", "actions"))
_CHARS: int = DATA["limits"]["chars"]
_FRAME = frozenset({Region.HEADER, Region.NAV, Region.FOOTER})  # a cart's own picture stands there
_FILE = 80  # characters of an address's end in which a picture's name stands


def is_buy_control(element: Element) -> bool:
    """Whether this can be pressed, can be seen, and buys what the page shows; a form that is sent to a cart counts for its button."""
    if not element.seen:
        return False
    if element.tag == "form":
        return bool(element.action) and _ACTIONS.search(element.action[-200:]) is not None
    if not (element.clickable or element.tag in ("a", "button", "input") or element.role == "button"):
        return False
    said = [plain(word) for word in (element.text or element.own, element.name, element.ocr, element.pseudo) if word]
    if any(says_buy(word) for word in said):
        return True
    # A picture's alternative text may be a file's name: only what has no Chinese word of its own is judged by its names.
    mute = element.region not in _FRAME and all(word.isascii() and len(word) <= _CHARS for word in said)
    return mute and any(_NAMES.search(name) is not None for name in (element.classes, element.image[-_FILE:]))


def says_buy(said: str) -> bool:
    """Whether normalised words are those of a control that buys."""
    return (
        0 < measured(said) <= _CHARS and any(word in said for word in _BUYS) and not any(word in said for word in _NOT)
    )


def fills_cart(said: str, url: str) -> bool:
    """Whether pressing a control that says so, or opening its address, may put something into a cart."""
    return any(word in said for word in _CART) or _ACTIONS.search(url[-200:]) is not None


def measured(said: str) -> float:
    """Characters, a Latin one for half a Chinese one."""
    return sum(0.5 if character.isascii() else 1.0 for character in said)
