"""Do two clicks lead from a product page to the confirmation of an order?"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from urllib.parse import urlsplit

from crawler.site import Element, Site, View
from crawler.vocabulary import NO_SUCH_PAGE, Region, Role
from probes.answers.order_items import labelled_entries, read_labels
from probes.finding import Answer, evidence_on_page, in_part, no, not_seen, unsure, yes
from probes.pages.absence.several import answer_hidden, not_found
from probes.pages.rules.policy import pattern
from probes.probe import Need, Params, Probe

WHERE = (Role.PRODUCT,)
_FRAME = frozenset({Region.HEADER, Region.NAV, Region.FOOTER, Region.SIDE})


def judge(site: Site, params: Params) -> Answer:
    views = site.all(Role.PRODUCT)
    longest = params.limit("label")
    dead = {fetch.asked for fetch in site.fetches if fetch.purpose == "link" and fetch.status in NO_SUCH_PAGE}
    buys = [
        (view, entry)
        for view in views
        for entry in (
            *labelled_entries(view, params.words["buy"], longest),
            *_loosely_labelled(view, params),
        )
        if _acts(entry)
    ]
    carts = [(view, entry) for view in views for entry in labelled_entries(view, params.words["cart"], longest)]
    live = [(view, buy) for view, buy in buys if buy.href not in dead]
    if live:
        return _bought(site, params, *live[0], carts)
    if buys and answer_hidden(site, WHERE) is None:
        view, element = buys[0]
        return no(
            f"购买按钮链接失效：{element.href}",
            f"the button to buy leads nowhere: {element.href}",
            evidence_on_page(view, element),
        )
    if carts:
        view, element = carts[0]
        zh = f"有购物车（「{_said(element)}」），未见直接购买的按钮；加入购物车后到确认订单还要几次点击未观察"
        en = f"there is a cart (“{_said(element)}”) and no button to buy at once; how many clicks follow was not seen"
        answer = yes(
            zh, en, evidence_on_page(view, element), fraction=params.limit("cart_share"), values={"cart": True}
        )
        # Nobody clicked on, so how many clicks follow is unknown and the rest of the points stays open.
        return answer_hidden(site, WHERE) or dataclasses.replace(in_part(answer), ceiling=1.0)
    gone = next(((v, word) for v in views for word in params.words["sold_out"] if word in v.text), None)
    if gone is not None:
        zh, en = f"所看的商品不可购买：「{gone[1]}」", f"the goods that were seen are not for sale: “{gone[1]}”"
        return answer_hidden(site, WHERE) or unsure(zh, en, evidence_on_page(gone[0], None, gone[1]), guess=0.5)
    for view in views:
        for kind, reason in (("app", "app_only"), ("login", "login")):
            line = next((line for line in view.text.splitlines() if any(w in line for w in params.words[kind])), "")
            if line:
                zh, en = (
                    f"未登录或在网页上看不到购买入口：「{line[:60]}」",
                    f"ordering is not shown here: “{line[:60]}”",
                )
                return not_seen(reason, zh, en, evidence_on_page(view, None, line[:160]))
    hint = next(
        ((v, e) for v in views for e in v.elements if e.seen and any(w in e.words for w in params.words["buy"])), None
    )
    if hint is not None:
        zh, en = f"有「{_said(hint[1])}」字样，但不能确认可点击", f"“{_said(hint[1])}” may not be a button"
        return unsure(zh, en, evidence_on_page(*hint), guess=0.5)
    return not_found(
        site, WHERE, "商品页未见购买或加入购物车的入口", "no button to buy or to fill the cart", fraction=0.0
    )


def _loosely_labelled(view: View, params: Params) -> Iterator[Element]:
    """Controls outside the page's frame that say in fewer words that they buy (去下单), and say nothing else (订购热线)."""
    whole = pattern(params.words["whole"])
    for entry in labelled_entries(view, params.words["loose"], params.limit("label")):
        if entry.region not in _FRAME and any(map(whole.fullmatch, read_labels(entry))):
            yield entry


def _acts(element: Element) -> bool:
    return element.clickable


def _bought(site: Site, params: Params, view: View, buy: Element, carts: list[tuple[View, Element]]) -> Answer:
    """The answer from what the buy button leads to, as far as it can be told without pressing it."""
    path = f"{urlsplit(buy.href).path}?{urlsplit(buy.href).query}".lower() if buy.href else ""
    kind = next((k for k in ("to_login", "to_order") if any(word in path for word in params.words[k])), "unknown")
    leads = {
        "to_login": ("先到登录页，登录后的页面未观察", "leads to the login; what follows was not seen"),
        "to_order": ("链接指向订单确认或购物车", "its link points to the order or the cart"),
        "unknown": ("按下后的页面未观察", "what follows was not seen, as we press nothing that orders"),
    }[kind]
    whole = bool(carts) or bool(site.all(Role.CART))
    beside_zh = "，并有购物车" if whole else "，未见购物车入口"
    beside_en = ", and there is a cart" if whole else ", no cart was seen"
    answer = yes(
        f"商品页有「{_said(buy)}」，一次点击进入下单（{leads[0]}）{beside_zh}",
        f"“{_said(buy)}” on the product page is one click from ordering ({leads[1]}){beside_en}",
        evidence_on_page(view, buy, f"{_said(buy)} {buy.href}".strip()),
        *(evidence_on_page(*cart) for cart in carts[:1]),
        fraction=1.0 if whole else params.limit("buy_share"),
        values={"leads": kind, "cart": whole},
    )
    return answer if whole else answer_hidden(site, (Role.PRODUCT, Role.CART)) or in_part(answer)


def _said(element: Element) -> str:
    return " ".join((element.text or element.own or element.name or element.ocr).split())[:30]


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.PRODUCT), Need(Role.CART, required=False)),
    judge=judge,
    fetches=("link",),
    words=("buy", "loose", "whole", "cart", "to_order", "to_login", "app", "sold_out", "login"),
    limits=("label", "buy_share", "cart_share"),
)
