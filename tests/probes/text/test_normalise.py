"""Normalised text compares as one form and finds its way back to the raw text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.text import normalise

MIXED = st.text(
    st.one_of(st.characters(), st.sampled_from("备備 \u3000\u00a0\u200b\ufeffＡa（〔—－\n\r\tﷺ①ßİ")), max_size=80
)


@given(MIXED)
def test_both_forms_are_idempotent(raw: str) -> None:
    once = normalise.normalise_text(raw).text
    assert normalise.normalise_text(once).text == once
    word = normalise.plain_text(raw)
    assert normalise.plain_text(word) == word


@given(MIXED)
def test_every_character_comes_from_its_raw_offset(raw: str) -> None:
    for seen in (normalise.normalise_text(raw), normalise.fold_lines(raw)):
        assert len(seen.offsets) == len(seen.text)
        assert list(seen.offsets) == sorted(seen.offsets)
        for index, character in enumerate(seen.text):
            # A run of white space answers with its first character, which alone may read differently.
            if not character.isspace():
                assert (
                    character
                    in normalise.plain_text(seen.cut(index, index + 1))
                    + normalise.normalise_text(seen.cut(index, index + 1)).text
                )


@given(MIXED)
def test_words_are_matched_on_what_folding_says(raw: str) -> None:
    assert normalise.plain_text(raw) == normalise.fold_lines(raw).text


@given(st.text(st.sampled_from("备〇a \u3000\n\r\u200b")))
def test_white_space_goes_the_same_with_and_without_the_way_back(raw: str) -> None:
    long = "长" * normalise.REMEMBERED + raw
    for word in (raw, long):
        assert normalise.plain_text(word) == normalise.fold_lines(word).text


@given(MIXED, MIXED)
def test_text_is_worked_out_character_by_character(left: str, right: str) -> None:
    assert (
        normalise.normalise_text(left + right).text
        == normalise.normalise_text(left).text + normalise.normalise_text(right).text
    )


@given(st.text())
def test_case_keeps_offsets(raw: str) -> None:
    assert len(normalise.upper_text(raw)) == len(raw) == len(normalise.lower_text(raw))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("營業執照", "营业执照"),
        ("投訴舉報　客服電話", "投诉举报客服电话"),
        ("隱私權政策", "隐私权政策"),
        ("京ＩＣＰ備", "京icp备"),
        ("（〔［【京】］〕）", "((((京))))"),
        ("a—b–c－d", "a-b-c-d"),
        ("投\u200b诉\ufeff入 口", "投诉入口"),
        ("terms\u00a0of \t service", "terms of service"),
        ("公司投\n诉", "公司投\n诉"),
        ("一\r\n\r\n  二", "一\n二"),
        ("ABC 备案", "abc 备案"),
    ],
)
def test_words_compare_in_one_form(raw: str, expected: str) -> None:
    assert normalise.plain_text(raw) == expected


def test_cut_quotes_the_raw_text() -> None:
    raw = "页脚：\u200b投 \u200b訴　入口。"
    seen = normalise.fold_lines(raw)
    at = seen.text.index("投诉")
    assert seen.cut(at, at + 2) == "投 \u200b訴"
    assert seen.span(len(seen.text), len(seen.text)) == (len(raw), len(raw))
