"""The second pass opens what the first one saw: a paper that a press led to by its address, where the address is known to show it."""

from __future__ import annotations

import pytest

from crawler.plan import Plan, Want
from crawler.vocabulary import LANDED, Device, FoundBy, Role
from tests.cases.build import SHOP, site, view
from xuncha.audit.second_pass import plan_second_pass

HELP = f"{SHOP}text?id=7"


@pytest.mark.parametrize(
    ("found_by", "role", "opened"),
    [
        (FoundBy.OTHER_DEVICE, Role.HELP, True),
        (FoundBy.LINK, Role.HELP, True),
        (FoundBy.CLICK, Role.HELP, False),  # nobody opened the address: a press may have drawn the text on another page
        (FoundBy.LINK, Role.ABOUT, False),  # the address shows something else
    ],
)
def test_a_pressed_paper_is_opened_by_its_address_where_another_device_saw_it_there(
    found_by: FoundBy, role: Role, opened: bool
) -> None:
    pressed = view("help", "常见问题", device="mobile", url=HELP, found_by=FoundBy.CLICK)
    there = view(role, "常见问题", device="desktop", url=HELP, asked=HELP, found_by=found_by)
    wants = frozenset({Want(Role.HELP, LANDED, Device.MOBILE)})
    plan = plan_second_pass(Plan(wants), wants, site(view("home", "首页"), pressed, there), 100.0)
    assert ((Role.HELP, HELP) in plan.papers[Device.MOBILE]) is opened


def test_rows_of_texts_whose_press_brought_up_a_page_are_pressed_again() -> None:
    rows = [
        view(role, "正文", url=f"{SHOP}#{n}", found_by=found_by, path=("帮助中心", row))
        for n, (role, found_by, row) in enumerate(
            (
                ("help", FoundBy.CLICK, "购物流程"),
                ("other", FoundBy.CLICK, "取消订单"),
                ("about", FoundBy.LINK, "关于我们"),
                ("product", FoundBy.CLICK, "粗陶水罐"),
            )
        )
    ]
    wants = frozenset({Want(Role.HELP, LANDED, Device.DESKTOP)})
    plan = plan_second_pass(Plan(wants), wants, site(view("home", "首页"), *rows), 100.0)
    assert plan.pressed[Device.DESKTOP] == {"购物流程", "取消订单"}
