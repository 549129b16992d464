"""Does what the page says of its stock hold: nothing sold out for sale, no last pieces that never grow fewer?"""

from __future__ import annotations

import re

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, shown
from probes.probe import Need, Params, Probe
from probes.reading import product_history
from probes.reading.contradictions import Hit
from probes.reading.contradictions import judge as judged
from probes.reading.normalise import plain
from probes.reading.policy import pattern
from probes.reading.product_sample import sampled
from probes.reading.products import Product

NUMBER = re.compile(r"[0-9]{1,6}")


def judge(site: Site, params: Params) -> Answer:
    found = sampled(site, params)
    if isinstance(found, Answer):
        return found
    compared, hits = 0, []
    for view, product in found.pages:
        compared += product.buy is not None or product.sold_out is not None or bool(product.stated)
        hit = (
            _sold_out_yet_sold(view, product)
            or _stated_otherwise(view, product)
            or _frozen(site, view, product, params)
        )
        if hit is not None:
            hits.append(hit)
    return judged(found, params, compared, hits, Text("库存信息自相矛盾", "contradict themselves on their stock"))


def _sold_out_yet_sold(view: View, product: Product) -> Hit | None:
    if product.sold_out is None or product.buy is None or product.sold_out.id == product.buy.id:
        return None
    out, buy = _said(product.sold_out.words), _said(product.buy.words)
    return Hit(
        view,
        f"「{product.title[:30]}」写明「{out}」，却可「{buy}」",
        f"“{product.title[:30]}” says “{out}” and yet offers “{buy}”",
        (shown(view, product.sold_out), shown(view, product.buy)),
    )


def _stated_otherwise(view: View, product: Product) -> Hit | None:
    """The page says the opposite of its structured data."""
    stated = next((each for each in product.stated if each.available is not None), None)
    if stated is None:
        return None
    if stated.available and product.sold_out is not None and product.buy is None:
        out = _said(product.sold_out.words)
        return Hit(
            view,
            f"「{product.title[:30]}」写明「{out}」，{stated.source} 却为有货",
            f"“{product.title[:30]}” says “{out}”, its {stated.source} says in stock",
            (shown(view, product.sold_out),),
        )
    if stated.available is False and product.buy is not None and product.sold_out is None:
        return Hit(
            view,
            f"「{product.title[:30]}」{stated.source} 为无货，页面却可「{_said(product.buy.words)}」",
            f"“{product.title[:30]}” is out of stock by its {stated.source} and yet offers “{_said(product.buy.words)}”",
            (shown(view, product.buy),),
        )
    return None


def _frozen(site: Site, view: View, product: Product, params: Params) -> Hit | None:
    """The same few pieces are left in visit after visit."""
    last = pattern(params.words["last_pieces"])
    stock = product.field("stock")
    said = plain(stock.element.words if stock.element is not None else stock.value)
    match = last.search(said)
    count = NUMBER.search(match.group()) if match else None
    earlier = product_history.of(site, view.url)
    if count is None or len(earlier) + 1 < params.limit("visits"):
        return None
    if not all((held := last.search(plain(once.stock))) and NUMBER.search(held.group()) for once in earlier):
        return None
    if any(_number(once.stock) != count.group() for once in earlier):
        return None
    since = earlier[0].at.date().isoformat()
    return Hit(
        view,
        f"「{product.title[:30]}」自 {since} 起 {len(earlier) + 1} 次查看均为「{match.group() if match else ''}」",
        f"“{product.title[:30]}” has said “{match.group() if match else ''}” in {len(earlier) + 1} visits since {since}",
        (shown(view, stock.element, said[:80]),),
    )


def _number(stock: str) -> str:
    match = NUMBER.search(plain(stock))
    return match.group() if match else ""


def _said(words: str) -> str:
    return " ".join(words.split())[:20]


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.PRODUCT, required=False)), judge=judge)
