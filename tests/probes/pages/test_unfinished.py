"""A finished page is evidence however short it is; the shell of one is not."""

from __future__ import annotations

import functools
from typing import Any

import pytest

from crawler.site import View
from probes.finding import Outcome
from probes.pages import unfinished
from probes.reading.absence import absent, lacks
from tests.cases.build import view

FOOT = {"text": "关于我们 联系我们", "region": "footer", "box": (0, 700, 800, 40)}
LOADED = {"method": "GET", "size": 900, "third_party": False, "initiator": "", "at_ms": 90.0}
policy = functools.partial(view, "privacy", height=800)


def short(text: str = "隐私政策\n正在整理，稍后公布", **given: Any) -> View:
    """A page with a title and eight characters."""
    chars = len("".join(text.split()))
    return policy(
        text,
        [{"text": text.replace("\n", ""), "box": (20, 200, 300, 30)}],
        thorough={"chars": chars, "ink": 0.004},
        **given,
    )


def exchange(kind: str, status: int | None = 200, **given: Any) -> dict[str, Any]:
    return LOADED | {"url": "https://shop.example/api/policy", "kind": kind, "status": status} | given


def test_a_title_and_eight_characters_on_a_finished_page_are_evidence_and_the_sentence_says_so() -> None:
    whole = short(exchanges=[exchange("script"), exchange("xhr"), exchange("image", 404)])
    answer = absent((whole,), "未见规则", "no rule was found", thin_ok=True)
    assert lacks(whole) == ()
    assert answer.outcome is Outcome.NO
    assert "隐私政策正文仅 13 字" in answer.because.zh


def test_words_are_counted_over_all_pages_not_on_the_worst() -> None:
    home = view("home", "栗子集市 家常好物", thorough={"chars": 239})
    assert absent((home, short()), "未见规则", "no rule was found").outcome is Outcome.NO
    assert absent((short(),), "未见规则", "no rule was found").reason == "chars"  # a dozen characters in all


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
    assert unfinished.sign(shell) == sign
    answer = absent((view("home", "栗子集市"), shell), "未见规则", "no rule was found")
    assert (answer.outcome, answer.reason) == (Outcome.NOT_SEEN, "unfinished")
    assert unfinished.words(shell).zh in answer.because.zh


@pytest.mark.parametrize(
    "given",
    [
        {"exchanges": [exchange("script", None, failed="net::ERR_FAILED", url="https://hm.baidu.com/hm.js")]},
        {
            "exchanges": [
                exchange("script", None, failed="net::ERR_FAILED", url="https://cdn.jsdelivr.net/npm/a@1/a.js")
            ]
        },
        {"exchanges": [exchange("xhr", 401)]},  # who is not logged in has no basket
        {"html": '<body><div id="app"><header>栗子集市</header></div></body>'},
        {"console_errors": ["Failed to load resource: the server responded with a status of 404 (Not Found)"]},
    ],
)
def test_what_a_page_says_without_is_no_sign(given: dict[str, Any]) -> None:
    assert unfinished.sign(short(**given)) == ""


def test_skeletons_canvases_and_words_out_of_sight_are_signs() -> None:
    def told(element: dict[str, Any]) -> str:
        return unfinished.sign(policy("隐私政策", [{"text": "隐私政策"}, element], thorough={"chars": 4}))

    assert told({"classes": "van-skeleton__row", "tag": "div", "box": (0, 0, 800, 60)}) == "skeleton"
    assert told({"tag": "canvas", "box": (0, 0, 1300, 700)}) == "drawn"
    assert told({"text": "我们保护您的信息。" * 20, "unseen": "off_screen"}) == "out_of_sight"
    assert told({"text": "我们保护您的信息。" * 20, "unseen": "display_none"}) == ""  # a menu that is shut


def test_a_page_full_of_words_is_a_shell_only_where_its_own_part_says_that_it_loads() -> None:
    around = [FOOT | {"text": "页脚" * 200}]
    assert unfinished.sign(policy(None, [{"text": "加载中"}, *around])) == "loading"
    assert unfinished.sign(policy(None, [{"text": "隐私政策"}, *around], exchanges=[exchange("xhr", 500)])) == ""


def test_an_empty_body_between_header_and_footer_is_evidence_and_a_blank_page_is_not() -> None:
    home = view("home", "栗子集市")
    empty = policy(None, [FOOT], thorough={"chars": 8, "ink": 0.002})
    answer = absent((home, empty), "未见规则", "no rule was found")
    assert answer.outcome is Outcome.NO
    assert "正文为空" in answer.because.zh
    blank = policy("", thorough={"chars": 0, "ink": 0.0})
    assert absent((home, blank), "未见规则", "no rule was found").outcome is Outcome.NOT_SEEN


def test_words_that_leave_no_mark_in_the_picture_were_not_seen() -> None:
    assert "ink" in lacks(policy("隐私政策" * 100, thorough={"chars": 400, "ink": 0.0001}))
    assert "ink" in lacks(policy("隐私政策" * 5000, thorough={"chars": 20000, "ink": 0.01}))
