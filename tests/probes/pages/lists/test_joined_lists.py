"""Lists, tables and questions with answers are read as one sentence each; paragraphs keep their marks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from probes.pages.lists.joined_lists import read_joined


def said(text: str) -> list[str]:
    return [sentence.text for sentence in read_joined(text)]


def test_a_list_is_read_with_the_line_above_it() -> None:
    assert said("怎样销号\n1、打开设置；\n2、点注销。\n别的话在这里说完了。") == ["怎样销号:1、打开设置,2、点注销,"]


def test_an_answer_is_read_with_its_question() -> None:
    assert said("资料会出境吗？\n不会，都在成都。") == ["资料会出境吗:不会,都在成都,"]


def test_a_table_is_read_as_a_whole_and_row_by_row() -> None:
    whole, row = said("谁\t什么\t为何\n骑手\t电话\t送花")
    assert whole == "谁:什么:为何,骑手:电话:送花"
    assert row == "谁:骑手 什么:电话 为何:送花"


def test_no_words_reach_from_one_sentence_of_a_paragraph_to_the_next() -> None:
    assert said("验光要用处方。页面会问您。") == ["验光要用处方。页面会问您。"]


def test_headings_alone_and_single_sentences_make_no_list() -> None:
    assert said("信息的共享\n信息的保存\n我们把花送到您手上。") == []


@given(text=st.text(alphabet="信息、：？。；\n\t1.（）>·a", max_size=300))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    assert all(sentence.text for sentence in read_joined(text))
