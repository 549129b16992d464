"""Can a guest fill the cart, with login required only at checkout?"""

from __future__ import annotations

from crawler.obstacles import TO_LOGIN
from crawler.site import Gap, Site, View
from crawler.vocabulary import LANDED, GapReason, Role
from probes.answers.order_items import ORDER_ROLES, labelled_entries
from probes.finding import Answer, Text, evidence_on_page, no, not_seen, unsure, yes
from probes.pages.absence import absence
from probes.pages.absence.gap_details import describe_gap
from probes.pages.absence.several import answer_hidden, searched_views
from probes.pages.rules.policy import find_statement, split_sentences
from probes.probe import Need, Params, Probe
from probes.text.normalise import plain_text
from probes.text.ranking import clip_quote

ASK = Text("未登录时能否把商品加入购物车？", "Can goods be put into the cart without a login?")


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, (Role.CART, *ORDER_ROLES))
    for view in views:
        told = find_statement(split_sentences(view.text), params.words["guest"], never=params.words["guest_never"])
        if told is not None:
            return _told(site, params, view, clip_quote(told.raw, 120))
    for view in site.all(Role.PRODUCT):
        for entry in labelled_entries(view, params.words["add"], params.limit("label")):
            if any(word in entry.href.lower() for word in params.words["login_address"]):
                zh, en = f"加入购物车即要求登录：{entry.href}", f"filling the cart asks for a login: {entry.href}"
                return answer_hidden(site, (Role.CART, *ORDER_ROLES)) or no(
                    zh, en, evidence_on_page(view, entry, entry.href)
                )
    return _cart(site, params)


def _told(site: Site, params: Params, view: View, quote: str) -> Answer:
    """The answer from a sentence that guests may fill the cart, set against what happened when the cart was opened."""
    cart, gap = site.view(Role.CART), site.gap(Role.CART)
    barred = cart is not None and any(word in plain_text(cart.text) for word in params.words["barred"])
    if cart is not None and not barred:
        zh, en = (
            f"写明未登录可先使用购物车，购物车不登录即可打开：「{quote}」",
            f"guests may fill the cart, and it opens for them: “{quote}”",
        )
        return yes(zh, en, evidence_on_page(view, quote=quote), evidence_on_page(cart))
    if barred or (gap is not None and gap.reason is GapReason.LOGIN):
        zh = f"写明未登录可先使用购物车，但打开购物车时要求登录：「{quote}」"
        en = f"guests are told that they may fill the cart, but opening it asks for a login: “{quote}”"
        return unsure(zh, en, evidence_on_page(view, quote=quote), guess=0.0, question=ASK)
    zh, en = (
        f"写明未登录可先使用购物车，但未能打开购物车核对：「{quote}」",
        f"guests may fill the cart, it is said; the cart itself was not seen: “{quote}”",
    )
    return unsure(zh, en, evidence_on_page(view, quote=quote), guess=params.limit("open_share"), question=ASK)


def _cart(site: Site, params: Params) -> Answer:
    """The answer from what the cart shows a visitor who has not signed in."""
    gap = site.gap(Role.CART)
    cart = site.view(Role.CART)
    if cart is None:
        if gap is not None and gap.reason is GapReason.LOGIN and (asked := _asks_at_once(site, gap)) is not None:
            return asked
        if gap is not None and not gap.reason.about_them:
            zh, en = absence.gap_words(gap)
            return not_seen(gap.reason, zh, en)
        if gap is None:
            return absence.not_looked(Role.CART, LANDED)
        zh, en = "未见可公开查看的购物车", "no cart that the public can see was found"
        return unsure(zh, en, *map(evidence_on_page, site.all(Role.PRODUCT)), guess=0.0, question=ASK)
    said = plain_text(cart.text)
    barred = next((word for word in params.words["barred"] if word in said), "")
    if barred:
        zh, en = f"购物车要求先登录：「{barred}」", f"the cart asks for a login first: “{barred}”"
        return not_seen("login", zh, en, evidence_on_page(cart, None, barred))
    zh = "购物车不登录即可打开，能否加入商品未试（本工具不提交订单类操作）"
    en = "the cart opens without a login; whether it takes goods was not tried, as we press nothing that orders"
    return answer_hidden(site, (Role.PRODUCT, *ORDER_ROLES)) or unsure(
        zh, en, evidence_on_page(cart), guess=params.limit("open_share"), question=ASK
    )


def _asks_at_once(site: Site, gap: Gap) -> Answer | None:
    """NO where a shop whose goods anybody may look at sends whoever opens the cart to its login; None where the wall may be wider."""
    login, goods = site.view(Role.LOGIN), site.all(Role.PRODUCT)
    if login is None or not goods or not gap.detail.startswith(TO_LOGIN):
        return None
    how = describe_gap(gap)
    said = f"打开购物车即要求登录（{how.zh}）", f"opening the cart asks for a login ({how.en})"
    return answer_hidden(site, ORDER_ROLES) or no(
        *said, evidence_on_page(login), evidence_on_page(goods[0]), fraction=0.0
    )


PROBE = Probe(
    reads=(
        Need(Role.PRODUCT, required=False),
        Need(Role.CART, required=False),
        *(Need(role, required=False) for role in ORDER_ROLES),
    ),
    judge=judge,
    words=("guest", "guest_never", "add", "login_address", "barred"),
    limits=("label", "open_share"),
)
