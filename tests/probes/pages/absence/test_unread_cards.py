"""On a phone a card of goods is as wide as the page: its picture is no banner whose words nobody read."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from crawler.site import View
from probes.pages.absence.unread import find_unread_pictures, is_blind
from tests.cases.build import view
from tests.probes.pages.absence.test_unread import PICTURE, page


@pytest.mark.parametrize(
    ("box", "href", "unread"),
    [
        ((20, 900, 350, 350), "/product/polo/", False),
        ((0, 300, 390, 160), "/product/polo/", True),  # flat: a banner for it
        ((20, 900, 350, 350), "/activity/spring/", True),  # of anything
        ((20, 900, 350, 900), "/product/polo/", True),  # long: a description
    ],
)
def test_a_square_picture_that_leads_to_goods_is_a_card_however_wide(
    box: tuple[int, int, int, int], href: str, unread: bool
) -> None:
    picture = {"image": "/polo.jpg", "name": "Polo", "box": box, "href": href, "region": "main"}
    page = view("product", None, [picture], device="mobile", url="https://shop.example/product/cap/")
    page = dataclasses.replace(
        page,
        thoroughness=dataclasses.replace(page.thoroughness, images_unread=1, unread_images=(page.elements[-1].id,)),
    )
    assert bool(find_unread_pictures(page)) is unread


@pytest.mark.parametrize(
    ("href", "wide", "blind"),
    [("/goods/17.html", 130, False), ("/about", 130, True), ("", 130, True), ("/goods/17.html", 1366, True)],
)
def test_a_thumbnail_that_leads_to_goods_in_the_first_row_of_a_page_hides_nothing(
    href: str, wide: int, blind: bool
) -> None:
    around = {"tag": "a", "href": href} if href else {"tag": "div"}
    box = {"region": "header", "box": (0, 118, wide, 120)}
    assert is_blind(page("home", around | box, {"image": "/g/1.jpg", "parent": 0} | box)) is blind


def _wall(*names: str, href: str = "/list?brand={}") -> View:
    """A page with a row of pictures of one size that nobody read, each in a link."""
    parts: list[dict[str, Any]] = []
    for at, name in enumerate(names):
        link = {"tag": "a", "href": href.format(at), "box": (100, 300 + 90 * at, 160, 80)}
        picture = {"tag": "img", "image": f"/logo/{at}.gif", "name": name, "box": (100, 300 + 90 * at, 160, 80)}
        parts += [link, {**picture, "parent": 2 * at}]
    unread = tuple(range(1, 2 * len(names), 2))
    return view("other", "按品牌选购。", parts, thorough={"images_unread": len(unread), "unread_images": unread})


@pytest.mark.parametrize(
    ("page", "blind"),
    [
        (_wall("海鸥牌", "青松牌", "白石牌"), False),
        (
            _wall("(图片) 海鸥牌", "(图片) 青松牌", "(图片) 白石牌"),
            False,
        ),  # a mark that a program sets before each name
        (_wall("海鸥牌", "青松牌"), True),  # two make no wall
        (_wall("banner1", "banner2", "banner3"), True),  # no names
        (_wall("海鸥牌", "青松牌", "白石牌", href="/upload/{}.jpg"), True),  # larger pictures, with whatever is on them
        (_wall("营业执照", "食品经营许可证", "资质证书"), True),
        (_wall("海鸥牌", "青松牌", "白石牌", href="https://other.example/{}"), True),
    ],
)
def test_a_wall_of_named_pictures_that_lead_on_hides_no_words(page: View, blind: bool) -> None:
    assert is_blind(page) is blind


def make_list(role: str, *titles: str, pressed: bool = True) -> View:
    """A list of as many wide pictures, each in a block with a title, none of them read."""
    parts: list[dict[str, Any]] = []
    for at, title in enumerate(titles):
        box = (0, 50 + 300 * at, 1000, 180)
        block = f"#list>div:nth-child({at + 1})"
        parts += [
            {"tag": "div", "text": title, "region": "main", "clickable": pressed, "selector": block, "box": box},
            {
                "image": "/img/t.png",
                "tag": "img",
                "region": "main",
                "selector": f"{block}>img",
                "box": box,
                "parent": 2 * at,
            },
        ]
    ids = tuple(range(1, len(parts), 2))
    return view(role, "专题精选", parts, thorough={"images_unread": len(ids), "unread_images": ids})


TOPICS = ("春日好茶", "秋日暖饮", "一只好锅", "懒人沙发", "好眠之夜", "礼物清单")


@pytest.mark.parametrize(
    ("shown", "blind"),
    [
        (make_list("other", *TOPICS), False),
        (make_list("other", *TOPICS[:5]), True),  # too few to be a list
        (make_list("other", *TOPICS, pressed=False), True),  # a text told in steps with pictures
        (make_list("other", *TOPICS[:5], ""), True),
        (make_list("other", *TOPICS[:5], "食品经营许可证"), True),
        (make_list("licence", *TOPICS), True),
    ],
)
def test_covers_of_a_list_show_what_their_titles_name(shown: View, blind: bool) -> None:
    """Each leads on to what its title names; what a paper says stands on its picture alone."""
    assert is_blind(shown) is blind


@pytest.mark.parametrize(
    ("changes", "blind"),
    [
        ({"image": "/i/drawn.svg", "name": "暂无数据～"}, False),
        ({"image": "/i/no-data.svg"}, False),
        ({"image": "/i/notice.svg", "name": "公告"}, True),
        ({"image": "/i/no-data.svg", "href": "https://shop.example/licence"}, True),
        ({"image": "https://elsewhere.example/i/no-data.svg"}, True),
    ],
)
def test_a_drawing_in_the_place_of_nothing_holds_no_answer(changes: dict[str, Any], blind: bool) -> None:
    assert is_blind(page("help", {**PICTURE, "region": "main", **changes})) is blind


@pytest.mark.parametrize(
    ("name", "href", "at", "unread"),
    [
        ("栗子集市", "/", 20, False),  # the shop's logo
        ("栗子集市", "/licences", 20, True),  # leads elsewhere
        ("营业执照", "/", 20, True),  # says something else
        ("栗子集市", "/", 900, True),  # far below the head
    ],
)
def test_a_logo_in_the_head_says_the_name_of_the_shop(name: str, href: str, at: int, unread: bool) -> None:
    link = {"tag": "a", "href": href, "box": (20, at, 220, 30), "region": "header"}
    picture = {
        "tag": "img",
        "image": "https://cdn.example/l.png",
        "name": name,
        "box": (20, at, 220, 30),
        "region": "header",
        "parent": 0,
    }
    page = view(
        "about",
        "关于",
        [link, picture],
        title="关于我们-栗子集市",
        thorough={"images_unread": 1, "unread_images": (1,)},
    )
    assert bool(find_unread_pictures(page)) is unread


@pytest.mark.parametrize("titled", [True, False])
@pytest.mark.parametrize("written", ["{}", "<strong>{}</strong>"])  # a program may write markup into the name
def test_covers_of_whatever_size_say_what_the_links_to_the_same_pages_are_called(titled: bool, written: str) -> None:
    parts: list[dict[str, Any]] = []
    for at, name in enumerate(("春茶上市", "怎样挑瓷杯", "山里的秋天")):
        href, box = f"/news/{at}", (100, 300 + 200 * at, 160, 60 + 20 * at)
        parts += [{"tag": "a", "href": href, "box": box}]
        parts += [
            {"tag": "img", "image": f"/c/{at}.jpg", "name": written.format(name), "box": box, "parent": len(parts) - 1}
        ]
        parts += [{"tag": "a", "href": href, "text": name if titled else "阅读", "box": (300, 300 + 200 * at, 160, 20)}]
    unread = tuple(range(1, len(parts), 3))
    page = view("other", "专栏", parts, thorough={"images_unread": len(unread), "unread_images": unread})
    assert bool(find_unread_pictures(page)) is not titled
