"""Entries to a shop's functions are known by their usual names in either script, and from goods and tags that only look like them."""

from __future__ import annotations

import pytest

from crawler.site import Element, View
from probes.finding import Outcome
from probes.pages.service.entry_candidates import function_candidates
from probes.run import judge_site
from tests.cases.build import SHOP, gap, site, view
from tests.rules import real_checks

CHECKS = {check.id.partition(".")[2]: check for check in real_checks() if check.id.startswith("performance.")}


@pytest.mark.parametrize(
    ("check", "words", "known"),
    [
        ("account_entry", "创建账号", True),
        ("account_entry", "會員註冊", True),
        ("account_entry", "My account", True),
        ("cart_entry", "購物車", True),
        ("cart_entry", "采购篮", True),
        ("cart_entry", "购物攻略", False),
        ("order_entry", "追踪订单", True),
        ("order_entry", "查看訂單", True),
        ("order_entry", "Track your order", True),
        ("order_entry", "下单有礼", False),
        ("consult_entry", "服务热线", True),
        ("consult_entry", "聯絡我們", True),
        ("consult_entry", "服务协议", False),
        ("payment_entry", "付款流程", True),
        ("payment_entry", "對公轉賬", True),
        ("payment_entry", "2000人付款", False),
        ("payment_entry", "待支付", False),  # a state of one's own orders
        ("payment_entry", "支付帮助", True),
        ("payment_entry", "12期分期免息", False),
        ("delivery_entry", "发货时间", True),
        ("delivery_entry", "運送政策", True),
        ("delivery_entry", "全场包邮", False),
        ("delivery_entry", "提货券", False),
        ("after_sales_entry", "退换须知", True),
        ("after_sales_entry", "維修服務", True),
        ("after_sales_entry", "手机维修", False),
        ("after_sales_entry", "假一赔十", False),
    ],
)
def test_what_a_label_is_an_entry_to(check: str, words: str, known: bool) -> None:
    page = view("home", "", [{"text": words, "href": "/x"}])
    assert bool(list(function_candidates(page, CHECKS[check].params))) is known


def test_a_bar_of_tabs_is_no_entry_but_its_tabs_are() -> None:
    bar = {"text": "商品详情商品评价", "own": "", "tag": "div", "role": "tablist", "region": "nav"}
    tab = {"text": "商品评价", "tag": "div", "role": "tab", "clickable": True, "region": "nav"}
    page = view("product", "", [bar, tab])
    assert [candidate.role for candidate in function_candidates(page, CHECKS["reviews"].params)] == ["tab"]


def _shelf(name: str, priced: bool) -> View:
    """Three things side by side, the first of that name."""
    pieces: list[dict[str, object]] = []
    for at, title in enumerate((name, "抄经本", "茶叶罐")):
        place = f"body>main>div:nth-child({at + 1})"
        pieces += [
            {"text": title, "own": "", "clickable": priced, "tag": "div", "selector": place},  # scripts listen to it
            {"image": f"/img/{at}.jpg", "selector": f"{place}>img", "box": (300 * at, 400, 200, 200)},
            {"text": title, "href": f"/x?no={at}", "selector": f"{place}>a"},
        ]
        if priced:
            pieces.append({"text": f"{at + 20}.00元", "selector": f"{place}>b"})
    return view("home", "", pieces)


@pytest.mark.parametrize(
    ("check", "name"), [("delivery_entry", "运费补差"), ("cart_entry", "购物车挂钩"), ("payment_entry", "付款方式牌")]
)
def test_the_name_of_goods_is_no_entry(check: str, name: str) -> None:
    def found(page: View) -> list[Element]:
        return list(function_candidates(page, CHECKS[check].params))

    assert not found(_shelf(name, priced=True))
    assert found(_shelf(name, priced=False))  # pictured entries, as many home pages have them


@pytest.mark.parametrize(
    ("hidden", "opened", "outcome"),
    [("发货付款说明", True, Outcome.UNSURE), ("发货付款说明", False, Outcome.NO), ("新品上架", True, Outcome.NO)],
)
def test_an_entry_in_a_part_of_a_menu_that_stayed_closed_is_a_question(
    hidden: str, opened: bool, outcome: Outcome
) -> None:
    """Panels of a drawer are drawn at once and shown one by one; where nothing opens them nobody sees them."""
    sign = {"text": "菜单", "tag": "a", "clickable": True, "region": "header", "selector": "#m"}
    kept = {"text": hidden, "href": "/pay", "seen": False}
    home = view("home", "栗子集市", [sign, {"text": "竹篮", "href": "/a"}, kept])
    shown = view("home", "栗子集市", [sign, {"text": "关于", "href": "/b", "opened_by": "#m"}, kept], state="menus")
    gone = [gap(role, "not_offered") for role in ("help", "payment")]
    (finding,) = judge_site((CHECKS["payment_entry"],), site(home, *gone, *([shown] if opened else [])), profile={})[:1]
    assert finding.answer.outcome is outcome, finding.answer.because


@pytest.mark.parametrize(
    ("href", "known"),
    [("/?p=info&product_id=9", False), ("/?p=info&product_id=4&tab=delivery", True), ("/?p=delivery", True)],
)
def test_what_leads_to_other_goods_by_a_key_of_its_address_is_no_entry(href: str, known: bool) -> None:
    page = view("product", "", [{"tag": "a", "text": "运费说明本", "href": href}], url=f"{SHOP}?p=info&product_id=4")
    assert bool(list(function_candidates(page, CHECKS["delivery_entry"].params))) is known


@pytest.mark.parametrize(("href", "known"), [("/?p=info&product_id=9", False), ("/?p=delivery&id=9", True)])
def test_the_block_around_the_name_of_goods_is_no_entry(href: str, known: bool) -> None:
    block = {"tag": "div", "text": "运费样品 3.95元", "own": "3.95元", "clickable": True, "region": "side"}
    link = {"tag": "a", "text": "运费样品", "href": href, "parent": 0, "region": "side"}
    page = view("home", "", [block, link], url=SHOP)
    assert bool(list(function_candidates(page, CHECKS["delivery_entry"].params))) is known
