"""One thing broken at a time: the probe whose question it is notices, and says where."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import Any

import pytest

from crawler.record.network_record import Cookie, Exchange
from crawler.site import Gap, Past, Platform, Site
from crawler.vocabulary import ARRIVED, Device, FoundBy, GapReason, Role
from probes.finding import Outcome
from tests.cases.build import AT, SHOP
from tests.probes.performance.shops import ask, good, swapped, timings, without

LAYER: dict[str, Any] = {
    "text": "新人礼包限时领取",
    "region": "dialog",
    "position": "fixed",
    "box": (200, 100, 900, 600),
}
CLOSE: dict[str, Any] = {
    "text": "×", "tag": "button", "clickable": True, "region": "dialog", "parent": 0, "box": (1060, 100, 40, 40),
}  # fmt: skip


def call(**given: Any) -> Exchange:
    plain: dict[str, Any] = {
        "url": f"{SHOP}api",
        "method": "GET",
        "kind": "xhr",
        "status": 200,
        "size": 1,
        "third_party": False,
    }
    whole: dict[str, Any] = {"initiator": "", "at_ms": 100.0} | plain | given
    return Exchange(**whole)


def cookie(**given: Any) -> Cookie:
    plain: dict[str, Any] = {
        "name": "SESSIONID",
        "domain": "shop.example",
        "secure": True,
        "http_only": True,
        "same_site": "Lax",
    }
    whole: dict[str, Any] = {"session": True, "third_party": False} | plain | given
    return Cookie(**whole)


PAGE = call(kind="document", at_ms=0.0)
# A home page was open for a minute before the word was typed, and the answer came a second later.
LATE_SEARCH = (PAGE, call(kind="document", at_ms=60000.0), call(at_ms=61000.0))
BROKEN: list[tuple[str, Role, str, dict[str, Any], Outcome, float | None]] = [
    ("performance.script_errors", Role.HOME, "landed", {"console_errors": ("Uncaught TypeError: x",)}, Outcome.YES, 0.5),
    ("performance.script_errors", Role.HOME, "landed", {"console_errors": ("net::ERR_FAILED Uncaught",)}, Outcome.YES, 1.0),
    ("performance.script_errors", Role.HOME, "landed", {"exchanges": tuple(call(status=502) for _ in range(4))}, Outcome.UNSURE, 0.0),
    ("performance.error_page", Role.ERROR, "landed", {"text": "Exception in thread main"}, Outcome.NO, 0.0),
    ("performance.error_page", Role.ERROR, "landed", {"text": "404 not here nginx/1.18"}, Outcome.YES, 0.5),
    ("performance.not_found_page", Role.ERROR, "landed", {"elements": ()}, Outcome.NO, None),
    ("performance.https", Role.LOGIN, "landed", {"url": "http://shop.example/login"}, Outcome.NO, None),
    ("performance.form_targets", Role.LOGIN, "landed", {"url": "http://shop.example/login"}, Outcome.NO, None),
    ("performance.mixed_content", Role.HOME, "landed", {"exchanges": (call(url="http://cdn.example/a.js", kind="script"),)}, Outcome.NO, None),
    ("performance.mixed_content", Role.HOME, "landed", {"exchanges": (call(url="http://cdn.example/a.png", kind="image"),)}, Outcome.YES, None),
    ("performance.mixed_content", Role.HOME, "landed", {"exchanges": ()}, Outcome.NOT_SEEN, None),
    ("performance.security_headers", Role.HOME, "landed", {"headers": {"referrer-policy": "origin"}}, Outcome.NO, 0.25),
    ("performance.security_headers", Role.HOME, "landed", {"headers": {}}, Outcome.NOT_SEEN, None),
    ("performance.cookie_flags", Role.HOME, "landed", {"cookies": (cookie(http_only=False), cookie())}, Outcome.NO, 0.5),
    ("performance.cookie_flags", Role.HOME, "landed", {"cookies": (cookie(name="csrf_token", http_only=False),)}, Outcome.NOT_APPLICABLE, None),
    ("performance.leaks", Role.HELP, "landed", {"text": "connect to 192.168.3.4 failed"}, Outcome.NO, None),
    ("performance.leaks", Role.HELP, "landed", {"text": "version 192.0.3.4 and 10.999.1.1"}, Outcome.YES, None),
    ("performance.overflow", Role.HOME, "landed", {"width": 1400}, Outcome.NO, None),
    ("performance.broken_images", Role.HOME, "landed", {"exchanges": (call(url=f"{SHOP}a.png", kind="image", status=404),)}, Outcome.NO, None),
    ("performance.text_contrast", Role.HOME, "landed", {"add": [{"text": "灰", "colour": "#bbbbbb"}] * 30}, Outcome.NO, 0.0),
    ("performance.text_contrast", Role.HOME, "landed", {"add": [{"text": "图", "background": None}] * 60}, Outcome.UNSURE, 1.0),
    ("performance.body_font", Role.HOME, "landed", {"add": [{"text": "小字" * 90, "font_px": 10.0}]}, Outcome.NO, 0.0),
    ("performance.body_font", Role.HOME, "landed", {"add": [{"text": "小字" * 90, "font_px": 10.0, "unseen": "display_none"}]}, Outcome.YES, 1.0),
    ("performance.overlaps", Role.HOME, "landed", {"add": [{"text": "叠", "box": (600, 3000, 90, 20)}] * 4}, Outcome.UNSURE, 0.0),
    ("performance.covering_layers", Role.HOME, ARRIVED, {"add": [LAYER]}, Outcome.UNSURE, 0.0),
    ("performance.covering_layers", Role.HOME, ARRIVED, {"add": [LAYER, CLOSE]}, Outcome.YES, 0.5),
    ("performance.floating_layers", Role.HOME, "landed", {"add": [{"text": "浮", "region": "floating", "position": "fixed"}] * 4}, Outcome.NO, None),
    ("performance.icon_names", Role.HOME, "landed", {"add": [{"href": "/x", "classes": "icon-heart"}] * 2}, Outcome.NO, 0.0),
    ("performance.icon_names", Role.HOME, "landed", {"add": [{"href": "/x", "name": "收藏"}] * 2}, Outcome.YES, 1.0),
    ("performance.search_answers", Role.SEARCH, "landed", {"text": "没有找到相关商品"}, Outcome.UNSURE, 0.0),
    ("performance.search_answers", Role.SEARCH, "landed", {"exchanges": (PAGE, call(at_ms=4000.0))}, Outcome.YES, 0.5),
    ("performance.search_answers", Role.SEARCH, "landed", {"exchanges": (PAGE, call(at_ms=9000.0))}, Outcome.NOT_SEEN, None),
    ("performance.search_answers", Role.SEARCH, "landed", {"exchanges": LATE_SEARCH}, Outcome.YES, 1.0),
    ("performance.clicks_to_product", Role.PRODUCT, "landed", {"clicks": 5}, Outcome.NO, None),
    ("performance.clicks_to_product", Role.PRODUCT, "landed", {"clicks": None}, Outcome.NOT_SEEN, None),
    ("performance.help_topics", Role.HELP, "landed", {"text": "发票 退款"}, Outcome.NO, None),
    ("performance.field_labels", Role.LOGIN, "landed", {"elements": ()}, Outcome.NOT_APPLICABLE, None),
    ("performance.field_labels", Role.LOGIN, "landed", {"add": [{"input_type": "text", "box": (900, 3000, 90, 20)}] * 3}, Outcome.NO, 0.0),
]  # fmt: skip


@pytest.mark.parametrize(("id", "role", "state", "changes", "outcome", "fraction"), BROKEN)
def test_what_is_broken_is_noticed(
    id: str, role: Role, state: str, changes: dict[str, Any], outcome: Outcome, fraction: float | None
) -> None:
    answer = ask(id, swapped(good(), role, state, **changes))
    assert answer.outcome is outcome, answer.because
    if fraction is not None:
        assert answer.fraction == pytest.approx(fraction), answer.because


ENTRIES = {
    "account_entry": "登录", "search_entry": "搜索", "category_entry": "分类", "cart_entry": "购物车", "buy_button": "加入购物车",
    "order_entry": "订单", "consult_entry": "客服", "payment_entry": "支付", "delivery_entry": "配送", "after_sales_entry": "退换货",
    "reviews": "评价", "invoice_entry": "发票",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_an_entry_that_is_nowhere_is_missing_only_after_a_whole_look(name: str) -> None:
    word = ENTRIES[name]
    whole = good()
    if name in ("order_entry", "after_sales_entry"):  # what is behind a login is not known to be missing
        whole = dataclasses.replace(
            whole, views=tuple(view for view in whole.views if view.role not in (Role.LOGIN, Role.REGISTER))
        )
    bare = dataclasses.replace(
        whole,
        views=tuple(
            dataclasses.replace(
                view,
                elements=tuple(
                    dataclasses.replace(one, text="", own="", name="", href="", tag="p") if word in one.words else one
                    for one in view.elements
                ),
                found_by=FoundBy.HINT,
            )
            for view in whole.views
        ),
    )
    assert ask(f"performance.{name}", whole).outcome is Outcome.YES
    missing = ask(f"performance.{name}", bare)
    assert missing.outcome is Outcome.NO, missing.because
    assert missing.by_absence
    half = dataclasses.replace(
        bare,
        views=tuple(
            dataclasses.replace(view, thoroughness=dataclasses.replace(view.thoroughness, scrolled_stable=False))
            for view in bare.views
        ),
    )
    assert ask(f"performance.{name}", half).outcome is Outcome.NOT_SEEN


def test_a_sentence_about_a_function_is_no_entry() -> None:
    whole = without(good(), lambda view: view.role is not Role.CART)
    home = whole.view(Role.HOME)
    assert home is not None
    kept = tuple(
        dataclasses.replace(one, text="", own="", href="") if "购物车" in one.text else one for one in home.elements
    )
    told = swapped(whole, Role.HOME, elements=kept)
    told = swapped(told, Role.HOME, add=[{"text": "如何把喜欢的商品放进购物车并一次结清全部订单", "href": "/news/1"}])
    told = swapped(told, Role.PRODUCT, elements=())
    told = dataclasses.replace(told, gaps=(Gap(Role.CART, "landed", Device.DESKTOP, 1, GapReason.NOT_OFFERED),))
    assert ask("performance.cart_entry", told).outcome is Outcome.NO


def test_a_shop_that_sells_in_its_app_is_not_marked_down() -> None:
    whole = swapped(good(), Role.PRODUCT, elements=(), text="请在App内购买该商品")
    answer = ask("performance.buy_button", whole)
    assert (answer.outcome, answer.reason) == (Outcome.NOT_SEEN, "app_only")


def test_a_shop_of_services_needs_no_cart() -> None:
    whole = dataclasses.replace(good(), platform=Platform(SHOP, "x", {"goods": False}))
    assert ask("performance.cart_entry", whole).outcome is Outcome.NOT_APPLICABLE


def test_dead_links_count_and_refusals_do_not() -> None:
    def links(dead: int, status: int) -> Site:
        fetches = tuple(
            dataclasses.replace(fetch, status=status) if at < dead else fetch for at, fetch in enumerate(good().fetches)
        )
        return dataclasses.replace(good(), fetches=fetches)

    assert ask("performance.broken_links", links(1, 404)).fraction == 0.5
    assert ask("performance.broken_links", links(3, 404)).outcome is Outcome.NO
    assert ask("performance.broken_links", links(3, 403)).outcome is Outcome.YES
    assert ask("performance.broken_links", links(9, 503)).reason == "sample_small"
    sampled = dataclasses.replace(good(), fetches=links(1, 503).fetches[:20])
    assert ask("performance.broken_links", sampled).outcome is Outcome.YES  # 19 of 20 gave a clear answer
    fewer = dataclasses.replace(good(), fetches=links(0, 404).fetches[:19])
    assert ask("performance.broken_links", fewer).reason == "sample_small"


def test_availability_needs_days_and_forgives_our_own_outages() -> None:
    def beats(down: int, reason: str = "timeout", hours: int = 8) -> Site:
        past = tuple(
            Past(AT - timedelta(hours=hours * n), "beat", {"ok": n >= down, "reason": reason if n < down else ""})
            for n in range(40)
        )
        return dataclasses.replace(good(), history=past)

    assert ask("performance.availability", beats(0)).fraction == 1.0
    assert ask("performance.availability", beats(2)).fraction == 0.5
    assert ask("performance.availability", beats(4)).outcome is Outcome.NO
    assert ask("performance.availability", beats(4, "blocked")).fraction == 1.0
    assert ask("performance.availability", beats(4, hours=1)).reason == "sample_small"


def test_a_check_of_three_pages_is_one_check() -> None:
    def checks(count: int) -> Site:
        past = tuple(
            Past(AT - timedelta(hours=12 * n), "beat", {"ok": True, "reason": "", "role": role})
            for n in range(count)
            for role in ("home", "list", "product")
        )
        return dataclasses.replace(good(), history=past)

    assert ask("performance.availability", checks(19)).reason == "sample_small"
    assert ask("performance.availability", checks(20)).fraction == 1.0


@pytest.mark.parametrize(
    ("tls", "outcome", "fraction"),
    [
        ({"not_after": "2026-12-01T00:00:00+00:00"}, Outcome.YES, 0.5),
        ({"not_after": "2026-11-01T00:00:00+00:00"}, Outcome.NO, None),
        ({"protocol": "TLSv1"}, Outcome.NO, None),
        ({"chain_valid": False, "verify_message": "self-signed"}, Outcome.UNSURE, 0.0),
        ({"name_matches": False}, Outcome.UNSURE, 0.0),
        ({"not_after": "soon"}, Outcome.UNSURE, 0.0),
    ],
)
def test_certificates(tls: dict[str, object], outcome: Outcome, fraction: float | None) -> None:
    whole = good()
    hosts = tuple(dataclasses.replace(host, tls={**host.tls, **tls}) for host in whole.hosts)
    answer = ask("performance.https", dataclasses.replace(whole, hosts=hosts))
    assert answer.outcome is outcome, answer.because
    assert answer.fraction == fraction
    assert ask("performance.https", dataclasses.replace(whole, hosts=())).outcome is Outcome.NOT_SEEN


def timed(*, past: Past | None = None, **given: Any) -> Site:
    return dataclasses.replace(good(), timings=tuple(timings(Role.HOME, **given)), history=(past,) if past else ())


def test_speed_in_its_classes() -> None:
    def said(**given: Any) -> tuple[Outcome, float | None, str]:
        answer = ask("performance.home_speed", timed(**given))
        return answer.outcome, answer.fraction, answer.reason

    assert said() == (Outcome.YES, 1.0, "")
    assert said(lcp_ms=3000.0) == (Outcome.YES, 0.5, "")
    assert said(lcp_ms=9000.0) == (Outcome.NOT_SEEN, None, "second_day")
    yesterday = Past(AT - timedelta(days=1), "timing", {"role": "home", "device": "desktop", "lcp_ms": 8000.0})
    assert said(lcp_ms=9000.0, past=yesterday) == (Outcome.NO, 0.0, "")
    assert said(lcp_ms=9000.0, past=dataclasses.replace(yesterday, at=AT - timedelta(hours=1)))[2] == "second_day"
    fast = Past(AT - timedelta(days=1), "timing", {"role": "home", "device": "desktop", "lcp_ms": 1000.0})
    assert said(lcp_ms=9000.0, past=fast)[2] == "second_day"
    assert said(lcp_ms=None)[2] == "undecidable"
    assert said(count=2)[2] == "sample_small"


def test_noise_decides_only_where_it_could_change_the_class() -> None:
    def reason(**given: Any) -> str:
        return ask("performance.home_speed", timed(**given)).reason

    assert reason(connect_ms=400.0) == ""  # good in spite of a far line
    assert reason(lcp_ms=3000.0, connect_ms=400.0) == "noise"
    assert reason(lcp_ms=30000.0, connect_ms=400.0) == "second_day"  # poor however near
    assert reason(lcp_ms=3000.0, control_ms=1000.0) == "noise"
    assert reason(lcp_ms=3000.0, control_ms=None) == "no_baseline"
    assert reason(cls=0.2, connect_ms=400.0) == ""  # a slow line moves nothing


@pytest.mark.parametrize(
    ("box", "outcome"),
    [
        ({"input_type": "text", "name": "外置光驱", "region": "header"}, Outcome.YES),
        ({"input_type": "text", "region": "header"}, Outcome.YES),
        ({"input_type": "text", "name": "请输入手机号", "region": "header"}, Outcome.NO),
        ({"input_type": "text", "name": "订阅", "region": "footer", "box": (0, 3900, 90, 30)}, Outcome.NO),
        ({"tag": "div", "text": "搜索", "region": "main"}, Outcome.UNSURE),
        ({"tag": "div", "text": "搜索", "region": "header"}, Outcome.YES),
    ],
)
def test_a_search_box_need_not_say_so(box: dict[str, Any], outcome: Outcome) -> None:
    whole = swapped(good(), Role.HOME, elements=())
    whole = swapped(whole, Role.HOME, add=[box])
    whole = without(whole, lambda view: view.role is not Role.SEARCH)
    whole = dataclasses.replace(whole, gaps=(Gap(Role.SEARCH, "landed", Device.DESKTOP, 1, GapReason.NOT_OFFERED),))
    assert ask("performance.search_entry", whole).outcome is outcome
