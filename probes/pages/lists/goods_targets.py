"""Addresses that lead to goods, to lists of them, or on from an advertisement: what stands behind them is no text of the shop."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from crawler.discovery.leftovers.goods_addresses import GoodsAddresses
from crawler.discovery.leftovers.leftover_leads import names_document
from crawler.links import role_links
from crawler.site import Site, View
from crawler.spelling import holds_word, plain_words
from crawler.vocabulary import Role
from probes.pages.layout.form_buttons import FILE as EXHAUSTED_FILE
from probes.pages.layout.idle_controls import lists_goods
from probes.pages.main.main_text import read_cards
from probes.schema.unopened_table import UNOPENED
from probes.text.remember import per_line, per_object_and, per_site

_SORTS = frozenset(plain_words(word) for word in EXHAUSTED_FILE.load().sorts)
_ORDERS: tuple[str, ...] = UNOPENED.load().not_.orders
_GOODS_PAGE, _GOODS_NOT = re.compile(UNOPENED.load().not_.goods_page), re.compile(UNOPENED.load().not_.goods_not)


@per_line
def looks_like_goods(url: str) -> bool:
    """Whether an address looks like that of a product or a list of products in any shop.

    What stands in its query tells nothing by itself: ``?id=17`` may be any page's, and a help page may be asked for from goods
    (``?goods_id=9``). Where goods and lists are asked for so, they are known by their shape and by what the label says
    (``leads_to_goods``).
    """
    parts = urlsplit(url.lower())
    bare = url.partition("?")[0]
    lists = role_links.RULES[Role.LIST].strong_urls
    listed = any(pattern.search(f"{parts.path}#{parts.fragment}") for pattern in lists)
    return role_links.speaks_of_goods(bare) or listed or _asks_for_goods(url)


def _asks_for_goods(url: str) -> bool:
    """Whether a query names goods by a key and asks for a page that is called after goods themselves, not after what is said of them."""
    if not role_links.names_goods(url):
        return False
    asked = [value.lower() for _, value in parse_qsl(urlsplit(url).query) if not value.isdecimal()]
    return any(map(_GOODS_PAGE.search, asked)) and not any(map(_GOODS_NOT.search, asked))


@per_site
def learn_goods(site: Site) -> GoodsAddresses:
    """Which addresses lead to goods, as the pages seen tell."""
    return GoodsAddresses.learn(site.views, read_cards, lists_goods)


@per_object_and  # most links stand on most pages
def hold_goods(known: GoodsAddresses, url: str) -> bool:
    """Whether an address is one of goods or of a list of goods in this shop."""
    return known.hold(url)


def leads_to_goods(known: GoodsAddresses, view: View, url: str, labels: tuple[str, ...]) -> bool:
    """Whether an address has the shape that goods and their lists have in this shop (生活服务, a kind of goods).

    No shape outweighs a label that is the name of another page. An address that asks for the page the link stands on,
    in the order that its label names (评价数), leads to goods whatever its shape.
    """
    said = tuple(map(plain_words, labels))
    return (hold_goods(known, url) and not any(map(_names_page, said))) or (
        not _SORTS.isdisjoint(said) and _orders_anew(view.url, url)
    )


@per_line
def _orders_anew(here: str, url: str) -> bool:
    """Whether an address is that of this page but for the order it asks for, and perhaps a number of the page it leaves out."""
    own, there = urlsplit(here), urlsplit(url)
    asked, known = frozenset(parse_qsl(there.query)), frozenset(parse_qsl(own.query))
    orders = {name for name, _ in asked if any(word in name.lower() for word in _ORDERS)}
    left, kept = ({(name, value) for name, value in query if name not in orders} for query in (asked, known))
    same = bool(orders) and (own.netloc, own.path) == (there.netloc, there.path)
    return same and left <= kept and all(value.isdecimal() for _, value in kept - left)


def is_advert(url: str, labels: tuple[str, ...]) -> bool:
    """Whether an address sends on from an advertisement, which no label says to be a page of the shop."""
    if not url or not role_links.sends_on(url):
        return False
    return not any(map(names_document, labels))


@per_line
def _names_page(said: str) -> bool:
    """Whether a label holds a page's name, and nothing that says it is of something else (荣誉奖杯)."""
    return any(
        role_links.names_role(role, said) and not any(holds_word(said, word) for word in rule.not_words)
        for role, rule in role_links.RULES.items()
    )
