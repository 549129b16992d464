"""Draws a stratified sample of products: from every source in turn, of sellers not yet seen first, in an order only the shop decides.

The order within a source is that of a hash of seed and address: two visits of an unchanged shop draw the same products, and a
product more or less moves no other.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crawler import discover
from crawler.addressing import identity
from crawler.discover import Lead
from crawler.discovery.address_templates import Template, fits_template
from crawler.discovery.product_leads import key_of, product_leads
from crawler.limits import SAMPLE
from crawler.product import DATA
from crawler.site import Element, View
from crawler.vocabulary import FoundBy, Role
from crawler.words import plain

_SELLER = re.compile(DATA["seller"]["words"])
SITE_MAP = "site map"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A product's address, the source it was seen in (a list's address, the search, the home page, the site map) and its card's seller."""

    lead: Lead
    source: str
    seller: str = ""


def seed(home: str) -> str:
    """The seed of a shop, by its address."""
    return hashlib.sha256(identity(home).encode()).hexdigest()[:16]


def candidates(
    pages: Iterable[View], site_map: Iterable[str], templates: Sequence[Template] = ()
) -> tuple[Candidate, ...]:
    """Every product the pages and the site map lead to, once, in the narrowest list that names it: a category rather than all goods.

    ``templates`` are the shop's own forms of a product's address: where enough have one, others are of something else, a list's
    filters most likely.
    """
    found: dict[str, Candidate] = {}
    for page, leads in sorted(_named(pages, templates), key=lambda one: (one[0].role is not Role.LIST, len(one[1]))):
        source = page.role.value if page.role is not Role.LIST else identity(page.url)
        sellers = _sellers(page, [lead for lead in leads if lead.url])
        for lead in leads:
            key = key_of(lead)
            found.setdefault(key, Candidate(lead, source, sellers.get(key, "")))
    listed = [url for url in site_map if discover.speaks_of_goods(url) or fits_template(url, templates)]
    for url in listed[: SAMPLE.pool]:
        lead = Lead(Role.PRODUCT, url, None, 0.0, FoundBy.SITE_MAP, None, ())
        found.setdefault(identity(url), Candidate(lead, SITE_MAP))
    formed = tuple(one for one in found.values() if one.lead.url and fits_template(one.lead.url, templates))
    return formed if len(formed) >= max(SAMPLE.products.values()) else tuple(found.values())


def _named(pages: Iterable[View], templates: Sequence[Template]) -> Iterator[tuple[View, tuple[Lead, ...]]]:
    """Each page with the products it leads to."""
    for page in pages:
        yield page, product_leads(page, templates)[: SAMPLE.pool]


def drawn(pool: Iterable[Candidate], seed: str, seen: Iterable[Candidate] = ()) -> Iterator[Candidate]:
    """The candidates one after another: each time one of the source, then of the seller, that was drawn least so far.

    ``seen`` are those that were looked at already.
    """
    left: dict[str, list[Candidate]] = {}
    for candidate in sorted(pool, key=lambda one: _rank(seed, _named_by(one.lead))):
        left.setdefault(candidate.source, []).append(candidate)
    order = {source: number for number, source in enumerate(left)}
    sources = Counter(one.source for one in seen)
    sellers = Counter(one.seller for one in seen if one.seller)
    while left:
        source = min(left, key=lambda name: (sources[name], name == SITE_MAP, order[name]))
        best = min(left[source], key=lambda one: sellers[one.seller] if one.seller else 1)
        left[source].remove(best)
        if not left[source]:
            del left[source]
        sources[source] += 1
        if best.seller:
            sellers[best.seller] += 1
        yield best


def shuffled(leads: Sequence[Lead], seed: str) -> tuple[Lead, ...]:
    """The leads in an order only seed and addresses decide."""
    return tuple(sorted(leads, key=lambda lead: _rank(seed, _named_by(lead))))


def _named_by(lead: Lead) -> str:
    """What stays of a lead from visit to visit: its address, or the words of what is pressed."""
    return lead.url or " ".join(lead.path[-1:])


def _rank(seed: str, url: str) -> str:
    return hashlib.sha256(f"{seed} {identity(url)}".encode()).hexdigest()


def _sellers(page: View, leads: Iterable[Lead]) -> dict[str, str]:
    """The seller each product's card names, by the product's address: a card is all round its links that leads to no other product."""
    goods = {identity(lead.url) for lead in leads}
    inside: dict[str, set[str]] = {}
    for element in page.elements:
        key = identity(element.href) if element.href else ""
        if key in goods:
            for above in _round(element):
                inside.setdefault(above, set()).add(key)
    named: dict[str, str] = {}
    for element in page.elements:
        seller = _SELLER.search(plain(element.own or element.name)) if element.seen else None
        held = next((inside[above] for above in _round(element) if above in inside), set()) if seller else set()
        if seller is not None and len(held) == 1:
            named.setdefault(next(iter(held)), seller.group())
    return named


def _round(element: Element) -> Iterator[str]:
    """The places of the element and of all it stands in, from within: few boxes are elements of a view."""
    place = element.selector
    while place:
        yield place
        place = place.rpartition(">")[0].rstrip(" >")
