"""A finished page is evidence however short it is; the shell of one is not."""

from __future__ import annotations

import functools
from typing import Any

import pytest

from crawler.site import View
from probes.finding import Outcome
from probes.pages.absence import unfinished
from probes.pages.absence.absence import answer_absent, missing_of_view
from tests.cases.build import view

FOOT = {"text": "关于我们 联系我们", "region": "footer", "box": (0, 700, 800, 40)}
LOADED = {"method": "GET", "size": 900, "third_party": False, "initiator": "", "at_ms": 90.0}
policy = functools.partial(view, "privacy", height=800)


def short(text: str = "隐私政策\n正在整理，稍后公布", **given: Any) -> View:
    """A page with a title and eight characters."""
    chars = len("".join(text.split()))
    line = {"text": text.replace("\n", ""), "box": (20, 200, 300, 30)}
    return policy(text, [line], thorough={"chars": chars, "ink": 0.004}, **given)


def exchange(kind: str, status: int | None = 200, **given: Any) -> dict[str, Any]:
    return LOADED | {"url": "https://shop.example/api/policy", "kind": kind, "status": status} | given


def test_a_title_and_eight_characters_on_a_finished_page_are_evidence_and_the_sentence_says_so() -> None:
    whole = short(exchanges=[exchange("script"), exchange("xhr"), exchange("image", 404)])
    answer = answer_absent((whole,), "未见规则", "no rule was found", thin_ok=True)
    assert missing_of_view(whole) == ()
    assert answer.outcome is Outcome.NO
    assert "隐私政策正文仅 13 字" in answer.because.zh


def test_words_are_counted_over_all_pages_not_on_the_worst() -> None:
    home = view("home", "栗子集市 家常好物", thorough={"chars": 239})
    assert answer_absent((home, short()), "未见规则", "no rule was found").outcome is Outcome.NO
    assert answer_absent((short(),), "未见规则", "no rule was found").reason == "chars"  # a dozen characters in all


@pytest.mark.parametrize(
    ("sign", "given"),
    [
        ("requests", {"exchanges": [exchange("xhr", 500)]}),
        ("requests", {"exchanges": [exchange("fetch", None)]}),  # it never came back
        ("requests", {"exchanges": [exchange("script", None, failed="net::ERR_TIMED_OUT", third_party=True)]}),
        ("errors", {"console_errors": ["TypeError: Cannot read properties of undefined (reading 'content')"]}),
        ("root", {"html": '<body><div class="x" id="app"> </div></body>'}),
        ("root", {"html": "<uni-page><uni-page-body data-v-1></uni-page-body></uni-page>"}),
        ("error_text", {"text": "隐私政策\n网络异常，请稍后重试"}),
        ("error_text", {"text": "隐私政策\n请先登录"}),
        ("loading", {"text": "正在加载…"}),
    ],
)
def test_a_shell_is_none(sign: str, given: dict[str, Any]) -> None:
    shell = short(**given)
    assert unfinished.unfinished_sign(shell) == sign
    answer = answer_absent((view("home", "栗子集市"), shell), "未见规则", "no rule was found")
    assert (answer.outcome, answer.reason) == (Outcome.NOT_SEEN, "unfinished")
    assert unfinished.describe_unfinished(shell).zh in answer.because.zh


@pytest.mark.parametrize(
    "given",
    [
        {"exchanges": [exchange("script", None, failed="net::ERR_FAILED", url="https://hm.baidu.com/hm.js")]},
        {
            "exchanges": [
                exchange("script", None, failed="net::ERR_FAILED", url="https://cdn.jsdelivr.net/npm/a@1/a.js")
            ]
        },
        {"exchanges": [exchange("script", 502, url="http://pv.sohu.com/cityjson?ie=utf-8")]},  # where a visitor is
        {"exchanges": [exchange("script", 502, url="https://bdimg.share.baidu.com/static/api/js/share.js")]},
        {"exchanges": [exchange("xhr", 401)]},  # who is not logged in has no basket
        {"html": '<body><div id="app"><header>栗子集市</header></div></body>'},
        {"console_errors": ["Failed to load resource: the server responded with a status of 404 (Not Found)"]},
    ],
)
def test_what_a_page_says_without_is_no_sign(given: dict[str, Any]) -> None:
    assert unfinished.unfinished_sign(short(**given)) == ""


def test_skeletons_canvases_and_words_out_of_sight_are_signs() -> None:
    def told(element: dict[str, Any]) -> str:
        return unfinished.unfinished_sign(policy("隐私政策", [{"text": "隐私政策"}, element], thorough={"chars": 4}))

    assert told({"classes": "van-skeleton__row", "tag": "div", "box": (0, 0, 800, 60)}) == "skeleton"
    assert told({"tag": "canvas", "box": (0, 0, 1300, 700)}) == "drawn"
    assert told({"text": "我们保护您的信息。" * 20, "unseen": "off_screen"}) == "out_of_sight"
    assert told({"text": "我们保护您的信息。" * 20, "unseen": "display_none"}) == ""  # a menu that is shut


