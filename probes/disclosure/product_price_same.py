"""Is the price on a list the same as on the product's page?"""

from __future__ import annotations

from collections.abc import Iterable

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.answers.products.contradictions import FEW_LIMITS, PageContradiction
from probes.answers.products.contradictions import judge_contradictions as judged
from probes.finding import Answer, Text, evidence_on_page
from probes.pages.absence.several import answer_hidden, searched_views
from probes.pages.products.cards import ProductCard, bare_address, read_cards
from probes.pages.products.product_sample import SAMPLE_LIMITS, sample_products
from probes.pages.products.products import Product
from probes.probe import Need, Params, Probe
from probes.text.numbers.prices import Price, PriceKind, format_yuan

LISTS = (Role.HOME, Role.LIST, Role.SEARCH)


def judge(site: Site, params: Params) -> Answer:
    """Coupon, member and estimated prices are told apart: two pages agree if either shows the other's price under any name."""
    found = sample_products(site, params)
    if isinstance(found, Answer):
        return found
    blind = answer_hidden(site, LISTS)
    if blind is not None:
        return blind
    listed: dict[str, list[tuple[View, ProductCard]]] = {}
    for view in searched_views(site, LISTS)[0]:
        for card in read_cards(view):
            listed.setdefault(bare_address(card.url), []).append((view, card))
    compared, hits = 0, []
    for view, product in found.pages:
        here = [
            *listed.get(bare_address(view.url), ()),
            *(listed.get(bare_address(view.asked), ()) if view.asked != view.url else ()),
        ]
        pairs = [(source, card) for source, card in here if card.price is not None]
        compared += bool(pairs and product.price is not None)
        differing = next((pair for pair in pairs if _differ(pair[1], product)), None)
        if differing is not None and product.price is not None:
            hits.append(_hit(view, product, product.price, *differing))
    return judged(found, params, compared, hits, Text("与列表价格不一致", "differ in price from the list"))


def _differ(card: ProductCard, product: Product) -> bool:
    listed, asked = card.price, product.price
    if listed is None or asked is None or (listed.amount.unit and asked.amount.unit and listed.amount.unit != asked.amount.unit):  # fmt: skip
        return False
    if asked.kind is PriceKind.PROMOTION and asked.amount.high < listed.amount.low:
        return False  # it is sold for less than the list says, and the page says why
    return not _among(listed, product.prices) and not _among(asked, card.prices)


def _among(price: Price, others: Iterable[Price]) -> bool:
    return any(
        other.amount.low - 1 <= price.amount.high and price.amount.low <= other.amount.high + 1 for other in others
    )


def _hit(view: View, product: Product, asked: Price, source: View, card: ProductCard) -> PageContradiction:
    listed = card.price or asked
    return PageContradiction(
        view,
        f"「{product.title[:30]}」列表 {format_yuan(listed.low)}，详情 {format_yuan(asked.low)}",
        f"“{product.title[:30]}” is {format_yuan(listed.low)} on the list and {format_yuan(asked.low)} on its page",
        (
            evidence_on_page(source, listed.element, listed.amount.raw),
            evidence_on_page(view, asked.element, asked.amount.raw),
        ),
    )


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.LIST, required=False),
        Need(Role.SEARCH, required=False),
        Need(Role.PRODUCT, required=False),
    ),
    judge=judge,
    limits=(*SAMPLE_LIMITS, *FEW_LIMITS),
)
