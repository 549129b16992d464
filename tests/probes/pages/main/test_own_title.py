"""A page is called by its heading, else by the words that led to it where its title is that of the whole shop."""

from typing import Any

import pytest

from crawler.vocabulary import Role
from probes.pages.main.own_title import own_title
from tests.cases.build import view

LED = ("帮助中心", "投诉与调解")


def test_a_main_heading_comes_first() -> None:
    page = view(
        Role.HELP,
        "正文",
        [{"text": "售后政策", "tag": "h1", "heading": 1}, {"text": "投诉与调解"}],
        path=LED,
        title="某店",
    )
    assert own_title(page) == "售后政策"


@pytest.mark.parametrize("region", ["main", "header"])
def test_the_words_that_led_there_name_it_where_they_stand_on_it(region: str) -> None:
    page = view(Role.HELP, "正文", [{"text": "投诉与调解办法", "region": region}], path=LED, title="某店")
    assert own_title(page) == "投诉与调解办法"


@pytest.mark.parametrize("there", [
    {"text": "投诉与调解", "href": "/c/"}, {"text": "投诉与调解", "region": "footer"}, {"text": "投诉与调解", "seen": False},
    {"text": "别的标题"},
])  # fmt: skip
def test_a_link_the_frame_and_other_words_do_not(there: dict[str, object]) -> None:
    assert own_title(view(Role.HELP, "正文", [there], path=LED, title="某店 - 首页")) == "某店"


def test_a_title_that_says_so_itself_stays() -> None:
    page = view(Role.HELP, "正文", [{"text": "投诉与调解"}], path=LED, title="投诉与调解规则 | 某店")
    assert own_title(page) == "投诉与调解规则"


HOME = {"text": "山谷小铺", "href": "/", "region": "header"}
HELD = {"text": "© 2026 山谷小铺 版权所有", "region": "footer"}


@pytest.mark.parametrize("frame", [HOME, HELD, HOME | {"text": "", "name": "山谷小铺"}])
def test_the_name_of_the_shop_is_not_that_of_a_page(frame: dict[str, object]) -> None:
    heading = {"text": "用户服务协议", "tag": "h3", "heading": 3}
    page = view(Role.AGREEMENT, "正文", [frame, heading], title="山谷小铺 - 好物直达")
    assert own_title(page) == "用户服务协议"


@pytest.mark.parametrize(("title", "own", "called"), [
    ("山谷小铺_帮助_退换规则", {"text": "退换规则"}, "退换规则"),  # the part that stands on the page
    ("山谷小铺-退换规则", {"text": "一、总则", "tag": "h2", "heading": 2}, "退换规则"),  # a chapter names no page
    ("山谷小铺 - 好物直达", {"text": "交易条款"}, "交易条款"),  # a title that is no heading
    ("山谷小铺 - 好物直达", {"text": "您在本店购物，须遵守以下各条。"}, "好物直达"),
    ("退换规则 - 山谷小铺", {"text": "一、总则", "tag": "h2", "heading": 2}, "退换规则"),
    ("山谷小铺茶叶节 - 山谷小铺", {"text": "活动说明", "tag": "h2", "heading": 2}, "山谷小铺茶叶节"),
    ("山谷小铺", {"text": "您在本店购物，须遵守以下各条。"}, "您在本店购物，须遵守以下各条。"),
])  # fmt: skip
def test_of_a_title_with_the_shop_s_name_the_other_part_or_a_heading_names_the_page(
    title: str, own: dict[str, object], called: str
) -> None:
    assert own_title(view(Role.RULES, None, [HOME, own, HELD], title=title)) == called


@pytest.mark.parametrize(("title", "own", "called"), [
    ("山谷小铺-投诉与调解", "打电话给我们。", "投诉与调解"),
    ("山谷小铺 | 客服 | 《投诉与调解》", "打电话给我们。", "《投诉与调解》"),
    ("隐私条款-投诉与调解", "隐私条款", "隐私条款"),  # a link to a group of pages that leads to the first of them
    ("山谷小铺-联络", "打电话给我们。", "山谷小铺"),
])  # fmt: skip
def test_of_a_title_that_begins_with_the_shop_the_part_that_led_there_names_the_page(
    title: str, own: str, called: str
) -> None:
    assert own_title(view(Role.COMPLAINT, None, [{"text": own}], path=LED, title=title)) == called


