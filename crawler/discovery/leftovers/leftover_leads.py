"""Leads to the shop's own pages that no role's words named, and to entries without an address that were not pressed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from urllib.parse import urlsplit

from crawler.discovery.leftovers.goods_addresses import OF_GOODS, GoodsAddresses, is_bare_list
from crawler.discovery.leftovers.leftover_settings import FILE
from crawler.discovery.leftovers.shop_switches import turns_shop
from crawler.links import role_links
from crawler.links.role_links import Lead
from crawler.site import Element, View
from crawler.spelling import plain_words
from crawler.urls import is_nowhere, is_openable, page_identity, same_site
from crawler.vocabulary import FoundBy, Region, Role

_DATA = FILE.load()
_NEVER = tuple(plain_words(word) for word in _DATA.never.words)
_PRESSED = tuple(plain_words(word) for word in _DATA.never.pressed)
LAYOUTS = frozenset(plain_words(word) for word in _DATA.never.layouts)
_FILES = _DATA.never.files
# Where a shop keeps its entries, in the order in which they are opened: footers hold documents, what is above holds goods and accounts.
_PLACES = (Region.FOOTER, Region.HEADER, Region.NAV, Region.SIDE, Region.FLOATING)
_LAST = 2 * len(_PLACES)
# After all of these: what a label says of merchants, then further parts of a list.
_OF_MERCHANTS, _TURNED = _LAST + 1, 2 * _LAST + 2
_NAMED = -_LAST - 1  # and before all: what is called as a document
_TURNS = re.compile(_DATA.turning.labels)
_SORTS = re.compile(_DATA.turning.sorts)
_PAPERS = re.compile(_DATA.never.papers)
_COUNTED = re.compile(_DATA.never.counted)
_ORDERS = re.compile(_DATA.never.orders, re.IGNORECASE)
_PART = re.compile(_DATA.turning.urls, re.IGNORECASE)


def find_leftover_leads(view: View, goods: GoodsAddresses) -> Iterator[tuple[int, Lead]]:
    """Links of a page to the shop's own pages, goods aside, with the rank of their place; entries around a page come first.

    Before all of them come those whose label is the name of a document (退款说明), wherever they stand: a shop's help may
    be listed amid its goods, and what is asked of a shop stands on such pages. What stands in the own part of a page of
    goods is about goods, home aside, where it comes last. A label that speaks of merchants and names no page of theirs
    (how goods and sellers are examined) may lead to a rule of the shop.
    """
    lists = view.role is Role.OTHER and is_bare_list(view)
    for element in view.elements:
        if not element.seen or not element.href or not is_openable(element.href):
            continue
        rank = rank_place(view, element)
        if lists and rank is not None:  # kinds and further parts of a list of goods: after all that may be a text
            rank = max(rank, _LAST)
        if rank is None or not _is_page(view, element, goods):
            continue
        by = FoundBy.MENU if element.opened_by else FoundBy.LINK
        clicks = None if view.clicks is None else view.clicks + 1 + bool(element.opened_by)
        path = (*view.path, _label(element)[:30])
        yield rank + _put_off(view, element), Lead(Role.OTHER, element.href, element, 0.0, by, clicks, path, view.url)


def find_dead_entries(view: View, tried: Collection[str]) -> Iterator[Lead]:
    """Links around a page that have a label and no address (``#``, javascript:, an empty one), other than those of its menus.

    ``tried``: labels of controls that were pressed already. What may do something when pressed (订阅, 签到, 领券) is left alone.
    """
    menus = {element.opened_by for element in view.elements if element.opened_by}
    said: set[str] = set()
    for element in view.elements:
        label = _label(element)
        if not element.seen or element.tag != "a" or element.selector in menus or not 0 < len(label) <= _LIMIT:
            continue
        if element.region not in _PLACES or label in said or label in tried or _acts_when_pressed(label):
            continue
        if turns_shop(label):
            continue
        scripted = element.href.lower().startswith("javascript:")
        empty = (
            not element.href and element.role == "link"
        )  # a link whose address is empty, as in footers yet to be filled in
        if not (empty or scripted or is_nowhere(element.href, view.url)):
            continue
        said.add(label)
        clicks = None if view.clicks is None else view.clicks + 1
        yield Lead(Role.OTHER, "", element, 0.0, FoundBy.CLICK, clicks, (*view.path, label[:30]), view.url)


_LIMIT = _DATA.limits.longest


def is_left_alone(label: str) -> bool:
    """Whether a control with that label may do something when pressed, turns the shop, only turns or leads back, or counts what is one's own."""
    turns = turns_shop(label) or _TURNS.fullmatch(plain_words(label)) is not None
    return _acts_when_pressed(label) or turns or counts_own(label)


def names_paper(label: str) -> bool:
    """Whether a label as a whole names a paper or a question about doing something (支付方式, 怎么下单), not the doing."""
    return _PAPERS.fullmatch(plain_words(label)) is not None


def counts_own(label: str) -> bool:
    """Whether a label counts what a visitor has, who has nothing (0 优惠券): it leads to his account."""
    return _COUNTED.fullmatch(plain_words(label)) is not None


def rank_place(view: View, element: Element) -> int | None:
    """The rank of the place an entry stands in, lower first; None where it is about goods.

    What stands around goods and not around the home page is mostly about them (the way back to their kind, the goods
    before and after), so it comes after what is around the home page.
    """
    around = _PLACES.index(element.region) if element.region in _PLACES else None
    if view.role is Role.HOME:
        if element.opened_by:
            return len(_PLACES) - 1
        return around if around is not None else _LAST
    if view.role in OF_GOODS:
        return None if around is None else len(_PLACES) + around
    shelf = view.role.value in role_links.SHELVES
    return around if around is not None else (len(_PLACES) if shelf else len(_PLACES) + 1)


def _put_off(view: View, element: Element) -> int:
    """How much later than its place says an entry is opened; below zero: earlier."""
    said = plain_words(_label(element))
    sorts = view.role is not Role.HOME and _SORTS.fullmatch(said) is not None
    if sorts or _TURNS.fullmatch(said):
        return _TURNED
    if role_links.for_merchants(said, Role.HELP):
        return _OF_MERCHANTS
    return _NAMED if len(said) <= role_links.LONGEST and names_document(said) else 0


def _is_first_part(url: str) -> bool:
    """Whether an address is that of a list with the number of its first part: the list itself."""
    part = _PART.search(urlsplit(url).query)
    return part is not None and part.group(1) in ("0", "1")


def _is_page(view: View, element: Element, goods: GoodsAddresses) -> bool:
    url, label = element.href, _label(element)
    if not same_site(view.url, url) or page_identity(url) == page_identity(view.url):
        return False
    said = plain_words(label)
    of_merchants = role_links.for_merchants(said, Role.HELP) and role_links.names_role(Role.SELLER, said)
    if of_merchants and view.role is Role.HOME:  # looked for by its name
        return False
    if _TURNS.fullmatch(said) and _is_first_part(url):
        return False
    if (
        role_links.does_something(url)
        or turns_shop(label, url)
        or _does(label, _NEVER)
        or said in LAYOUTS
        or urlsplit(url).path.lower().endswith(_FILES)
    ):
        return False
    if _ORDERS.search(urlsplit(url).query) and not names_document(label):
        return False
    if role_links.sends_on(url) and not names_document(label):
        return False
    return not goods.hold(url) and not (goods.look_like_list(url) and not names_document(label))


def names_document(label: str) -> bool:
    """Whether a label holds a word of a role that is found by words: such a link may lead to a document whatever its address."""
    said = plain_words(label)
    return any(role_links.names_role(role, said) for role in role_links.ORDER if role is not Role.CART)


def _acts_when_pressed(label: str) -> bool:
    return _does(label, _NEVER) or (_does(label, _PRESSED) and not names_paper(label))


def _does(label: str, words: tuple[str, ...]) -> bool:
    said = plain_words(label)
    return any(word in said for word in words)


def _label(element: Element) -> str:
    return " ".join((element.text or element.own or element.name or element.ocr).split())
