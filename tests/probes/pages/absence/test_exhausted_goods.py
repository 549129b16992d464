"""Routes of apps, goods that only a press opens, kinds in a column, words of a search and slides lead to no page of the shop that was missed."""

from __future__ import annotations

from typing import Any

import pytest

from probes.pages.absence.exhausted import list_ways_on, nothing_left
from probes.pages.absence.mentioned import own_words
from tests.cases.build import site, view

GOODS = ("暖风机", "电热水壶", "净水器", "帮助睡眠的枕头")


def _cards(*titles: str, price: str = "￥399.00") -> list[dict[str, Any]]:
    """Boxes that listen for a press, side by side, each with a picture, a title and a price."""
    made: list[dict[str, Any]] = []
    for number, title in enumerate(titles, 1):
        place, left = f"main>div:nth-child({number})", 180 * number
        made += [
            {"text": f"{title} {price}", "own": "", "tag": "div", "clickable": True, "region": "main", "selector": place,
             "box": (left, 300, 170, 260)},
            {"image": "/p.jpg", "region": "main", "selector": f"{place}>img", "box": (left, 300, 170, 170)},
            {"text": title, "region": "main", "selector": f"{place}>p", "box": (left, 475, 170, 40)},
            {"text": price, "region": "main", "selector": f"{place}>span", "box": (left, 520, 170, 30)},
        ]  # fmt: skip
    return made


def _left(*pages: Any) -> list[str]:
    return [element.text for _, element in list_ways_on(site(*pages))]


def test_cards_that_only_a_press_opens_lead_to_goods_whatever_their_titles() -> None:
    assert _left(view("home", None, _cards(*GOODS))) == []


def test_boxes_without_a_price_lead_on() -> None:
    assert _left(view("home", None, _cards("网友说", "小编说", "店主说", price="更多"))) != []


@pytest.mark.parametrize(
    ("title", "price", "left"), [("电热水壶", "￥798.00", 0), ("年度会员卡", "￥99.00", 1), ("本店故事", "更多", 1)]
)
def test_a_priced_picture_alone_on_a_short_list_is_goods_unless_it_names_a_page(
    title: str, price: str, left: int
) -> None:
    page = view("other", None, _cards(title, price=price), url="https://shop.example/kettles")
    assert len(_left(view("home"), page)) == left


def _column(*labels: str, x: int = 0, href: str = "") -> list[dict[str, Any]]:
    more = {"href": href} if href else {}
    return [
        {"text": said, "tag": "div", "clickable": True, "region": "nav", "selector": f"#kind-{number}",
         "box": (x, 80 + 50 * number, 90, 50), **more}
        for number, said in enumerate(labels, 1)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "labels", "x", "left"),
    [
        ("list", ("厨房电器", "大家电", "生活电器"), 0, 0),
        ("list", ("厨房电器", "大家电"), 0, 2),
        ("list", ("厨房电器", "大家电", "关于我们"), 0, 1),
        ("list", ("厨房电器", "大家电", "生活电器"), 900, 3),
        ("help", ("厨房电器", "大家电", "生活电器"), 0, 3),
    ],
)
def test_a_column_of_kinds_at_the_left_of_a_list_chooses_goods(
    role: str, labels: tuple[str, ...], x: int, left: int
) -> None:
    page = view(role, "商品", _column(*labels, x=x), url="https://shop.example/kinds")
    assert len(_left(view("home"), page)) == left


@pytest.mark.parametrize(
    ("heading", "left"), [({"text": "大家电"}, 0), ({"text": "小家电"}, 1), ({"text": "大家电", "clickable": True}, 2)]
)
def test_a_control_with_the_words_of_a_heading_on_its_list_leads_to_that_part(
    heading: dict[str, Any], left: int
) -> None:
    kind = {
        "text": "大家电",
        "tag": "div",
        "clickable": True,
        "region": "nav",
        "selector": "#kind",
        "box": (400, 80, 90, 50),
    }
    part = {"tag": "h3", "region": "nav", "selector": "#part>h3", **heading}
    page = view("list", "商品", [kind, part], url="https://shop.example/kinds")
    assert len(_left(view("home"), page)) == left


