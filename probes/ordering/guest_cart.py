"""Can a guest fill the cart, so that a login is asked for at checkout only?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import LANDED, GapReason, Role
from probes.finding import Answer, Text, no, not_seen, shown, unsure, yes
from probes.probe import Need, Params, Probe
from probes.reading import absence
from probes.reading.normalise import plain
from probes.reading.order_items import ORDER_ROLES, labelled
from probes.reading.policy import sentences, stated
from probes.reading.several import hidden, searched
from probes.text.ranking import clip

ASK = Text("未登录时能否把商品加入购物车？", "Can goods be put into the cart without a login?")


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched(site, (Role.CART, *ORDER_ROLES))
    for view in views:
        told = stated(sentences(view.text), params.words["guest"], never=params.words["guest_never"])
        if told is not None:
            return _told(site, params, view, clip(told.raw, 120))
    for view in site.all(Role.PRODUCT):
        for each in labelled(view, params.words["add"], params.limit("label")):
            if any(word in each.href.lower() for word in params.words["login_address"]):
                zh, en = f"加入购物车即要求登录：{each.href}", f"filling the cart asks for a login: {each.href}"
                return hidden(site, (Role.CART, *ORDER_ROLES)) or no(zh, en, shown(view, each, each.href))
    return _cart(site, params)


def _told(site: Site, params: Params, view: View, quote: str) -> Answer:
    """What a sentence that guests may fill the cart is worth: it must not be denied by the cart itself, which opens to guests."""
    cart, gap = site.view(Role.CART), site.gap(Role.CART)
    barred = cart is not None and any(word in plain(cart.text) for word in params.words["barred"])
    if cart is not None and not barred:
        zh, en = (
            f"写明未登录可先使用购物车，购物车不登录即可打开：「{quote}」",
            f"guests may fill the cart, and it opens for them: “{quote}”",
        )
        return yes(zh, en, shown(view, quote=quote), shown(cart))
    if barred or (gap is not None and gap.reason is GapReason.LOGIN):
        zh = f"写明未登录可先使用购物车，但打开购物车时要求登录：「{quote}」"
        en = f"guests are told that they may fill the cart, but opening it asks for a login: “{quote}”"
        return unsure(zh, en, shown(view, quote=quote), guess=0.0, question=ASK)
    zh, en = (
        f"写明未登录可先使用购物车，但未能打开购物车核对：「{quote}」",
        f"guests may fill the cart, it is said; the cart itself was not seen: “{quote}”",
    )
    return unsure(zh, en, shown(view, quote=quote), guess=params.limit("open_share"), question=ASK)


def _cart(site: Site, params: Params) -> Answer:
    """What the cart shows to somebody who has not signed in."""
    gap = site.gap(Role.CART)
    cart = site.view(Role.CART)
    if cart is None:
        if gap is not None and not gap.reason.about_them:
            zh, en = absence.gap_words(gap)
            return not_seen(gap.reason, zh, en)
        if gap is None:
            return absence.not_looked(Role.CART, LANDED)
        zh, en = "未见可公开查看的购物车", "no cart that the public can see was found"
        return unsure(zh, en, *map(shown, site.all(Role.PRODUCT)), guess=0.0, question=ASK)
    said = plain(cart.text)
    barred = next((word for word in params.words["barred"] if word in said), "")
    if barred:
        zh, en = f"购物车要求先登录：「{barred}」", f"the cart asks for a login first: “{barred}”"
        return not_seen("login", zh, en, shown(cart, None, barred))
    zh = "购物车不登录即可打开，能否加入商品未试（本工具不提交订单类操作）"
    en = "the cart opens without a login; whether it takes goods was not tried, as we press nothing that orders"
    return hidden(site, (Role.PRODUCT, *ORDER_ROLES)) or unsure(
        zh, en, shown(cart), guess=params.limit("open_share"), question=ASK
    )


PROBE = Probe(
    reads=(
        Need(Role.PRODUCT, required=False),
        Need(Role.CART, required=False),
        *(Need(role, required=False) for role in ORDER_ROLES),
    ),
    judge=judge,
)
