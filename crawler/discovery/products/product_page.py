"""Distinguish a product page from a list, an article and a product that is no longer sold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from crawler.discovery.products.address_templates import Template, fits_template
from crawler.discovery.products.goods_table import DATA
from crawler.discovery.products.goods_table import LIMITS as _LIMITS
from crawler.discovery.products.list_leads import is_guessed, is_numbered
from crawler.discovery.products.product_signs import LaidOutPage, read_signs
from crawler.dom.snapshot import PageReading
from crawler.failure import LoadFailure
from crawler.links import role_links
from crawler.links.role_links import Lead
from crawler.site import Element
from crawler.spelling import plain_words
from crawler.urls import is_openable, page_identity, same_site
from crawler.vocabulary import NO_SUCH_PAGE, GapReason, Region

__all__ = [
    "DATA",
    "GONE",
    "OTHER",
    "explain_no_list",
    "explain_no_product",
    "find_gone_sentence",
    "is_gone",
    "is_other",
]

_PRICE = re.compile(DATA.product.price)
_STRUCTURED = tuple(re.compile(pattern, re.I) for pattern in DATA.product.data)
_ARTICLE = tuple(re.compile(pattern, re.I) for pattern in DATA.product.article)
_GONE = tuple(re.compile(pattern) for pattern in DATA.gone.words)
_ENDS = re.compile(r"^[\s!！。.,，~…]+|[\s!！。.,，~…]+$")
GONE: Final = "no longer sold: "
OTHER: Final = "no product page: "
NO_LIST: Final = "no list of goods: "


def explain_no_product(
    page: PageReading, sure: bool, templates: Sequence[Template] = (), proven: bool = False
) -> LoadFailure | None:
    """Why this is not the page of a product on sale, or None.

    ``sure`` demands a sign that it is one, not only the absence of signs against it, as does an address that names no goods where
    others stand side by side (a sale that a card on home leads to); ``proven``, where nothing but an
    address in the site map led here, that its structure or data say so. The page's own structure outweighs
    what surrounds it: a buy control near one price or one large picture sells one product, however many others are
    shown beside it.
    """
    gone = find_gone_sentence(page)
    if gone:
        return LoadFailure(GapReason.ERROR_PAGE, f"{GONE}{gone}")
    signs = read_signs(page)
    if signs.is_product or _data_of_one(page.html):
        return None
    if any(pattern.search(page.html) for pattern in _ARTICLE):
        return LoadFailure(GapReason.ERROR_PAGE, f"{OTHER}an article")
    bare = signs.is_bare_list and not (role_links.speaks_of_goods(page.url) or fits_template(page.url, templates))
    if bare or (sure and signs.is_list) or max(signs.cards, _linked(page, templates)) >= _LIMITS.cards:
        return LoadFailure(GapReason.ERROR_PAGE, f"{OTHER}a list")
    if proven or (sure and not signs.buys and not _PRICE.search(page.text)):
        return LoadFailure(GapReason.ERROR_PAGE, f"{OTHER}neither price nor button")
    return None


def explain_no_list(lead: Lead, page: LaidOutPage, text: str) -> LoadFailure | None:
    """Why a page that was only guessed to be a product list is none, or None.

    One of which a number in its address spoke must show goods, or a price at least; one found by its place in a menu
    goods side by side.
    """
    signs = read_signs(page) if is_guessed(lead) or is_numbered(lead) else None
    if signs is None or signs.is_list:
        return None
    if is_guessed(lead):
        return LoadFailure(GapReason.ERROR_PAGE, f"{NO_LIST}no goods side by side")
    goods = signs.cards or signs.is_product or _PRICE.search(text)
    return None if goods else LoadFailure(GapReason.ERROR_PAGE, f"{NO_LIST}neither goods nor a price")


def is_gone(stop: LoadFailure, status: int | None) -> bool:
    """Whether a product's address said that the product no longer exists."""
    lost = stop.detail.startswith((GONE, "soft 404", "HTTP 404", "HTTP 410"))
    return stop.reason is GapReason.ERROR_PAGE and (lost or status in NO_SUCH_PAGE)


def is_other(stop: LoadFailure) -> bool:
    """Whether there was a page, but of another kind."""
    return stop.detail.startswith(OTHER)


def find_gone_sentence(page: PageReading) -> str:
    """The sentence that says the product is no longer sold, or ""."""
    for element in page.elements:
        words = element.own or element.name
        if not element.seen or not words or element.href or element.region in (Region.NAV, Region.FOOTER):
            continue
        if len(words) > _LIMITS.gone_chars or element.box.y > _LIMITS.gone_screens * page.viewport_height:
            continue
        said = _ENDS.sub("", plain_words(words))
        if any(pattern.search(said) for pattern in _GONE) and not _in_link(page, element):
            return words
    return ""


def _in_link(page: PageReading, element: Element) -> bool:
    parent = element.parent
    while parent is not None and 0 <= parent < len(page.elements):
        if page.elements[parent].href:
            return True
        parent = page.elements[parent].parent
    return False


def _data_of_one(html: str) -> bool:
    return any(0 < len(pattern.findall(html)) <= 2 for pattern in _STRUCTURED)


def _linked(page: PageReading, templates: Sequence[Template]) -> int:
    """How many other products are linked in the main content."""
    return len({
        page_identity(element.href)
        for element in page.elements
        if element.seen and element.region is Region.MAIN and is_openable(element.href) and same_site(page.url, element.href)
        and (role_links.speaks_of_goods(element.href) or fits_template(element.href, templates))
        and page_identity(element.href) != page_identity(page.url)
    })  # fmt: skip
