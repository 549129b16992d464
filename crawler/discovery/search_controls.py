"""The controls of a search: what a label says of it, what stands beside its box, and what holds the box."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from crawler.discovery.search_settings import FILE
from crawler.site import Element, View
from crawler.spelling import plain_words
from crawler.urls import is_openable

_DATA = FILE.load()
SEARCH_WORDS = tuple(plain_words(word) for word in _DATA.words)
SEARCH_CLASSES: tuple[str, ...] = tuple(_DATA.classes)
_ENCODINGS = ("utf-8", "gb18030")  # that shops write the words of a query in


def says_search(element: Element) -> bool:
    """Whether a control is short and labelled search."""
    said = plain_words(f"{element.text or element.own} {element.name}")
    if len(said) > _DATA.limits.longest_entry:
        return False
    return any(word in said for word in SEARCH_WORDS) or (
        not said and any(word in element.classes.lower() for word in SEARCH_CLASSES)
    )


def is_drawn_as_bar(element: Element) -> bool:
    """Whether a control is classed a search and has the shape of a field: the hint in it is in the shop's own words (找一件玩具)."""
    box, limits = element.box, _DATA.limits
    classed = any(word in element.classes.lower() for word in SEARCH_CLASSES)
    hint = len(plain_words(element.text or element.own)) <= limits.longest_hint
    return classed and hint and 0 < box.h <= limits.drawn_high and box.w >= limits.drawn_wide * box.h


def find_controls_around(view: View, field: Element) -> list[Element]:
    """The controls that contain a field, innermost first, as many as are tried."""
    middle = (field.box.x + field.box.w / 2, field.box.y + field.box.h / 2)
    found = [
        one for one in view.elements
        if one.seen and one.selector != field.selector and one.frame == field.frame and (one.clickable or one.href)
        and one.box.x <= middle[0] <= one.box.x + one.box.w and one.box.y <= middle[1] <= one.box.y + one.box.h
        and one.box.w >= field.box.w and one.box.h <= _DATA.limits.bar_height
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.box.area, -one.id))[: _DATA.limits.bars]


def find_control_beside(view: View, field: Element) -> Element | None:
    """The search button: on the box's line, labelled so, or a button without words."""
    middle = field.box.y + field.box.h / 2
    ranked = [
        (not says_search(one), abs(one.box.x - field.box.x - field.box.w), one.id, one)
        for one in view.elements
        if one.seen and one.selector != field.selector and one.frame == field.frame and (one.clickable or one.tag == "button")
        and one.box.y <= middle <= one.box.y + one.box.h and one.box.h <= 3 * max(field.box.h, 20)
        and (says_search(one) or (one.tag in ("button", "input") and not one.text and not one.href))
    ]  # fmt: skip
    return min(ranked, key=lambda row: row[:3])[3] if ranked else None


def asks_own_words(view: View, url: str, said: str) -> bool:
    """Whether an address sends a link's own label through a field that visitors of the page type into.

    Popular searches are such links. Many shops list there whatever was searched for last, by this visit too, so that
    such a label names goods or nothing, and no page of the shop.
    """
    key = _key_of(url, plain_words(said))
    typed = rf"""<input\b[^<>]*\sname\s*=\s*["']?{re.escape(key)}["'\s/>]"""
    return bool(key) and re.search(typed, view.html, re.IGNORECASE) is not None


def _key_of(url: str, said: str) -> str:
    query = urlsplit(url).query if is_openable(url) else ""
    pairs = (pair for encoding in _ENCODINGS for pair in parse_qsl(query, encoding=encoding))
    return next((key for key, value in pairs if said and plain_words(value) == said), "")