@pytest.mark.parametrize("welcome", ["您好，欢迎来到山谷小铺！", "欢迎光临 山谷小铺"])
def test_a_welcome_names_the_shop(welcome: str) -> None:
    frame = {"text": welcome, "region": "header"}
    page = view(Role.RULES, None, [frame, {"text": "退换规则"}], title="山谷小铺-退换规则")
    assert own_title(page) == "退换规则"


def test_a_welcome_to_the_page_itself_names_no_shop() -> None:
    frame = {"text": "欢迎来到帮助中心", "region": "header"}
    page = view(Role.HELP, None, [frame, {"text": "常见问题"}], path=("帮助中心",), title="帮助中心-常见问题")
    assert own_title(page) == "帮助中心"


@pytest.mark.parametrize(("label", "called"), [
    ("评价规则评价规则发布时间：2026-11-20 209 人浏览", "评价规则"),  # a card that bears its title twice
    ("评价规则 评价规则 发布时间：2026-11-20", "评价规则"),
    ("评价规则的修订说明", "打电话给我们。"),  # the title of another page
    ("《评价规则》、", "评价规则"),
])  # fmt: skip
def test_a_card_that_says_its_title_twice_names_the_page_it_led_to(label: str, called: str) -> None:
    told = [HELD, {"text": "打电话给我们。"}, {"text": "评价规则"}]
    assert own_title(view(Role.CREDIT, None, told, path=("帮助中心", label), title="山谷小铺")) == called


def _trail(mark: str, *, linked: bool = False) -> list[dict[str, Any]]:
    step: dict[str, Any] = {"text": "评价规则", "region": "nav"}
    if linked:
        step["href"] = "/rules/reviews"
    return [{"text": "首页", "href": "/", "region": "nav"}, {"text": mark, "region": "nav"}, step]


@pytest.mark.parametrize(("trail", "title", "called"), [
    (_trail("/"), "评价规则", "评价规则"),
    (_trail("›"), "评价规则", "评价规则"),
    (_trail("/"), "打电话给我们", "只有买过的人可以评价。"),  # the page itself does not say it
    (_trail("/", linked=True), "评价规则", "只有买过的人可以评价。"),  # another page than this
    (_trail("|"), "评价规则", "只有买过的人可以评价。"),  # a row of links
])  # fmt: skip
def test_the_end_of_the_path_shown_names_the_page_that_says_it_again(
    trail: list[dict[str, Any]], title: str, called: str
) -> None:
    told: list[dict[str, Any]] = [HELD, *trail, {"text": title, "region": "header"}, {"text": "只有买过的人可以评价。"}]
    assert own_title(view(Role.CREDIT, None, told, title="山谷小铺")) == called


def test_what_stands_behind_a_bar_once_is_no_end_of_a_path() -> None:
    frame = [{"text": "登录", "href": "/in", "region": "header"}, {"text": "/", "region": "header"}]
    told: list[dict[str, Any]] = [
        HELD,
        *frame,
        {"text": "您当前的位置"},
        {"text": "商家列表", "tag": "h2", "heading": 2},
    ]
    assert own_title(view(Role.SELLER, None, told, title="山谷小铺")) == "商家列表"


LINK = {"text": "用户协议", "href": "/terms"}
RULES = {"text": "评价规则", "region": "header"}
OTHER: dict[str, Any] = {"text": "隐私政策"}


@pytest.mark.parametrize("told", [
    # the foot of the page and a stepper below its heading
    [*_trail("/"), RULES, OTHER, *({**one, "region": "footer"} for one in (LINK, {"text": "/"}, OTHER))],
    [*_trail(">"), RULES, OTHER, {"text": "提交申请"}, {"text": "-"}, OTHER],
    # what stands above the path: links in a row
    [LINK, {"text": "/"}, {"text": "注册", "href": "/join"}, *_trail("/"), RULES],
])  # fmt: skip
def test_the_path_shown_is_the_first_that_leads_from_a_link(told: list[dict[str, Any]]) -> None:
    assert own_title(view(Role.CREDIT, None, [HELD, *told], title="山谷小铺")) == "评价规则"


def test_a_foot_of_two_documents_is_no_path() -> None:
    foot = [{**one, "region": "footer"} for one in (LINK, {"text": "/"}, OTHER)]
    told: list[dict[str, Any]] = [HELD, {"text": "只有买过的人可以评价。"}, OTHER, *foot]
    assert own_title(view(Role.CREDIT, None, told, title="山谷小铺")) == "只有买过的人可以评价。"
