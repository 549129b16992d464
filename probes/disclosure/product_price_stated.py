"""Does the visible price match the machine-readable one (JSON-LD, microdata, OpenGraph)?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.products.contradictions import FEW_LIMITS, PageContradiction
from probes.answers.products.contradictions import judge_contradictions as judged
from probes.finding import Answer, Text, evidence_on_page
from probes.pages.products.product_sample import SAMPLE_LIMITS, sample_products
from probes.pages.products.products import Product
from probes.pages.products.structured import StatedOffer
from probes.probe import Need, Params, Probe
from probes.text.numbers.prices import format_yuan


def judge(site: Site, params: Params) -> Answer:
    found = sample_products(site, params)
    if isinstance(found, Answer):
        return found
    compared, hits = 0, []
    for view, product in found.pages:
        said = [
            offer
            for offer in product.stated
            if offer.low is not None and offer.currency.lower() in params.words["currencies"]
        ]
        if not said or product.price is None:
            continue
        compared += 1
        wrong = next((offer for offer in said if not _shown(offer, product)), None)
        if wrong is not None and not any(_shown(offer, product) for offer in said if offer.source == wrong.source):
            stated, seen = format_yuan(wrong.low or 0), format_yuan(product.price.low)
            hits.append(
                PageContradiction(
                    view,
                    f"「{product.title[:30]}」页面 {seen}，{wrong.called.zh} {stated}",
                    f"“{product.title[:30]}” shows {seen}, its {wrong.called.en} says {stated}",
                    (
                        evidence_on_page(
                            view, product.price.element, f"{product.price.amount.raw} / {wrong.source} {stated}"
                        ),
                    ),
                )
            )
    return judged(
        found, params, compared, hits, Text("与结构化数据的价格不一致", "differ in price from their structured data")
    )


def _shown(stated: StatedOffer, product: Product) -> bool:
    """Whether some price on the page, of any kind, matches the stated one within a fen."""
    low, high = stated.low or 0, stated.high or stated.low or 0
    return any(price.amount.low - 1 <= high and low <= price.amount.high + 1 for price in product.prices)


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.PRODUCT, required=False)),
    judge=judge,
    words=("currencies",),
    limits=(*SAMPLE_LIMITS, *FEW_LIMITS),
)
