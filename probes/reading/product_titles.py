"""The title of a product page: its main heading, or what stands for one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.site import Element, View
from probes.reading import prices
from probes.reading.normalise import plain
from probes.reading.product_rows import DATA, LIMITS

_CLASSED = re.compile(DATA["words"]["title_class"])
_FIRST = re.compile(r"[-_|【】]")  # behind the first of these a window's title names the shop


def said_by(element: Element) -> str:
    """The words of an element in one line."""
    return " ".join((element.text or element.own or element.name).split())


def main_title(view: View, own: Iterable[Element]) -> Element | None:
    """The main heading; without one, the longest words of the page's head that its window title holds."""
    least, most = LIMITS["title_least"], LIMITS["title_most"]
    fit = [each for each in own if each.seen and least <= len(said_by(each)) <= most and not prices.find(said_by(each))]
    head = next((each for each in fit if each.heading == 1), None)
    if head is not None:
        return head
    window = plain(view.title)
    inside = [
        each for each in fit if each.own and not each.href and len(said := plain(said_by(each))) >= 6 and said in window
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
