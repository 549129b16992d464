"""Leads of roles on a page, without names of goods (免运费 in one is no page about delivery) and entries of a visitor's own orders."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.discovery.products.goods_cards import find_cards
from crawler.links import role_links
from crawler.links.order_rows import find_own_matters
from crawler.links.role_links import Lead
from crawler.site import View
from crawler.urls import page_identity
from crawler.vocabulary import Role

_OF_GOODS = frozenset({Role.LIST, Role.PRODUCT, Role.SEARCH})


def find_leads_beside_goods(view: View, roles: Iterable[Role]) -> dict[Role, tuple[Lead, ...]]:
    """The leads of each role on one page, best first, as ``role_links.find_leads``; what leads to the goods of a card is none.

    Links to a product that stand outside its card lead to the product as well. Roles of goods keep theirs.
    """
    found = role_links.find_leads(view, roles)
    own = find_own_matters(view)
    if own:
        found = {role: tuple(lead for lead in leads if not _is_own(lead, own)) for role, leads in found.items()}
    if not any(lead.url for role, leads in found.items() if role not in _OF_GOODS for lead in leads):
        return found
    goods = {page_identity(card.url) for card in find_cards(view) if card.url}
    return {
        role: leads
        if role in _OF_GOODS
        else tuple(lead for lead in leads if not lead.url or page_identity(lead.url) not in goods)
        for role, leads in found.items()
    }


def _is_own(lead: Lead, own: frozenset[int]) -> bool:
    return lead.element is not None and lead.element.id in own
