"""Words come to one spelling, whatever script, width or invisible characters they were written with."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.links import role_links
from crawler.spelling import holds_word, plain_words, say_once
from crawler.vocabulary import Role


def test_one_spelling() -> None:
    assert plain_words("　隱私\u200b權政策 ") == "隐私权政策"
    assert plain_words("關 閉") == "关闭"
    assert plain_words("ＡＢＣ（１）") == "abc(1)"
    assert plain_words("客戶服務") == "客户服务"
    assert plain_words("contact us") == "contact us"
    assert plain_words("我的帐户") == plain_words("我的账户") == plain_words("我的帳戶")
    assert plain_words("双人帐篷") == "双人帐篷"  # a tent is searched for under its own name
    assert plain_words("京\u00adICP\u00a0备") == "京icp 备"


@given(st.text(max_size=60))
def test_plain_words_stay_as_they_are(raw: str) -> None:
    assert plain_words(plain_words(raw)) == plain_words(raw)


def test_texts_of_page_after_page_are_not_kept_by_a_process_that_goes_on() -> None:
    """Whoever audits for weeks would hold every text of every shop; labels are remembered, for they stand on each page."""
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for number in range(600):
            text = f"第{number}页" + "正文" * 10_000
            assert plain_words(text) == text
            assert not role_links.names_role(Role.HELP, text)
        held = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert held < 6_000_000
    assert plain_words("関於") is plain_words("関於")


def test_a_word_is_not_found_where_it_stands_by_chance() -> None:
    assert not holds_word("购物流程", "物流")
    assert not holds_word("领取消费券", "取消")
    assert holds_word("物流查询", "物流")
    assert holds_word("取消订单", "取消")
    assert holds_word("购物流程与物流", "物流")
    assert not holds_word("轻薄笔记本 16G", "笔记")
    assert holds_word("茶友笔记", "笔记")


@pytest.mark.parametrize(
    ("label", "once"),
    [("联系我们 联系我们", "联系我们"), ("About us About us", "About us"), ("联系 我们", "联系 我们"), ("", ""), ("a a a", "a a a")],
)  # fmt: skip
def test_a_label_said_twice_is_said_once(label: str, once: str) -> None:
    assert say_once(label) == once
