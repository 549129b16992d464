"""An entry of the visitor's own account that asks for a login veils no page of the role that its label sounds like."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.site import Fetch, Site
from crawler.vocabulary import Role
from probes.finding import Outcome
from probes.pages.absence.several import not_found
from tests.cases.build import AT, gap, site, view

MENU = (("我的订单", "order"), ("收货地址", "address"), ("商品评价", "review"))
RULED = "交易规则\n买过的人可以写评价。" * 30


def _shop(shape: str, *menu: tuple[str, str], asked: str = "review", role: str = "credit") -> Site:
    links: list[dict[str, Any]] = [{"text": name, "href": shape.format(act)} for name, act in menu]
    wall = gap(role, "login", url=f"https://shop.example{shape.format(asked)}", detail="login page 会员登录")
    return site(view("home", None, [{"text": "栗子集市"}, *links]), view("rules", RULED), wall)


def _outcome(shop: Site, *roles: Role) -> tuple[Outcome, str]:
    answer = not_found(shop, roles or (Role.CREDIT, Role.RULES), "未见", "not found")
    return answer.outcome, answer.reason


@pytest.mark.parametrize("shape", ["/index.php?con=ucenter&act={}", "/user/{}", "/Home/User/{}.html"])
def test_beside_entries_of_the_visitors_own_it_hides_nothing(shape: str) -> None:
    assert _outcome(_shop(shape, *MENU)) == (Outcome.NO, "")


@pytest.mark.parametrize(
    "shop",
    [
        _shop("/user/{}", ("我的订单", "order"), ("商品评价", "review")),  # one alone is no menu
        _shop("/user/{}", ("评价规则", "rule"), ("交易规则", "trade"), ("商品评价", "review")),
        _shop("/{}", *MENU),  # addresses at the top share nothing
        _shop("/user/{}", *MENU, asked="../help/review"),
    ],
)
def test_elsewhere_what_asks_for_a_login_holds_absence_open(shop: Site) -> None:
    assert _outcome(shop) == (Outcome.NOT_SEEN, "login")


def test_the_account_itself_stays_behind_its_login() -> None:
    shop = _shop("/user/{}", *MENU, asked="benefits", role="member")
    assert _outcome(shop, Role.MEMBER, Role.RULES) == (Outcome.NOT_SEEN, "login")


@pytest.mark.parametrize(
    ("row", "hides"), [(("待付款", "待发货", "待收货"), False), (("支付方式", "配送说明", "待收货"), True)]
)
def test_what_was_pressed_among_states_of_orders_hides_nothing(row: tuple[str, ...], hides: bool) -> None:
    here = "https://shop.example/#/pages/user"
    labels = (*row, "退款/售后")
    boxes = [
        {"text": said, "clickable": True, "tag": "uni-view", "selector": f"body>uni-view:nth-child({at})"}
        for at, said in enumerate(labels, 1)
    ]
    pressed = Fetch(
        "e1", "entry", 1, here, "", 200, AT, 0.0, text="退款/售后", error="login: redirected to a login page"
    )
    shop = site(
        view("home", None, [{"text": "栗子集市"}]),
        view("other", None, boxes, url=here),
        view("rules", RULED),
        pressed,
        gap("after_sales", "login", url=here, detail="redirected to a login page 手机号登录"),
    )
    expected = (Outcome.NOT_SEEN, "login") if hides else (Outcome.NO, "")
    assert _outcome(shop, Role.AFTER_SALES, Role.RULES) == expected


@pytest.mark.parametrize(
    ("labels", "role", "hides"),
    [
        (("我的发票", "我的余额", "地址管理"), "payment", False),
        (("发票说明", "我的余额", "地址管理"), "payment", True),  # a text on invoices may stand there
        (("我的发票", "支付说明", "地址管理"), "payment", True),
        (("我的发票", "我的余额"), "payment", True),  # one beside it is no menu
        (("我的投诉", "我的余额", "地址管理"), "complaint", True),  # it may be the way to complain
    ],
)
def test_what_is_called_the_visitors_own_hides_nothing_beside_others_so_called(
    labels: tuple[str, ...], role: str, hides: bool
) -> None:
    here = "https://shop.example/#/pages/user"
    error = "login: redirected to a login page"
    shop = site(
        view("home", None, [{"text": "栗子集市"}]),
        view("other", None, [{"text": said, "clickable": True} for said in labels], url=here),
        view("rules", RULED),
        *(Fetch(said, "entry", 1, here, "", 200, AT, 0.0, text=said, error=error) for said in labels),
        gap(role, "login", url=here, detail="redirected to a login page"),
    )
    assert _outcome(shop, Role(role), Role.RULES) == ((Outcome.NOT_SEEN, "login") if hides else (Outcome.NO, ""))
