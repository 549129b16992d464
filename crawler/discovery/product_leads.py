"""Leads to products: by their addresses, by cards of goods, by what a page says for machines, and by the shop's own form of address."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from crawler import discover
from crawler.addressing import absolute, identity, openable, same_site
from crawler.discover import Lead
from crawler.discovery.address_templates import Template, fits_template, learn_templates
from crawler.discovery.goods_cards import Card, find_cards
from crawler.site import Element, View
from crawler.vocabulary import FoundBy, Region, Role

CARD_SCORE: Final = 20.0  # seen to be goods, before what only has an address like theirs
SAID_SCORE: Final = 9.0
FORM_SCORE: Final = 8.0
_LD = "application/ld+json"
_LD_CHARS = 200_000  # of one block
_BLOCKS = 20
_DEPTH = 8
_GOODS = frozenset({"Product", "ProductGroup", "IndividualProduct"})
_FRAME = frozenset({Region.HEADER, Region.NAV, Region.FOOTER, Region.DIALOG})


def product_leads(view: View, templates: Sequence[Template] = ()) -> tuple[Lead, ...]:
    """The products a page leads to, best first, each address once; those that only a press brings up where no card has an address."""
    found: dict[str, Lead] = {}
    cards = find_cards(view)
    said = [_lead_to(view, url, None, SAID_SCORE) for url in _said_goods(view)]
    formed = [_lead_to(view, element.href, element, FORM_SCORE) for element in _formed(view, templates)]
    named = discover.leads(view, [Role.PRODUCT])[Role.PRODUCT]
    for lead in (*(_lead_of(view, card) for card in cards if card.url), *named, *said, *formed):
        found.setdefault(identity(lead.url), lead)
    if not found:
        for card in cards:
            lead = _lead_of(view, card)
            found.setdefault(key_of(lead), lead)
    return tuple(sorted(found.values(), key=lambda lead: -lead.score))


def key_of(lead: Lead) -> str:
    """What a lead is known by: its address; without one its words, on whatever page they stand, or the place of what is pressed."""
    if lead.url or lead.element is None:
        return identity(lead.url)
    return (
        f"press {lead.path[-1]}"
        if lead.path and lead.path[-1]
        else f"{identity(lead.on)} press {lead.element.selector}"
    )


def known_templates(views: Iterable[View], products: Iterable[View] = ()) -> tuple[Template, ...]:
    """The shop's own forms of a product's address, by the cards of these pages and by the products that were seen."""
    forms: list[Template] = []
    for view in views:
        forms += learn_templates(card.url for card in find_cards(view) if card.url)
    forms += learn_templates(view.url for view in products)
    return tuple({form.pattern: form for form in forms}.values())


def _lead_of(view: View, card: Card) -> Lead:
    return _lead_to(view, card.url, card.target, CARD_SCORE, card.title)


def _lead_to(view: View, url: str, element: Element | None, score: float, title: str = "") -> Lead:
    words = title or (element.text or element.name if element is not None else "")
    clicks = None if view.clicks is None or element is None else view.clicks + 1
    by = FoundBy.LINK if url else FoundBy.CLICK
    return Lead(Role.PRODUCT, url, element, score, by, clicks, (*view.path, words[:30]), view.url)


def _formed(view: View, templates: Sequence[Template]) -> Iterator[Element]:
    """Links beside the menus whose address has the shop's own form of a product's."""
    for element in view.elements:
        if not element.seen or element.region in _FRAME or not openable(element.href):
            continue
        if (
            same_site(view.url, element.href)
            and identity(element.href) != identity(view.url)
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
            url = absolute(view.url, raw)
            if openable(url) and same_site(view.url, url) and identity(url) != identity(view.url):
                yield url


def _blocks(html: str) -> Iterator[str]:
    """The first blocks of JSON-LD in a page's markup, none longer than the limit. Plain searches: markup may be hostile."""
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
    """Addresses of all that is called a product, within so many levels."""
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
    """A lead to what pressing that element of the page brings up."""
    clicks = None if view.clicks is None else view.clicks + 1
    return Lead(role, "", element, score, FoundBy.CLICK, clicks, (*view.path, words[:30]), view.url)
