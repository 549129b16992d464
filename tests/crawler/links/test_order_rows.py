"""Entries in a row with the states of a visitor's orders list what is his; the same words elsewhere name a page of the shop."""

from __future__ import annotations

import pytest

from crawler.discovery.leftovers.leftover_leads import counts_own
from crawler.discovery.leftovers.named_controls import find_named_controls
from crawler.discovery.leftovers.pressed_leads import find_pressed_leads
from crawler.discovery.products.leads_beside_goods import find_leads_beside_goods
from crawler.links.order_rows import find_order_rows, find_own_matters
from crawler.site import View
from crawler.vocabulary import Role
from tests.cases.build import view

STATES = ("待付款", "2 待发货", "待收货")


def _account(*row: str, apart: tuple[str, ...] = (), href: bool = False) -> View:
    pieces = [
        {"text": said, "clickable": True, "tag": "uni-view", "selector": f"body>uni-view:nth-child({part})>uni-view:nth-child({at})"}
        | ({"href": f"/me/{part}/{at}"} if href else {})
        for part, words in ((1, row), (2, apart))
        for at, said in enumerate(words, 1)
    ]  # fmt: skip
    return view(Role.OTHER, elements=pieces)


@pytest.mark.parametrize(
    "label", ["退款/售后", "售后", "售后/退款", "退换货", "退/换货", "商品评价", "我的评价", "售后 3", "退换/维修"]
)
@pytest.mark.parametrize("href", [False, True])
def test_what_was_sent_back_beside_states_of_orders_is_no_page_on_sending_back(label: str, href: bool) -> None:
    page = _account(*STATES, label, apart=("帮助中心", "联系客服"), href=href)
    found = find_leads_beside_goods(page, (Role.AFTER_SALES, Role.HELP, Role.SERVICE))
    assert [lead.path[-1] for lead in found[Role.AFTER_SALES]] == []
    assert found[Role.HELP]
    assert found[Role.SERVICE]
    pressed = {lead.path[-1] for _, lead in find_pressed_leads(page, ())}
    named = {lead.path[-1] for lead in find_named_controls(page, tuple(Role), ())}
    assert not {label, *STATES} & (pressed | named)
    assert ("帮助中心" in pressed | named) is not href


@pytest.mark.parametrize(
    ("row", "apart"),
    [
        (("售后", "支付方式", "配送说明"), STATES),  # a row of its own, of help
        (("待付款", "售后", "配送说明"), ()),  # one state alone
        (("怎么看待发货", "待收货怎么办", "售后"), ()),  # titles of help that speak of states
    ],
)
def test_the_same_words_elsewhere_are_an_entry(row: tuple[str, ...], apart: tuple[str, ...]) -> None:
    page = _account(*row, apart=apart)
    assert [lead.path[-1] for lead in find_leads_beside_goods(page, (Role.AFTER_SALES,))[Role.AFTER_SALES]] == ["售后"]


def test_what_is_called_otherwise_stays_an_entry_in_such_a_row() -> None:
    page = _account(*STATES, "售后服务政策", "帮助中心")
    assert {page.elements[id].text for id in find_own_matters(page)} == set(STATES)
    assert len(find_order_rows(page)) == 5
    assert find_leads_beside_goods(page, (Role.AFTER_SALES,))[Role.AFTER_SALES]


@pytest.mark.parametrize(
    ("label", "own"),
    [
        ("0 积分", True),
        ("0.00 余额", True),
        ("优惠券 0", True),
        ("积分规则", False),
        ("领优惠券", False),
        ("10 积分", False),
    ],
)
def test_what_counts_a_visitors_own_things_is_left_alone(label: str, own: bool) -> None:
    assert counts_own(label) is own
