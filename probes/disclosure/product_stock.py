"""Is what the page says about stock true: nothing sold out still on sale, no «last pieces» that never run out?"""

from __future__ import annotations

import re

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.answers.products.contradictions import FEW_LIMITS, PageContradiction
from probes.answers.products.contradictions import judge_contradictions as judged
from probes.finding import Answer, Text, evidence_on_page
from probes.pages.products import product_history
from probes.pages.products.product_sample import SAMPLE_LIMITS, sample_products
from probes.pages.products.products import FieldState, Product
from probes.pages.rules.policy import pattern
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words
from probes.text.normalise import plain_text

NUMBER = re.compile(r"[0-9]{1,6}")


def judge(site: Site, params: Params) -> Answer:
    found = sample_products(site, params)
    if isinstance(found, Answer):
        return found
    compared, hits = 0, []
    for view, product in found.pages:
        compared += _says(product)
        hit = (
            _sold_out_yet_sold(view, product)
            or _stated_otherwise(view, product)
            or _frozen(site, view, product, params)
        )
        if hit is not None:
            hits.append(hit)
    return judged(found, params, compared, hits, Text("库存信息自相矛盾", "contradict themselves on their stock"))


def _says(product: Product) -> bool:
    """Whether the page says anything about stock, to readers or programs; a buy button alone is nothing to contradict."""
    stock = product.field("stock")
    told = stock.state is FieldState.PRESENT and (
        product.buy is None or stock.element is None or stock.element.id != product.buy.id
    )
    return told or product.sold_out is not None or any(offer.available is not None for offer in product.stated)


def _sold_out_yet_sold(view: View, product: Product) -> PageContradiction | None:
    if product.sold_out is None or product.buy is None or product.sold_out.id == product.buy.id:
        return None
    out, buy = _said(product.sold_out.words), _said(product.buy.words)
    return PageContradiction(
        view,
        f"「{product.title[:30]}」写明「{out}」，却可「{buy}」",
        f"“{product.title[:30]}” says “{out}” and yet offers “{buy}”",
        (evidence_on_page(view, product.sold_out), evidence_on_page(view, product.buy)),
    )


def _stated_otherwise(view: View, product: Product) -> PageContradiction | None:
    """The contradiction if the page says the opposite of its structured data; else None."""
    stated = next((offer for offer in product.stated if offer.available is not None), None)
    if stated is None:
        return None
    if stated.available and product.sold_out is not None and product.buy is None:
        out = _said(product.sold_out.words)
        return PageContradiction(
            view,
            f"「{product.title[:30]}」写明「{out}」，{stated.called.zh}却为有货",
            f"“{product.title[:30]}” says “{out}”, its {stated.called.en} says in stock",
            (evidence_on_page(view, product.sold_out),),
        )
    if stated.available is False and product.buy is not None and product.sold_out is None:
        return PageContradiction(
            view,
            f"「{product.title[:30]}」的{stated.called.zh}为无货，页面却可「{_said(product.buy.words)}」",
            f"“{product.title[:30]}” is out of stock by its {stated.called.en} and yet offers “{_said(product.buy.words)}”",
            (evidence_on_page(view, product.buy),),
        )
    return None


def _frozen(site: Site, view: View, product: Product, params: Params) -> PageContradiction | None:
    """The contradiction if the same few pieces are left in visit after visit; else None."""
    last = pattern(params.words["last_pieces"])
    stock = product.field("stock")
    said = plain_text(stock.element.words if stock.element is not None else stock.value)
    match = last.search(said)
    count = NUMBER.search(match.group()) if match else None
    earlier = product_history.past_of_address(site, view.url)
    if count is None or len(earlier) + 1 < params.limit("visits"):
        return None
    if not all((held := last.search(plain_text(once.stock))) and NUMBER.search(held.group()) for once in earlier):
        return None
    if any(_number(once.stock) != count.group() for once in earlier):
        return None
    since = earlier[0].at.date().isoformat()
    return PageContradiction(
        view,
        f"「{product.title[:30]}」自 {since} 起 {len(earlier) + 1} 次查看均为「{match.group() if match else ''}」",
        f"“{product.title[:30]}” has said “{match.group() if match else ''}” in {count_in_words(len(earlier) + 1, 'visit')} since {since}",
        (evidence_on_page(view, stock.element, said[:80]),),
    )


def _number(stock: str) -> str:
    match = NUMBER.search(plain_text(stock))
    return match.group() if match else ""


def _said(words: str) -> str:
    return " ".join(words.split())[:20]


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.PRODUCT, required=False)),
    judge=judge,
    words=("last_pieces",),
    limits=(*SAMPLE_LIMITS, *FEW_LIMITS, "visits"),
)
