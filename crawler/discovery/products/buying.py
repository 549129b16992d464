"""Recognise buy controls by their words, picture, names, and the address their form is submitted to."""

from __future__ import annotations

import re

from crawler.discovery.products.buying_words import DATA, GROUPS
from crawler.site import Element
from crawler.spelling import measure_label, plain_words
from crawler.vocabulary import Region

_BUYS = tuple(plain_words(word) for name in ("cart", "now", "book", "notify") for word in GROUPS[name])
_CART = tuple(plain_words(word) for word in GROUPS["cart"])
_BUY, _NOT = (re.compile("|".join(map(re.escape, words))) for words in (_BUYS, map(plain_words, GROUPS["not"])))
_NAMES, _ACTIONS = re.compile(DATA.marks.names, re.I), re.compile(DATA.marks.actions, re.I)
_CHARS = DATA.limits.chars
_FRAME = frozenset({Region.HEADER, Region.NAV, Region.FOOTER})  # a picture there is the cart's own
_FILE = 80  # trailing characters of an address that hold a picture's name


def is_buy_control(element: Element) -> bool:
    """Whether this is clickable, visible, and buys what the page shows; a form submitted to a cart counts for its button."""
    if not element.seen:
        return False
    if element.tag == "form":
        return bool(element.action) and _ACTIONS.search(element.action[-200:]) is not None
    if not (element.clickable or element.tag in ("a", "button", "input") or element.role == "button"):
        return False
    said = [
        plain_words(word) for word in (element.text or element.own, element.name, element.ocr, element.pseudo) if word
    ]
    if any(says_buy(word) for word in said):
        return True
    # An alternative text may be a file name: only controls without Chinese words are judged by their names.
    mute = element.region not in _FRAME and all(word.isascii() and len(word) <= _CHARS for word in said)
    return mute and any(_NAMES.search(name) is not None for name in (element.classes, element.image[-_FILE:]))


def says_buy(said: str) -> bool:
    """Whether normalised words are those of a buy control."""
    return 0 < measure_label(said) <= _CHARS and _BUY.search(said) is not None and _NOT.search(said) is None


def fills_cart(said: str, url: str) -> bool:
    """Whether clicking a control with this label, or opening its address, may put something into a cart."""
    return any(word in said for word in _CART) or _ACTIONS.search(url[-200:]) is not None
