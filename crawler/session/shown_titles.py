"""Words that name what a page shows already: the open tab of a row, the title of the links below it, and who sells goods."""

from __future__ import annotations

import itertools
import re
from collections import Counter

from crawler.links.places import places_around, stands_in, strip_place_numbers
from crawler.links.promise_settings import FILE
from crawler.site import Element, View
from crawler.urls import is_openable
from crawler.vocabulary import Role

TITLES = FILE.load().titles
_BADGES = FILE.load().badges
_BADGE_ROLES = frozenset(map(Role, _BADGES.roles))
_OPEN = re.compile(TITLES.open, re.I)


def names_what_is_shown(view: View, element: Element) -> bool:
    """Whether words that cannot be pressed are the open tab of a row, or a title with its links below it."""
    if element.clickable or element.href:
        return False
    return _is_open_tab(view, element) or _heads_links(view, element)


def is_badge(view: View, element: Element, role: Role) -> bool:
    """Whether words of that role cannot be pressed and stand in many places of one shape: on each card, who sells the goods."""
    if role not in _BADGE_ROLES or element.clickable or element.href:
        return False
    shape = strip_place_numbers(element.selector)
    alike = (one for one in view.elements if one.seen and one.own == element.own and not (one.clickable or one.href))
    return sum(strip_place_numbers(one.selector) == shape for one in alike) >= _BADGES.alike


def _is_open_tab(view: View, element: Element) -> bool:
    """Whether its class, and that of no other word of its row, says that its part is shown."""
    around = element.selector.rpartition(">")[0]
    row = [one for one in view.elements if one.seen and one.own and one.frame == element.frame]
    row = [one for one in row if one.tag == element.tag and one.selector.rpartition(">")[0] == around]
    return len(row) > 1 and [one.id for one in row if _OPEN.search(one.classes)] == [element.id]


def _heads_links(view: View, element: Element) -> bool:
    """Whether it is the first of a box whose other words are links of one shape, all below it; one item of a list heads none."""
    boxes = list(places_around(element.selector, TITLES.around + 1))
    return any(_heads(view, element, own, around) for own, around in itertools.pairwise(boxes))


def _heads(view: View, element: Element, own: str, around: str) -> bool:
    inside = [
        one
        for one in view.elements
        if one.seen and one.frame == element.frame and one.id != element.id and stands_in(one.selector, around)
    ]
    if any(stands_in(one.selector, own) or (one.own and one.id < element.id) for one in inside):
        return False
    links = [one for one in inside if is_openable(one.href) and not stands_in(one.selector, own)]
    shape = strip_place_numbers(own)
    if any(stands_in(strip_place_numbers(one.selector), shape) for one in links):
        return False
    alike = Counter(strip_place_numbers(one.selector) for one in links)
    below = all(one.box.y >= element.box.y + element.box.h / 2 for one in links)
    return below and max(alike.values(), default=0) >= TITLES.links
