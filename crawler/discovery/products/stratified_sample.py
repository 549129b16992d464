"""Draw a stratified sample of products: from every source in turn, unseen sellers first, in an order only the shop determines.

Within a source, the order is that of a hash of seed and address: two visits to an unchanged shop draw the same
products, and adding or removing one product moves no other.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crawler.discovery.products.address_templates import Template, fits_template
from crawler.discovery.products.goods_table import DATA
from crawler.discovery.products.product_leads import CARD_SCORE, make_lead_key, product_leads
from crawler.limits import SAMPLE
from crawler.links import role_links
from crawler.links.role_links import Lead
from crawler.site import Element, View
from crawler.spelling import plain_words
from crawler.urls import page_identity
from crawler.vocabulary import FoundBy, Role

_SELLER = re.compile(DATA.seller.words)
SITE_MAP = "site map"


@dataclass(frozen=True, slots=True)
class ProductCandidate:
    """A product's address, its source (a list's address, the search, the home page, the site map) and the seller on its card."""

    lead: Lead
    source: str
    seller: str = ""


def sample_seed(home: str) -> str:
    """The seed of a shop, derived from its address."""
    return hashlib.sha256(page_identity(home).encode()).hexdigest()[:16]


def sample_candidates(
    pages: Iterable[View], site_map: Iterable[str], templates: Sequence[Template] = ()
) -> tuple[ProductCandidate, ...]:
    """Every product the pages and the site map lead to, once, under the narrowest list with it: a category, not all goods.

    ``templates`` are the shop's address patterns of products: if enough products match one, or most of them are on
    product cards, addresses that do not match are left out as something else, most likely a list's filters or news.
    """
    found: dict[str, ProductCandidate] = {}
    for page, leads in sorted(_named(pages, templates), key=lambda one: (one[0].role is not Role.LIST, len(one[1]))):
        source = page.role.value if page.role is not Role.LIST else page_identity(page.url)
        sellers = _sellers(page, [lead for lead in leads if lead.url])
        for lead in leads:
            key = make_lead_key(lead)
            found.setdefault(key, ProductCandidate(lead, source, sellers.get(key, "")))
    listed = [url for url in site_map if role_links.speaks_of_goods(url) or fits_template(url, templates)]
    for url in listed[: SAMPLE.pool]:
        lead = Lead(Role.PRODUCT, url, None, 0.0, FoundBy.SITE_MAP, None, ())
        found.setdefault(page_identity(url), ProductCandidate(lead, SITE_MAP))
    formed = tuple(one for one in found.values() if one.lead.url and _is_formed(one.lead, templates))
    most = 2 * sum(_is_carded(one.lead) for one in formed) > len(found)
    return formed if most or len(formed) >= max(SAMPLE.products.values()) else tuple(found.values())


def _is_formed(lead: Lead, templates: Sequence[Template]) -> bool:
    return _is_carded(lead) or fits_template(lead.url, templates)


def _is_carded(lead: Lead) -> bool:
    return lead.score >= CARD_SCORE


def _named(pages: Iterable[View], templates: Sequence[Template]) -> Iterator[tuple[View, tuple[Lead, ...]]]:
    """Each page with the products it leads to."""
    for page in pages:
        yield page, product_leads(page, templates)[: SAMPLE.pool]


def draw_candidates(
    pool: Iterable[ProductCandidate],
    seed: str,
    seen: Iterable[ProductCandidate] = (),
    templates: Sequence[Template] = (),
) -> Iterator[ProductCandidate]:
    """The candidates one after another, each time from the source, then the seller, drawn least so far.

    ``seen`` are those looked at already. What stands on cards or has an address of the shop's goods comes before links that
    may as well be lists, searches and the like: each of those that is opened for nothing brings the end of the draw nearer.
    """
    ranked = sorted(pool, key=lambda one: _rank(seed, _named_by(one.lead)))
    sources = Counter(one.source for one in seen)
    sellers = Counter(one.seller for one in seen if one.seller)
    for formed in (True, False):
        group = [one for one in ranked if (bool(one.lead.url) and _is_formed(one.lead, templates)) is formed]
        yield from _drawn(group, sources, sellers)


def _drawn(
    ranked: Iterable[ProductCandidate], sources: Counter[str], sellers: Counter[str]
) -> Iterator[ProductCandidate]:
    left: dict[str, list[ProductCandidate]] = {}
    for candidate in ranked:
        left.setdefault(candidate.source, []).append(candidate)
    order = {source: number for number, source in enumerate(left)}
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


def shuffle_leads(leads: Sequence[Lead], seed: str) -> tuple[Lead, ...]:
    """The leads in an order determined only by seed and addresses."""
    return tuple(sorted(leads, key=lambda lead: _rank(seed, _named_by(lead))))


def _named_by(lead: Lead) -> str:
    """What stays the same of a lead between visits: its address, or the words of the control."""
    return lead.url or " ".join(lead.path[-1:])


def _rank(seed: str, url: str) -> str:
    return hashlib.sha256(f"{seed} {page_identity(url)}".encode()).hexdigest()


def _sellers(page: View, leads: Iterable[Lead]) -> dict[str, str]:
    """By product address, the seller named on its card: all around the product's links that leads to no other product."""
    goods = {page_identity(lead.url) for lead in leads}
    inside: dict[str, set[str]] = {}
    for element in page.elements:
        key = page_identity(element.href) if element.href else ""
        if key in goods:
            for above in _round(element):
                inside.setdefault(above, set()).add(key)
    named: dict[str, str] = {}
    for element in page.elements:
        seller = _SELLER.search(plain_words(element.own or element.name)) if element.seen else None
        held = next((inside[above] for above in _round(element) if above in inside), set()) if seller else set()
        if seller is not None and len(held) == 1:
            named.setdefault(next(iter(held)), seller.group())
    return named


def _round(element: Element) -> Iterator[str]:
    """The places of the element and of its ancestors, innermost first: not every box is an element of a view."""
    place = element.selector
    while place:
        yield place
        place = place.rpartition(">")[0].rstrip(" >")
