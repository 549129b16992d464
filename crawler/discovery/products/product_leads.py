"""Leads to products: by address, by product cards, by a page's structured data, and by the shop's address pattern."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from crawler.discovery.products.address_templates import Template, fits_template, learn_templates
from crawler.discovery.products.goods_cards import GoodsCard, find_cards
from crawler.links import role_links
from crawler.links.role_links import Lead
from crawler.site import Element, View
from crawler.urls import absolute_url, is_openable, page_identity, same_site
from crawler.vocabulary import FoundBy, Region, Role

CARD_SCORE: Final = 20.0  # seen to be products: before leads that only have a similar address
SAID_SCORE: Final = 9.0
FORM_SCORE: Final = 8.0
_LD = "application/ld+json"
_LD_CHARS = 200_000  # characters of one block
_BLOCKS = 20
_DEPTH = 8
_GOODS = frozenset({"Product", "ProductGroup", "IndividualProduct"})
_FRAME = frozenset({Region.HEADER, Region.NAV, Region.FOOTER, Region.DIALOG})


def product_leads(view: View, templates: Sequence[Template] = ()) -> tuple[Lead, ...]:
    """The products a page leads to, best first, one per address; leads that need a click if no card has an address."""
    found: dict[str, Lead] = {}
    cards = find_cards(view)
    said = [_lead_to(view, url, None, SAID_SCORE) for url in _said_goods(view)]
    formed = [_lead_to(view, element.href, element, FORM_SCORE) for element in _formed(view, templates)]
    named = role_links.find_leads(view, [Role.PRODUCT])[Role.PRODUCT]
    for lead in (*(_lead_of(view, card) for card in cards if card.url), *named, *said, *formed):
        found.setdefault(page_identity(lead.url), lead)
    if not found:
        for card in cards:
            lead = _lead_of(view, card)
            found.setdefault(make_lead_key(lead), lead)
    return tuple(sorted(found.values(), key=lambda lead: -lead.score))


def make_lead_key(lead: Lead) -> str:
    """What identifies a lead: its address; else its words, on whatever page they are, or the place of the control to click."""
    if lead.url or lead.element is None:
        return page_identity(lead.url)
    return (
        f"press {lead.path[-1]}"
        if lead.path and lead.path[-1]
        else f"{page_identity(lead.on)} press {lead.element.selector}"
    )


def known_templates(views: Iterable[View], products: Iterable[View] = ()) -> tuple[Template, ...]:
    """The shop's address patterns of products, from the cards of these pages and the products seen."""
    forms: list[Template] = []
    for view in views:
        forms += learn_templates(card.url for card in find_cards(view) if card.url)
    forms += learn_templates(view.url for view in products)
    return tuple({form.pattern: form for form in forms}.values())


def _lead_of(view: View, card: GoodsCard) -> Lead:
    return _lead_to(view, card.url, card.target, CARD_SCORE, card.title)


def _lead_to(view: View, url: str, element: Element | None, score: float, title: str = "") -> Lead:
    words = title or (element.text or element.name if element is not None else "")
    clicks = None if view.clicks is None or element is None else view.clicks + 1
    by = FoundBy.LINK if url else FoundBy.CLICK
    return Lead(Role.PRODUCT, url, element, score, by, clicks, (*view.path, words[:30]), view.url)


def _formed(view: View, templates: Sequence[Template]) -> Iterator[Element]:
    """Links outside the menus whose address matches the shop's pattern for products."""
    for element in view.elements:
        if not element.seen or element.region in _FRAME or not is_openable(element.href):
            continue
        if (
            same_site(view.url, element.href)
            and page_identity(element.href) != page_identity(view.url)
            and fits_template(element.href, templates)
        ):
            yield element


def _said_goods(view: View) -> Iterator[str]:
    """Addresses of products in a page's JSON-LD (schema.org Product and ItemList)."""
    for block in _blocks(view.html):
        try:
            data = json.loads(block)
        except (ValueError, RecursionError):
            continue
        for raw in _addresses(data, 0):
            url = absolute_url(view.url, raw)
            if is_openable(url) and same_site(view.url, url) and page_identity(url) != page_identity(view.url):
                yield url


def _blocks(html: str) -> Iterator[str]:
    """The first JSON-LD blocks in a page's markup, none longer than the limit. Plain string search: markup may be hostile."""
    at = 0
    for _ in range(_BLOCKS):
        at = html.find(_LD, at)
        begin = html.find(">", at, at + 300) + 1 if at >= 0 else 0
        if not begin:
            return
        end = html.find("</script", begin, begin + _LD_CHARS)
        if end >= 0:
            yield html[begin:end]
        at = begin


def _addresses(data: Any, depth: int) -> Iterator[str]:
    """Addresses of everything declared a product, down to ``depth`` levels."""
    if depth > _DEPTH:
        return
    if isinstance(data, list):
        for one in data[:400]:
            yield from _addresses(one, depth + 1)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        names = {str(kind).rpartition("/")[2] for kind in (kinds if isinstance(kinds, list) else [kinds])}
        if names & _GOODS:
            url = data.get("url") or data.get("@id")
            if isinstance(url, str):
                yield url
            return
        for key in ("@graph", "itemListElement", "item", "mainEntity"):
            yield from _addresses(data.get(key), depth + 1)


def pressed_lead(view: View, role: Role, element: Element, words: str, score: float) -> Lead:
    """A lead to what clicking that element of the page opens."""
    clicks = None if view.clicks is None else view.clicks + 1
    return Lead(role, "", element, score, FoundBy.CLICK, clicks, (*view.path, words[:30]), view.url)
