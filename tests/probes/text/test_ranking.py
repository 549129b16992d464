"""Of sentences that state a thing the one of its own chapter is shown, for all before special cases, and whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.text.ranking import SentenceMerit, clip_quote, read_leading_label, sentence_merit
from tests.rules import real_checks

OWN = ("tracking", "delivering")


def _merit(said: str, heading: str = "", label: str = "", titled: str = "", strength: int = 1) -> SentenceMerit:
    return sentence_merit(said, heading, label, own=OWN, titled=titled, strength=strength)


def test_the_own_chapter_comes_before_the_title_and_another_chapter_last() -> None:
    worth = [
        _merit("可以查看物流。", label="跟踪"),
        _merit("可以查看物流。", heading="跟踪与通知"),
        _merit("可以查看物流。", heading="配送说明"),
        _merit("可以查看物流。", titled="配送说明"),
        _merit("可以查看物流。"),
        _merit("可以查看物流。", heading="调解与举证", titled="配送说明"),
    ]
    assert worth == sorted(worth, reverse=True)
    assert len({merit.place for merit in worth}) == len(worth)


def test_what_holds_for_all_comes_before_urgent_cases_however_many_words_they_hold() -> None:
    assert _merit("三日内答复。") > _merit("加急投诉两小时内联系并答复。", strength=5)


def test_more_words_win_and_a_pointer_loses() -> None:
    assert _merit("可以查看物流轨迹。", strength=2) > _merit("可以查看物流。")
    assert _merit("可以查看物流。") > _merit("物流查询详见帮助中心。")


def test_without_chapters_no_place_is_better() -> None:
    assert sentence_merit("甲。", "调解", "", own=(), titled="", strength=1).place == 1.0


def test_a_misspelt_chapter_is_loud() -> None:
    with pytest.raises(KeyError):
        sentence_merit("甲。", "", "", own=("trakcing",), titled="", strength=1)


def test_every_chapter_named_in_the_table_of_probes_is_known() -> None:
    named = [
        words
        for check in real_checks()
        for name, words in check.params.words.items()
        if name == "chapter" or name.endswith("_chapter")
    ]
    assert len(named) > 50
    for words in named:  # one that is not in the table raises
        assert sentence_merit("甲。", "", "", own=words, titled="", strength=1).place <= 1.0


@pytest.mark.parametrize(
    ("line", "label"),
    [("受理:收到后登记。", "受理"), ("我们会在收到您的投诉之后尽快处理:请等待", ""), ("无标签的句子。", "")],
)
def test_the_label_that_leads_a_line(line: str, label: str) -> None:
    assert read_leading_label(line) == label


def test_a_long_sentence_is_cut_at_a_mark() -> None:
    said = "能够接触订单的员工须经授权、逐次留痕，离职即收回权限，并对交易双方的商业秘密负有保密义务"
    assert clip_quote(said, 40) == "能够接触订单的员工须经授权、逐次留痕，离职即收回权限"
    assert clip_quote(said, 400) == said


@given(st.text(max_size=300), st.integers(min_value=1, max_value=200))
def test_what_is_cut_is_the_beginning_and_never_longer(said: str, limit: int) -> None:
    short = clip_quote(said, limit)
    assert said.startswith(short)
    assert len(short) <= limit