def test_a_page_of_any_length_is_not_seen_whole_where_a_good_part_of_it_is_cut_off() -> None:
    def told(times: int, x: float = 1160, y: float = 600) -> str:
        cut = {"text": "满七日可退换。" * times, "unseen": "clipped", "box": (x, y, 600, 50)}
        return unfinished.unfinished_sign(policy("售后", [{"text": "售后"}, cut], thorough={"chars": 480}))

    assert told(30) == "out_of_sight"
    assert told(15) == ""  # a little more than a label, beside much that is seen
    assert told(30, x=0, y=9000) == ""  # what is cut off below, and cannot be scrolled to, is shown to nobody


def test_words_for_screen_readers_are_not_to_come_and_those_behind_an_edge_are() -> None:
    def told(box: tuple[float, float, float, float]) -> str:
        said = {"text": "原价为：168 元。当前价格为：138 元。" * 8, "unseen": "clipped", "box": box}
        return unfinished.unfinished_sign(policy("隐私政策", [{"text": "隐私政策"}, said], thorough={"chars": 4}))

    assert told((40, 900, 1, 1)) == ""
    assert (
        told((40, 900, 300, 1)) == told((40, 900, 1, 300)) == "out_of_sight"
    )  # a list that is folded in one direction


def test_a_page_full_of_words_is_a_shell_only_where_its_own_part_says_that_it_loads() -> None:
    around = [FOOT | {"text": "页脚" * 200}]
    assert unfinished.unfinished_sign(policy(None, [{"text": "加载中"}, *around])) == "loading"
    assert (
        unfinished.unfinished_sign(policy(None, [{"text": "隐私政策"}, *around], exchanges=[exchange("xhr", 500)]))
        == ""
    )


def test_an_empty_body_between_header_and_footer_is_evidence_and_a_blank_page_is_not() -> None:
    home = view("home", "栗子集市")
    empty = policy(None, [FOOT], thorough={"chars": 8, "ink": 0.002})
    answer = answer_absent((home, empty), "未见规则", "no rule was found")
    assert answer.outcome is Outcome.NO
    assert "正文为空" in answer.because.zh
    blank = policy("", thorough={"chars": 0, "ink": 0.0})
    assert answer_absent((home, blank), "未见规则", "no rule was found").outcome is Outcome.NOT_SEEN


def test_words_that_leave_no_mark_in_the_picture_were_not_seen() -> None:
    assert "ink" in missing_of_view(policy("隐私政策" * 100, thorough={"chars": 400, "ink": 0.0001}))
    assert "ink" in missing_of_view(policy("隐私政策" * 5000, thorough={"chars": 20000, "ink": 0.01}))


LIST = [{"text": f"家常好物第{number}件 售价二十九元", "box": (20, 100 * number, 700, 80)} for number in range(1, 25)]
TABS = [
    {"text": text, "region": "nav", "box": (200 * at, 2600, 200, 50)}
    for at, text in enumerate(("首页", "分类", "购物车", "我的"))
]


def long_list(*end: dict[str, Any]) -> View:
    """A home page of more than enough words, and what stands at its end."""
    pieces = [*LIST, *end]
    return view(
        "home", "\n".join(piece["text"] for piece in pieces), pieces, height=2700, thorough={"chars": 500, "ink": 0.4}
    )


def wait(text: str, **given: Any) -> dict[str, Any]:
    return {"text": text, "box": (20, 2520, 700, 40)} | given


@pytest.mark.parametrize("said", ["正在加载…", "加载中", "Loading...", "努力加载中，请稍候"])
def test_a_list_that_still_loads_at_its_end_has_not_shown_its_footer(said: str) -> None:
    grown = long_list(wait(said), *TABS)
    assert unfinished.unfinished_sign(grown) == "more"
    assert missing_of_view(grown) == ("unfinished",)
    assert (
        unfinished.unfinished_sign(long_list(wait(said, region="footer"), *TABS)) == "more"
    )  # as the last part of a page is taken
    answer = answer_absent((grown,), "未见备案号", "no number was found")
    assert answer.outcome is Outcome.NOT_SEEN
    assert "末尾仍显示加载中" in answer.because.zh


@pytest.mark.parametrize(
    "end",
    [
        (wait("没有更多了"),),
        (wait("上拉加载更多"),),  # many a list says so for ever
        (
            wait("正在加载"),
            wait("关于我们 联系我们 隐私政策 售后服务 栗子集市（杭州）贸易有限公司", box=(0, 2600, 800, 60)),
        ),
        (wait("加载中", box=(20, 1000, 700, 40)),),  # a block amid the page
        (wait("加载中", region="floating"),),
        (wait("打开商城若一直显示加载中，请更新到最新版本后再试一次"),),
        (wait("加载中", seen=False),),
    ],
)
def test_a_page_that_shows_its_end_is_finished(end: tuple[dict[str, Any], ...]) -> None:
    assert unfinished.unfinished_sign(long_list(*end)) == ""


