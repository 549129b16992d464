"""A drawn title of a column and the sign of a chat say their names and no more; a picture called a detail may show it."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.site import View
from probes.pages.absence.unread import is_blind
from tests.cases.build import view

DRAWN = {"tag": "img", "image": "https://cdn.other.example/t/1.jpg", "region": "footer"}


def draw_column(
    name: str, tag: str = "dt", own: str = "", below: bool = True, high: float = 20, region: str = "footer"
) -> View:
    """A column of a footer: a picture in a heading, and a link below it."""
    pieces: list[dict[str, Any]] = [
        {"tag": tag, "text": own, "selector": f"#foot>dl>{tag}", "region": region, "box": (20, 600, 150, 20)},
        {
            **DRAWN,
            "name": name,
            "parent": 0,
            "selector": f"#foot>dl>{tag}>img",
            "region": region,
            "box": (20, 600, 90, high),
        },
    ]
    if below:
        pieces.append(
            {"text": "退货", "href": "/help/1", "selector": "#foot>dl>dd>a", "region": region, "box": (20, 640, 90, 20)}
        )
    return view("home", "首页", pieces, thorough={"images_unread": 1, "unread_images": (1,)})


@pytest.mark.parametrize(
    "page", [draw_column("购买流程"), draw_column("服务支持", "h3"), draw_column("(图片)配送方式")]
)
def test_a_drawn_title_of_a_column_hides_no_words(page: View) -> None:
    assert not is_blind(page)


@pytest.mark.parametrize("page", [
    draw_column("经营资质"), draw_column("营业执照"), draw_column("客服热线"), draw_column("400-800-8000"),
    draw_column("banner图"), draw_column(""), draw_column("关"),
    draw_column("关注我们就能享受十项好礼与服务"), draw_column("购买流程", "div"),
    draw_column("购买流程", own="更多"), draw_column("购买流程", below=False),
    draw_column("购买流程", high=200), draw_column("购买流程", region="header"),
])  # fmt: skip
def test_what_is_no_title_may_show_more(page: View) -> None:
    assert is_blind(page)


def draw_sign(
    name: str, href: str = "http://chat.other.example/msgrd?uin=1", box: tuple[int, int, int, int] = (20, 900, 140, 20)
) -> View:
    """A picture in a link in the footer."""
    pieces: list[dict[str, Any]] = [
        {"href": href, "selector": "#foot>p>a", "region": "footer", "box": box},
        {**DRAWN, "name": name, "parent": 0, "selector": "#foot>p>a>img", "box": box},
    ]
    return view("home", "首页", pieces, thorough={"images_unread": 1, "unread_images": (1,)})


@pytest.mark.parametrize("name", ["点击这里给我发消息", "在线客服"])
def test_the_sign_of_a_chat_elsewhere_hides_no_words(name: str) -> None:
    assert not is_blind(draw_sign(name))


@pytest.mark.parametrize("page", [
    draw_sign("在线客服", "/service"), draw_sign("在线客服 400-800-8000"),
    draw_sign("诚信网站"), draw_sign(""), draw_sign("在线客服", box=(20, 900, 300, 200)),
])  # fmt: skip
def test_another_picture_in_a_link_may_show_more(page: View) -> None:
    assert is_blind(page)
