"""The title of a product page: its main heading, or what stands for one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.site import Element, View
from probes.reading import prices
from probes.reading.normalise import plain
from probes.reading.product_rows import DATA, LIMITS

_CLASSED = re.compile(DATA["words"]["title_class"])
_NAMING = 6  # characters of words that a window's title is known to repeat
_FIRST = re.compile(r"[-_|【】]")  # behind the first of these a window's title names the shop


def said_by(element: Element) -> str:
    """The words of an element in one line."""
    return " ".join((element.text or element.own or element.name).split())


def _fits(element: Element) -> bool:
    """Whether an element may be a title by its length and its words."""
    said = said_by(element) if element.seen else ""
    return LIMITS["title_least"] <= len(said) <= LIMITS["title_most"] and not prices.find(said)


def main_title(view: View, own: Iterable[Element]) -> Element | None:
    """The main heading; without one, the longest words of the page's head that its window title holds.

    A heading that the window's title begins with is the main one wherever it stands: blocks of goods are classed like headers.
    """
    fit = [each for each in own if _fits(each)]
    head = next((each for each in fit if each.heading == 1), None)
    if head is not None:
        return head
    window = plain(view.title)
    heads = (each for each in view.elements if each.heading == 1 and not each.href and len(each.own) >= _NAMING)
    naming = next((each for each in heads if _fits(each) and window.startswith(plain(each.own))), None)
    if naming is not None:
        return naming
    inside = [
        each
        for each in fit
        if each.own and not each.href and len(said := plain(said_by(each))) >= _NAMING and said in window
    ]
    best = max(inside, key=lambda each: (len(said_by(each)), each.font_px), default=None)
    if best is not None and 2 * len(said_by(best)) >= len(_FIRST.split(window)[0]):
        return best
    # A mobile page often has no heading at all: what is classed as the title and stands out above the fold.
    named = [
        each
        for each in fit
        if each.own and not each.href and each.box.y < view.viewport_height and _CLASSED.search(each.classes.lower())
    ]
    if named:
        return max(named, key=lambda each: (each.font_px, len(said_by(each))))
    if best is not None:
        return best
    return next((each for each in fit if each.heading == 2 and each.box.y < view.viewport_height), None)
