"""Leads to lists of goods: by their words and addresses, by a press where there is no address, at last by the shape of a menu of categories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from crawler import discover
from crawler.addressing import identity, openable, same_site
from crawler.discover import Lead
from crawler.discovery.goods_table import DATA, LIMITS
from crawler.discovery.places import shape_of
from crawler.discovery.product_leads import pressed_lead
from crawler.site import Element, View
from crawler.vocabulary import FoundBy, Region, Role
from crawler.words import plain

GUESSED: Final = 0.5  # the score of an entry that only has the shape of a category's
_MENUS = frozenset({Region.HEADER, Region.NAV, Region.SIDE})
_NEXT = tuple(plain(word) for word in DATA["more"]["words"])


def list_leads(view: View) -> tuple[Lead, ...]:
    """The lists a page leads to, best first. Entries that are only shaped like categories come last, and only where nothing is better."""
    named = discover.leads(view, [Role.LIST])[Role.LIST]
    pressed = tuple(_pressed(view))
    guessed = () if named else tuple(_guessed(view))[: int(LIMITS["guessed_lists"])]
    return tuple(sorted((*named, *pressed), key=lambda lead: -lead.score)) + guessed


def is_guessed(lead: Lead) -> bool:
    """Whether the page must show goods before it may be called a list."""
    return lead.role is Role.LIST and lead.score <= GUESSED


def leads_further(view: View) -> bool:
    """Whether a list goes on behind a pager, or a control that brings more."""
    for element in view.elements:
        if not element.seen or not (element.href or element.clickable):
            continue
        said = plain(element.text or element.own or element.name)
        if said in _NEXT or (said == "2" and element.href and identity(element.href) != identity(view.url)):
            return True
    return 'rel="next"' in view.html


def _pressed(view: View) -> Iterator[Lead]:
    """Controls without an address that say exactly what a list is called."""
    words = frozenset(discover.RULES[Role.LIST].words)
    for element in view.elements:
        if not element.seen or not element.clickable or openable(element.href):
            continue
        said = next((one for one in discover.spoken(element, discover.LONGEST) if one in words), "")
        if said:
            yield pressed_lead(view, Role.LIST, element, said, float(len(said)))


def _guessed(view: View) -> Iterator[Lead]:
    """Short links of one shape in the menus that name no other page of the shop."""
    fitting = [element for element in view.elements if _is_category(view, element)]
    alike = Counter(shape_of(element.selector) for element in fitting)
    for element in fitting:
        if alike[shape_of(element.selector)] >= LIMITS["alike"]:
            clicks = None if view.clicks is None else view.clicks + 1 + bool(element.opened_by)
            by = FoundBy.MENU if element.opened_by else FoundBy.LINK
            words = (element.text or element.own)[:30]
            yield Lead(Role.LIST, element.href, element, GUESSED, by, clicks, (*view.path, words), view.url)


def _is_category(view: View, element: Element) -> bool:
    if not element.seen or element.region not in _MENUS or not openable(element.href):
        return False
    if not same_site(view.url, element.href) or identity(element.href) == identity(view.url):
        return False
    said = plain(element.text or element.own)
    if not 2 <= len(said) <= LIMITS["category_chars"]:
        return False
    others = (role for role in discover.RULES if role not in (Role.LIST, Role.PRODUCT))
    return not any(discover.named(role, said) for role in others)