def _word(said: str) -> dict[str, Any]:
    return {"text": said, "tag": "span", "clickable": True, "region": "main", "selector": f"#{said}"}


@pytest.mark.parametrize(("said", "left"), [("夏装", []), ("门店故事", ["门店故事"])])
def test_words_that_stand_on_a_page_of_results_too_search_on_another_page(said: str, left: list[str]) -> None:
    results = view("search", "夏装", [_word("夏装")], url="https://shop.example/search")
    again = view("other", "热门搜索", [_word(said)], url="https://shop.example/search")
    assert _left(view("home"), results, again) == left


@pytest.mark.parametrize(
    ("classes", "read", "left"),
    [
        ("swiper-item", "缔造生活美学", 0),
        ("swiper-item", "", 1),
        ("swiper-item", "隐私政策", 1),
        ("tile", "缔造生活美学", 1),
    ],
)
def test_a_slide_whose_picture_was_read_is_an_advertisement(classes: str, read: str, left: int) -> None:
    slide = {
        "tag": "div",
        "clickable": True,
        "region": "main",
        "selector": "#s",
        "classes": classes,
        "box": (0, 50, 390, 150),
    }
    picture = {"image": "/b.jpg", "ocr": read, "region": "main", "selector": "#s>img", "box": (0, 50, 390, 150)}
    assert len(_left(view("home", None, [slide, picture]))) == left


@pytest.mark.parametrize(
    ("role", "labels", "left"),
    [
        ("search", ("综合排序", "销量优先", "价格"), 0),
        ("search", ("综合排序", "销量优先"), 2),
        ("search", ("综合排序", "销量优先", "价格", "门店故事"), 1),
        ("help", ("综合排序", "销量优先", "价格"), 3),
    ],
)
def test_a_row_of_orders_sorts_its_list_wherever_it_stands(role: str, labels: tuple[str, ...], left: int) -> None:
    row = [
        {"text": said, "tag": "div", "clickable": True, "region": "header", "selector": f"nav>div:nth-child({number})>p",
         "box": (130 * number, 90, 120, 50)}
        for number, said in enumerate(labels, 1)
    ]  # fmt: skip
    page = view(role, "商品", row, url="https://shop.example/find")
    assert len(_left(view("home"), page)) == left


def test_a_frame_that_was_read_is_no_link() -> None:
    assert _left(view("home", None, [{"tag": "iframe", "href": "/app", "selector": "body>iframe"}])) == []


def test_titles_of_goods_say_nothing_of_the_shop_and_sentences_beside_them_do() -> None:
    said = "本店发货一律使用可循环包装。"
    cards = _cards("壁挂空气循环扇", "立式柜机", "净水器")
    assert own_words(view("home", None, [*cards, {"text": said}])).split("\n") == [said]
    lone = [{"text": "今日上新"}, {"text": "壁挂空气循环扇"}, {"text": said}]
    assert own_words(view("home", None, lone)).split("\n") == ["壁挂空气循环扇", said]


@pytest.mark.parametrize(("home", "entry", "left"), [
    ("https://shop.example/#/", {"text": "热门", "href": "#/"}, False),  # a tab of an app's home page
    ("https://shop.example/#!/", {"text": "", "href": "#!/"}, False),  # its logo
    ("https://shop.example/#/", {"text": "联系客服", "href": "#/"}, True),  # a script may listen to what bears a name
    ("https://shop.example/", {"text": "热门", "href": "#/"}, True),  # where no route tells pages apart it says no more than #
    ("https://shop.example/#/", {"text": "热门", "href": "#/hot"}, True),  # a route nobody opened
])  # fmt: skip
def test_the_route_of_an_apps_home_page_was_seen_with_it(home: str, entry: dict[str, Any], left: bool) -> None:
    assert nothing_left(site(view("home", "首页", [entry], url=home))) is not left
