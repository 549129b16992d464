"""Marks of what changed: nothing of a text is lost, nothing of it is markup, and what is marked can be read."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from xuncha.compare.worddiff import DiffBounds, diff_texts

BOUNDS = DiffBounds(most=600, least=3, alike=0.3)
TEXTS = st.text(alphabet="平台将在七日内处理投诉abc 12<>&\"'del/ins", max_size=80)


def plain(marked: Markup) -> str:
    return Markup(re.sub("</?(?:del|ins)>", "", str(marked))).unescape()


@given(TEXTS, TEXTS)
def test_without_its_marks_each_side_is_its_text(before: str, after: str) -> None:
    old, new = diff_texts(before, after, BOUNDS)
    assert (plain(old), plain(new)) == (before, after)
    assert "<ins>" not in old
    assert "<del>" not in new
    assert not re.search("<(?!/?(?:del|ins)>)", f"{old}{new}")


@given(TEXTS, TEXTS)
def test_what_is_not_marked_is_the_same_on_both_sides(before: str, after: str) -> None:
    old, new = diff_texts(before, after, BOUNDS)
    if "<del>" in old or "<ins>" in new:
        assert re.sub("<del>.*?</del>", "", str(old), flags=re.S) == re.sub("<ins>.*?</ins>", "", str(new), flags=re.S)


def test_numbers_and_words_change_whole() -> None:
    old, new = diff_texts("平台在24小时内受理投诉", "平台在48小时内受理投诉", BOUNDS)
    assert (old, new) == ("平台在<del>24</del>小时内受理投诉", "平台在<ins>48</ins>小时内受理投诉")
    old, new = diff_texts("refund within seven days", "refund within fifteen days", BOUNDS)
    assert (old, new) == ("refund within <del>seven</del> days", "refund within <ins>fifteen</ins> days")


def test_what_was_only_added_leaves_the_old_text_bare() -> None:
    assert diff_texts("七天内退款", "七天内退款，运费自理", BOUNDS) == ("七天内退款", "七天内退款<ins>，运费自理</ins>")


def test_short_equal_stretches_do_not_break_a_change_to_pieces() -> None:
    old, _ = diff_texts(
        "请拨打投诉电话，并保留好订单号以便查询处理", "请填写在线表单，并上传好截图等以便查询处理", BOUNDS
    )
    assert str(old).count("<del>") == 1


def test_two_texts_that_have_little_in_common_carry_no_marks() -> None:
    assert diff_texts("营业执照公示", "abc def ghi", BOUNDS) == ("营业执照公示", "abc def ghi")


def test_texts_are_cut_to_their_bound() -> None:
    old, new = diff_texts("甲" * 5000, "乙" * 5000, BOUNDS)
    assert (len(old), len(new), old[-1]) == (600, 600, "…")
