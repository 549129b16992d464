"""What a page asked for and did not get keeps it unfinished only where its words may wait for it."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.site import View
from probes.finding import Outcome
from probes.pages.absence.absence import answer_absent
from probes.pages.absence.unfinished import unfinished_sign
from probes.pages.absence.unread import AnswerPlace
from probes.pages.wire.lost_requests import list_blank_places, list_lost, list_lost_pictures
from tests.cases.build import view

GOODS = (
    "山核桃礼盒 ￥68.00 原价￥88.00 库存120 加入购物车 立即购买 " + "产自临安，手工剥壳，独立小包装，保质期九个月。" * 4
)
OWN = "".join(GOODS.split())


def _asked(url: str, kind: str = "xhr", status: int | None = 500, failed: str = "", at: float = 90.0) -> dict[str, Any]:
    given = {"method": "GET", "size": 0, "third_party": False, "initiator": "script"}
    return {**given, "url": url, "kind": kind, "status": status, "failed": failed, "at_ms": at}


def _page(*asked: dict[str, Any], role: str = "product") -> View:
    return view(role, GOODS, url="https://shop.example/goods/7", exchanges=list(asked))


@pytest.mark.parametrize(
    ("path", "lost"),
    [
        ("index/goods/coupon?goods_id=7", False),
        ("api/cart/getCartNum", False),
        ("wx/collect/check", False),
        ("api/goods/detail?id=7", True),
        ("api/goods/comment", True),
        ("api/coupon/rules", True),  # it may tell more than what there is to get
        ("api/7", True),
    ],
)
def test_goods_that_are_drawn_wait_for_no_coupon_and_no_cart(path: str, lost: bool) -> None:
    asked = _asked(f"https://shop.example/{path}")
    assert bool(list_lost(_page(asked), OWN)) is lost
    assert list_lost(_page(asked, role="cart"), OWN)  # there it may be the page itself
    assert list_lost(_page(asked), "山核桃礼盒")  # no goods are drawn
    assert list_lost(_page(asked), OWN.replace("￥", ""))  # nor is their price
    assert list_lost(_page(asked | {"kind": "script"}), OWN)


@pytest.mark.parametrize(
    ("url", "lost"),
    [
        ("https://pubres.aihecong.com/hecong.js", False),
        ("https://static.meiqia.com/dist/meiqia.js", False),
        ("https://assets.shop-maker.example/app.js", True),
    ],
)
def test_no_page_waits_for_the_chat_of_others(url: str, lost: bool) -> None:
    asked = _asked(url, "script", None, "net::ERR_TUNNEL_CONNECTION_FAILED")
    assert bool(list_lost(_page(asked, role="login"), "登录")) is lost
    assert list_lost(_page(asked | {"kind": "fetch"}, role="login"), "登录")


def test_what_was_given_up_and_came_when_asked_again_is_not_lost() -> None:
    url = "https://shop.example/api/copy"
    left, again = _asked(url, status=None, failed="net::ERR_ABORTED"), _asked(url, status=200, at=300.0)
    assert not list_lost(_page(left, again), "会员登录")
    assert list_lost(_page(left), "会员登录")
    assert list_lost(_page(left | {"at_ms": 400.0}, again), "会员登录")  # given up after it had come
    assert list_lost(_page(_asked(url), again), "会员登录")  # a fault is none that was left


def test_pictures_that_never_came_are_told_from_counters_and_what_came_later() -> None:
    failed, again = "net::ERR_TUNNEL_CONNECTION_FAILED", "https://cdn.example/2.jpg"
    asked = [
        _asked("https://cdn.example/1.jpg", "image", None, failed),
        _asked(again, "image", 502),
        _asked(again, "image", 200),
        _asked("https://cdn.example/3.jpg", "image", None, "net::ERR_ABORTED"),
        _asked("https://hm.baidu.com/hm.gif", "image", None, failed),
        _asked("https://kit.example/shadow.png", "image", None, failed) | {"initiator": "https://shop.example/i.css"},
        _asked("https://cdn.example/visit", "image", None, failed),
    ]
    assert list_lost_pictures(_page(*asked)) == ("https://cdn.example/1.jpg",)


@pytest.mark.parametrize(("drawn", "outcome"), [(False, Outcome.UNSURE), (True, Outcome.NO)])
def test_a_description_whose_pictures_left_their_boxes_empty_denies_nothing(drawn: bool, outcome: Outcome) -> None:
    inner = [{"tag": "img", "selector": "body>uni-image:nth-child(3)>img", "image": "https://cdn.example/1.jpg"}]
    box = {"tag": "uni-image", "selector": "body>uni-image:nth-child(3)", "box": (0, 700, 320, 240), "clickable": True}
    page = view("product", None, [{"text": GOODS}, box, *(inner if drawn else [])])
    assert len(list_blank_places(page)) == (0 if drawn else 1)
    answer = answer_absent((page,), "未见发货地", "no place was found", where=AnswerPlace.ANYWHERE)
    assert answer.outcome is outcome
    assert answer_absent((page,), "未见入口", "no entry", where=AnswerPlace.ENTRIES).outcome is Outcome.NO


@pytest.mark.parametrize(
    ("head", "status", "sign"),
    [
        ('<link href="/js/run.7.js" rel="preload" as="script">', 404, ""),  # written into the page, its preload left
        ('<link href="/js/run.7.js" rel="preload" as="script"><script src="/js/run.7.js"></script>', 404, "requests"),
        ('<link href="/js/run.7.js" rel="prefetch">', 404, "requests"),  # what a route loads later, when it is needed
        ('<link href="/js/run.7.js" rel="preload" as="script">', 502, "requests"),  # it is there, and did not come
    ],
)
def test_a_script_that_nothing_runs_is_not_waited_for(head: str, status: int, sign: str) -> None:
    lost = _asked("https://shop.example/js/run.7.js", "script", status)
    page = view(
        "privacy",
        "隐私政策\n正在整理",
        html=f"<html><head>{head}</head></html>",
        exchanges=[lost],
        height=800,
        thorough={"chars": 8, "ink": 0.004},
    )
    assert unfinished_sign(page) == sign
