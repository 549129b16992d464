"""Leads to pages that a press alone reaches: entries and cards of a shop drawn by a framework, whose boxes listen and link nowhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from crawler.discovery.leftovers.goods_addresses import OF_GOODS
from crawler.discovery.leftovers.leftover_leads import is_left_alone, names_document, names_paper, rank_place
from crawler.discovery.leftovers.leftover_settings import FILE
from crawler.discovery.leftovers.trail_ends import find_trail_ends
from crawler.discovery.products.goods_cards import find_cards
from crawler.discovery.products.price_tags import price_tags
from crawler.links.link_around import blocks_around_controls, find_link_around
from crawler.links.order_rows import find_own_matters
from crawler.links.places import stands_in
from crawler.links.role_links import Lead, speaks_of_goods
from crawler.site import Element, View
from crawler.spelling import plain_words
from crawler.urls import is_openable, same_site
from crawler.vocabulary import FoundBy, Region, Role

_PRESS = FILE.load().press
_NUMBER = re.compile(_PRESS.number)
_ACTS = tuple(plain_words(word) for word in _PRESS.acts)
_PAPERS = re.compile(_PRESS.papers)
_NOT_ROLES = frozenset(_PRESS.not_roles)
_NOT_TAGS = frozenset(_PRESS.not_tags)
# Pages on which controls are of an account, a form or goods: home alone shows goods among entries.
_NOT_ON = (OF_GOODS - {Role.HOME}) | {Role.CART, Role.LOGIN, Role.REGISTER, Role.ERROR}

# Pages whose links without any address are as much entries as boxes are: classes and titles of texts, called as the owner likes.
_OF_TEXTS = frozenset({Role.HELP, Role.ABOUT, Role.RULES})


def find_pressed_leads(view: View, tried: Collection[str]) -> Iterator[tuple[int, Lead]]:
    """Controls of a page that have a label and no address, with the rank of their place; goods and what does something are left alone.

    The rows of a page of texts come first: they are papers. A card's label is its first line; a link that runs a script
    counts where its label names a page, one without any address on a page of texts as well. ``tried``: labels of controls
    that were pressed already, on whatever page.
    """
    if view.role in _NOT_ON:
        return
    goods = [card.place for card in find_cards(view)] + [price.selector for price in price_tags(view.elements)]
    menus = {element.opened_by for element in view.elements if element.opened_by}
    passed = blocks_around_controls(view) | find_own_matters(view) | find_trail_ends(view)
    said: set[str] = set()
    for element in view.elements:
        if not _is_control(element) or element.id in passed or element.selector in menus:
            continue
        label = _first_line(view, element)
        if not 1 < len(label) <= _PRESS.longest or label in said or label in tried or is_left_alone(label):
            continue
        if element.tag == "a" and not names_document(label) and (element.href or view.role not in _OF_TEXTS):
            continue
        if may_act(label) or (not element.href and is_openable(find_link_around(view, element))):
            continue  # a picture in a link leads where the link does, whatever is written on it
        if any(stands_in(element.selector, place) or stands_in(place, element.selector) for place in goods):
            continue
        rank = 0 if view.role in _OF_TEXTS and element.region is Region.MAIN else rank_place(view, element)
        if rank is None:
            continue
        said.add(label)
        clicks = None if view.clicks is None else view.clicks + 1
        yield rank, Lead(Role.OTHER, "", element, 0.0, FoundBy.CLICK, clicks, (*view.path, label[:30]), view.url)


def may_act(label: str) -> bool:
    """Whether a control with that label may do something to the shop or for a visitor, call somebody, or dial."""
    said = _PAPERS.sub("", plain_words(label))
    return _NUMBER.search(label) is not None or (any(word in said for word in _ACTS) and not names_paper(label))


def _is_control(element: Element) -> bool:
    return (
        element.seen
        and element.clickable
        and (not element.href or _goes_nowhere(element))
        and not element.frame
        and not element.opened_by
        and element.region is not Region.DIALOG
        and element.tag not in _NOT_TAGS
        and element.role not in _NOT_ROLES
    )


def _goes_nowhere(element: Element) -> bool:
    """Whether a link of the page's own part has a script for its address; those around a page are pressed as dead entries."""
    return element.tag == "a" and element.region is Region.MAIN and element.href.lower().startswith("javascript:")


def is_link_poor(home: View) -> bool:
    """Whether a home page leads to so few pages of the shop by links that its entries must be pressed, as where a framework draws it."""
    linked = {element.href for element in home.elements if element.seen and is_openable(element.href)}
    return sum(same_site(home.url, href) and not speaks_of_goods(href) for href in linked) < _PRESS.links


def _first_line(view: View, element: Element) -> str:
    """What a control is called: all its words where they are few, else those of the first box in it that has any."""
    said = " ".join((element.text or element.own or element.name or element.ocr).split())
    if len(said) <= _PRESS.entry:
        return said
    inside = (
        one for one in view.elements if one.seen and one.own.strip() and stands_in(one.selector, element.selector)
    )
    return " ".join(next(inside, element).own.split())