def test_goods_beyond_the_edge_of_a_row_that_turns_are_no_words_to_come() -> None:
    def told(href: str, pictured: str) -> str:
        row: list[dict[str, Any]] = [{"text": "隐私政策"}]
        for number in range(6):
            row += [
                {"image": f"/g{number}.jpg", "href": pictured.format(number), "tag": "img", "unseen": "off_screen"},
                {
                    "text": "途步透气跑步鞋男女同款减震轻便舒适耐磨夏季薄款",
                    "href": href.format(number),
                    "unseen": "off_screen",
                },
                {"text": "¥269.00", "unseen": "off_screen"},
            ]
        return unfinished.unfinished_sign(policy("隐私政策", row, thorough={"chars": 4}))

    assert told("/?goods={}", "/?goods={}") == ""
    assert told("/?text={}", "/?goods={}") == "out_of_sight"


AROUND = tuple(
    {"tag": "a", "text": label, "href": f"/{page}", "region": "footer", "box": (20, 700, 60, 20)}
    for page, label in (("about", "关于我们"), ("contact", "联系我们"), ("pay", "付款"))
)
TOLD = "隐私政策\n本店只在送货时使用您填写的姓名、电话和地址，送到之后三十天内删除，此外不作他用，也不给任何人看。"


def make_advertised_page(
    *exchanges: dict[str, Any], told: str = TOLD, around: tuple[dict[str, Any], ...] = AROUND
) -> View:
    """A short page of a shop, with its own script, and what else it asked for."""
    own = {"text": told.replace("\n", ""), "box": (20, 200, 600, 30)}
    chars = len("".join(told.split())) + 10
    script = exchange("script", url="https://shop.example/shop.js")
    return policy(told, [own, *around], thorough={"chars": chars, "ink": 0.01}, exchanges=[script, *exchanges])


LOST = exchange("script", 502, url="https://ads.example/display/1")


def test_a_page_of_the_shop_is_finished_without_the_script_of_an_advertisement() -> None:
    assert unfinished.unfinished_sign(make_advertised_page(LOST)) == ""


@pytest.mark.parametrize(
    "page",
    [
        make_advertised_page(LOST, exchange("stylesheet", url="https://ads.example/shop.css")),  # the shop's own store
        make_advertised_page(exchange("script", 502, url="https://ads.example/list?callback=show")),  # it brings data
        make_advertised_page(exchange("xhr", 502, url="https://ads.example/display/1")),
        make_advertised_page(exchange("script", 502, url="https://shop.example/page.js")),
        make_advertised_page(
            LOST, told="隐私政策\n正在整理"
        ),  # a title, and what is beneath it may have been theirs to draw
        make_advertised_page(LOST, around=()),  # nothing around it was drawn
    ],
)
def test_a_page_that_the_lost_script_may_have_drawn_is_not(page: View) -> None:
    assert unfinished.unfinished_sign(page) == "requests"


@pytest.mark.parametrize(
    ("role", "ways", "initiator", "sign"),
    [
        ("home", 12, "script", ""),  # a call of the program to its maker, before the goods come
        ("home", 12, "parser", "requests"),  # the page itself asks for it
        ("home", 5, "script", "requests"),
        ("privacy", 12, "script", "requests"),
    ],
)
def test_a_home_page_with_many_ways_waits_for_no_script_that_others_give(
    role: str, ways: int, initiator: str, sign: str
) -> None:
    around = [
        {"tag": "a", "text": f"栏目{at}", "href": f"/c/{at}", "region": "nav", "box": (20, 40 * at, 60, 20)}
        for at in range(ways)
    ]
    lost = exchange("script", 502, url="https://maker.example/call.js") | {"initiator": initiator}
    asked = [exchange("script", url="https://shop.example/shop.js"), lost]
    page = view(role, None, [*around, {"text": "限时限量"}], thorough={"chars": 60, "ink": 0.01}, exchanges=asked)
    assert unfinished.unfinished_sign(page) == sign


@pytest.mark.parametrize(
    ("role", "region", "unseen", "x", "sign"),
    [
        ("privacy", "footer", "clipped", 20, ""),  # columns folded away at the foot of a phone
        ("privacy", "main", "clipped", 20, "out_of_sight"),
        ("privacy", "footer", "covered", 20, "out_of_sight"),
        ("privacy", "footer", "clipped", 1300, "out_of_sight"),  # cut off on the right
        ("home", "footer", "clipped", 20, "out_of_sight"),  # there it is what was to be read
    ],
)
def test_what_is_folded_away_at_the_foot_is_not_still_to_come(
    role: str, region: str, unseen: str, x: int, sign: str
) -> None:
    folded = {"text": "关于我们 配送信息 " * 20, "region": region, "unseen": unseen, "box": (x, 900, 300, 20)}
    page = view(
        role,
        "隐私政策\n正在整理，稍后公布",
        [{"text": "隐私政策", "box": (20, 200, 300, 30)}, folded],
        height=800,
        thorough={"chars": 13, "ink": 0.004},
    )
    assert unfinished.unfinished_sign(page) == sign
