"""Whether a page is the home page again, though a shop draws other goods there each time."""

from __future__ import annotations

import pytest

from crawler.links.fitting import ASKED_OVER_HOME, HOME_AGAIN, SILENT, find_misfit, page_names
from crawler.links.told_role import tell_role
from crawler.vocabulary import Role
from tests.cases.build import SHOP, view

FRAME = [f"栏目{number}" for number in range(70)]
TITLE = "栗子集市-家常好物"


def _lines(first: int, goods: int) -> str:
    return "\n".join((*FRAME, *(f"第{number}号瓷杯" for number in range(first, first + goods))))


@pytest.mark.parametrize(
    ("title", "text", "again"),
    [
        (TITLE, _lines(20, 20), True),  # other goods by lot
        ("服务协议", _lines(20, 20), False),
        (TITLE, _lines(200, 90), False),  # hardly a line beside the frame
        (
            TITLE,
            "\n".join((*FRAME[:40], "本店的约定写在这里。")),
            False,
        ),  # a text in the frame of a shop drawn by scripts
    ],
)
def test_most_lines_of_a_long_home_page_under_its_title_are_the_home_page(title: str, text: str, again: bool) -> None:
    home = view("home", _lines(0, 30), title=TITLE)
    assert (find_misfit(Role.OTHER, f"{SHOP}Home/index", title, text, (), home) is HOME_AGAIN) is again


def test_a_dialog_to_log_in_over_the_home_page_is_a_login_and_no_page_again() -> None:
    home = view("home", _lines(0, 30), title=TITLE)
    box = {"tag": "input", "input_type": "password"}
    for region, found in (("dialog", ASKED_OVER_HOME), ("main", HOME_AGAIN)):
        page = view("cart", home.text, [{**box, "region": region}], url=home.url)
        assert find_misfit(Role.CART, home.url, TITLE, home.text, page.elements, home) is found
    always = view("home", home.text, [{**box, "region": "dialog"}], title=TITLE)  # it stands there anyway
    assert find_misfit(Role.CART, home.url, TITLE, home.text, always.elements, always) is HOME_AGAIN


@pytest.mark.parametrize(("title", "label", "names", "role"), [
    ("服务中心-配送费用", "配送费用", ("配送费用",), Role.OTHER),  # the first part is the section's
    ("服务中心-隐私政策", "隐私政策", ("隐私政策",), Role.PRIVACY),
    ("服务中心-栗子集市", "服务中心", ("服务中心",), Role.SERVICE),
    ("服务中心", "", ("服务中心",), Role.SERVICE),
])  # fmt: skip
def test_the_part_of_a_title_that_led_there_is_the_name_of_the_page(
    title: str, label: str, names: tuple[str, ...], role: Role
) -> None:
    assert page_names(title, (), label) == names
    assert tell_role(title, (), label) is role


SAID, BEFORE = ({"tag": "p", "own": "下单时收集收货人的姓名与地址，用于配送。" * times} for times in (3, 1))


def _headed(rank: int, said: str) -> dict[str, object]:
    return {"tag": f"h{rank}", "own": said, "heading": rank}


@pytest.mark.parametrize(("parts", "role"), [
    ([BEFORE, _headed(2, "隐私政策"), SAID], Role.PRIVACY),  # a text in the frame of a help centre
    ([BEFORE, _headed(1, "帮助中心"), _headed(2, "隐私政策"), SAID], Role.HELP),  # the page's own name stands above
    ([_headed(2, "隐私政策"), SAID, _headed(2, "关于我们"), SAID], Role.OTHER),  # the parts of a page, none its name
    ([SAID, _headed(2, "隐私政策"), BEFORE], Role.OTHER),  # the last part of a page of something else
    ([_headed(2, "隐私政策更新"), SAID], Role.OTHER),  # more than the name
])  # fmt: skip
def test_the_only_heading_of_a_page_names_it(parts: list[dict[str, object]], role: Role) -> None:
    page = view("other", None, parts, title="栗子集市")
    assert tell_role(page.title, page.elements, "隐私") is role


TOPICS = "购物流程", "取消订单", "支付方式"


def _listed(*topics: str, **more: object) -> list[dict[str, object]]:
    return [{"tag": "li", "own": one, "clickable": True, **more} for one in topics]


@pytest.mark.parametrize(("parts", "title", "role", "silent"), [
    (_listed(*TOPICS), "栗子集市", Role.PRIVACY, True),  # the start of a help centre, which every row of the foot opens
    (_listed(*TOPICS), "栗子集市", Role.PAYMENT, False),  # it names the matter
    (_listed(*TOPICS), "隐私政策", Role.PRIVACY, False),  # it bears that name
    ([*_listed(*TOPICS), *_listed("隐私政策", region="side")], "栗子集市", Role.PRIVACY, False),  # beside the list
    ([*_listed(*TOPICS), *_listed("隐私政策", region="footer")], "栗子集市", Role.PRIVACY, True),  # the row that led here
    (_listed(*TOPICS), "栗子集市", Role.SERVICE, True),  # no way to ask anybody
    (_listed(*TOPICS, "联系客服"), "栗子集市", Role.SERVICE, False),
    (_listed(*TOPICS), "栗子集市", Role.HELP, False),  # what a help centre is
    ([*_listed(*TOPICS), {"tag": "p", "own": "我们不会把您的信息告诉别人。" * 2}], "栗子集市", Role.PRIVACY, False),  # a text
    (_listed(*TOPICS * 20), "栗子集市", Role.PRIVACY, False),  # a long page
])  # fmt: skip
def test_a_list_of_entries_is_not_the_page_of_a_matter_that_it_does_not_name(
    parts: list[dict[str, object]], title: str, role: Role, silent: bool
) -> None:
    page = view("other", None, parts, title=title)
    assert (find_misfit(role, page.url, title, page.text, page.elements, None) is SILENT) is silent
