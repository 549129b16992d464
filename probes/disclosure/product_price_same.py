"""Is the price on a list the price on the product's page?"""

from __future__ import annotations

from collections.abc import Iterable

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, shown
from probes.probe import Need, Params, Probe
from probes.reading.cards import Card, bare, cards
from probes.reading.contradictions import Hit
from probes.reading.contradictions import judge as judged
from probes.reading.prices import Price, yuan
from probes.reading.product_sample import sampled
from probes.reading.products import Product
from probes.reading.several import hidden, searched

LISTS = (Role.HOME, Role.LIST, Role.SEARCH)


def judge(site: Site, params: Params) -> Answer:
    """Coupon, member and estimated prices are told apart: two pages agree where either shows the other's price by any name."""
    found = sampled(site, params)
    if isinstance(found, Answer):
        return found
    blind = hidden(site, LISTS)
    if blind is not None:
        return blind
    listed: dict[str, list[tuple[View, Card]]] = {}
    for view in searched(site, LISTS)[0]:
        for card in cards(view):
            listed.setdefault(bare(card.url), []).append((view, card))
    compared, hits = 0, []
    for view, product in found.pages:
        here = [*listed.get(bare(view.url), ()), *(listed.get(bare(view.asked), ()) if view.asked != view.url else ())]
        pairs = [(source, card) for source, card in here if card.price is not None]
        compared += bool(pairs and product.price is not None)
        differing = next((pair for pair in pairs if _differ(pair[1], product)), None)
        if differing is not None and product.price is not None:
            hits.append(_hit(view, product, product.price, *differing))
    return judged(found, params, compared, hits, Text("与列表价格不一致", "differ in price from the list"))


def _differ(card: Card, product: Product) -> bool:
    listed, asked = card.price, product.price
    if listed is None or asked is None or (listed.amount.unit and asked.amount.unit and listed.amount.unit != asked.amount.unit):  # fmt: skip
        return False
    return not _among(listed, product.prices) and not _among(asked, card.prices)


def _among(price: Price, others: Iterable[Price]) -> bool:
    return any(
        other.amount.low - 1 <= price.amount.high and price.amount.low <= other.amount.high + 1 for other in others
    )


def _hit(view: View, product: Product, asked: Price, source: View, card: Card) -> Hit:
    listed = card.price or asked
    return Hit(
        view,
        f"「{product.title[:30]}」列表 {yuan(listed.low)}，详情 {yuan(asked.low)}",
        f"“{product.title[:30]}” is {yuan(listed.low)} on the list and {yuan(asked.low)} on its page",
        (shown(source, listed.element, listed.amount.raw), shown(view, asked.element, asked.amount.raw)),
    )


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.LIST, required=False),
        Need(Role.SEARCH, required=False),
        Need(Role.PRODUCT, required=False),
    ),
    judge=judge,
)
