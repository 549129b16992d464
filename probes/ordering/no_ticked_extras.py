"""Is no paid add-on ticked by default on product pages and in the cart?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.answers.grade import answer_unfit
from probes.finding import Answer, Evidence, Text, evidence_on_page, no, unsure, yes
from probes.pages.absence.several import answer_hidden, searched_views
from probes.pages.main.listed import list_words
from probes.pages.products.extras import Extra, find_extras
from probes.probe import Need, Params, Probe

WHERE = (Role.PRODUCT, Role.CART)
ASK = Text("截图中的付费附加服务是否默认勾选？", "Does the screenshot show a paid add-on ticked by default?")


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, WHERE)
    found = [(view, extra) for view in views for extra in find_extras(view) if not extra.lasting]
    for view, extra in sorted(found, key=lambda pair: not pair[1].sure):
        if extra.ticked:
            return _ticked(view, extra, params)
    blind = _hidden(site) or answer_unfit(*views)
    if blind is not None:
        return blind
    doubtful = [(view, extra) for view, extra in found if extra.ticked is None]
    if doubtful:
        view, extra = doubtful[0]
        zh, en = (
            f"附加服务的勾选状态无法判断：「{extra.words}」",
            f"the state of an add-on cannot be told: “{extra.words}”",
        )
        return unsure(zh, en, _evidence(view, extra), guess=params.limit("unknown_share"), question=ASK)
    said = list_words(extra.words[:30] for _, extra in found).zh or "没有付费附加服务的勾选框"
    return yes(
        f"商品页和购物车未见默认勾选的付费附加服务（{said}）",
        "no paid add-on is ticked by default on product pages or in the cart",
        *(_evidence(view, extra) for view, extra in found[:3]),
        *(evidence_on_page(view) for view in views),
        values={"extras": len(found), "pages": len(views)},
    )


def _hidden(site: Site) -> Answer | None:
    """NOT_SEEN where a page asked about was hidden; a cart for members only is not one of them. Else None."""
    cart = site.gap(Role.CART)
    members = not site.all(Role.CART) and cart is not None and cart.reason.not_public
    return answer_hidden(site, WHERE[:1] if members else WHERE)


def _ticked(view: View, extra: Extra, params: Params) -> Answer:
    zh, en = (
        f"付费附加服务默认已勾选：「{extra.words}」",
        f"a paid add-on is ticked by default: “{extra.words}”",
    )
    if not extra.sure:
        zh, en = f"{zh}（单选项或图标，需人工判断）", f"{en} (one of several, or drawn: a person must look)"
        return unsure(zh, en, _evidence(view, extra), guess=params.limit("doubtful_share"), question=ASK)
    return no(zh, en, _evidence(view, extra), values={"price": extra.price})


def _evidence(view: View, extra: Extra) -> Evidence:
    return evidence_on_page(view, extra.box, extra.words)


PROBE = Probe(
    reads=(Need(Role.PRODUCT), Need(Role.CART, required=False)), judge=judge, limits=("doubtful_share", "unknown_share")
)
