"""Is the price people see the price the page states to machines (JSON-LD, microdata, OpenGraph)?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text, shown
from probes.probe import Need, Params, Probe
from probes.reading.contradictions import Hit
from probes.reading.contradictions import judge as judged
from probes.reading.prices import yuan
from probes.reading.product_sample import sampled
from probes.reading.products import Product
from probes.reading.structured import Stated


def judge(site: Site, params: Params) -> Answer:
    found = sampled(site, params)
    if isinstance(found, Answer):
        return found
    compared, hits = 0, []
    for view, product in found.pages:
        said = [
            each
            for each in product.stated
            if each.low is not None and each.currency.lower() in params.words["currencies"]
        ]
        if not said or product.price is None:
            continue
        compared += 1
        wrong = next((each for each in said if not _shown(each, product)), None)
        if wrong is not None and not any(_shown(each, product) for each in said if each.source == wrong.source):
            stated, seen = yuan(wrong.low or 0), yuan(product.price.low)
            hits.append(
                Hit(
                    view,
                    f"「{product.title[:30]}」页面 {seen}，{wrong.source} {stated}",
                    f"“{product.title[:30]}” shows {seen}, its {wrong.source} says {stated}",
                    (shown(view, product.price.element, f"{product.price.amount.raw} / {wrong.source} {stated}"),),
                )
            )
    return judged(
        found, params, compared, hits, Text("与结构化数据的价格不一致", "differ in price from their structured data")
    )


def _shown(stated: Stated, product: Product) -> bool:
    """Whether some price on the page, by whatever name, is the stated one within a fen."""
    low, high = stated.low or 0, stated.high or stated.low or 0
    return any(price.amount.low - 1 <= high and low <= price.amount.high + 1 for price in product.prices)


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.PRODUCT, required=False)), judge=judge)
