"""A list of words compiled by first characters finds what the list means, in any text."""

from __future__ import annotations

import functools
import re
import sys
import time
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probes.text import word_pattern
from tests.rules import real_checks

LETTERS = "投诉退款在7k KI"
TEXTS = st.text(st.sampled_from(LETTERS + "ıſsS。\n?举一"), max_size=30)
ROWS = st.recursive(
    st.text(st.sampled_from("投诉退kKi7~…#¶ ?"), max_size=4),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map("".join),
        st.tuples(st.lists(inner, min_size=1, max_size=3), st.booleans()).map(
            lambda made: f"({'|'.join(made[0])}){'?' if made[1] else ''}"
        ),
        st.lists(inner, min_size=2, max_size=2).map("|".join),
    ),
    max_leaves=6,
)
LISTS = st.lists(ROWS, max_size=5).map(tuple)


def found(shape: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in shape.finditer(text)]


def meant(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(word_pattern.naive_pattern(words), re.IGNORECASE)


@given(LISTS, TEXTS)
def test_it_finds_what_the_list_means(words: tuple[str, ...], text: str) -> None:
    assert found(word_pattern.compile_words(words), text) == found(meant(words), text)


@pytest.mark.parametrize("letters", list(permutations(("投诉", "投诉电话", "投"), 3)))
def test_of_words_that_begin_alike_the_first_in_the_list_is_found(letters: tuple[str, ...]) -> None:
    assert found(word_pattern.compile_words(letters), "投诉电话") == found(meant(letters), "投诉电话")


@pytest.mark.parametrize("letter", "abcdefghijklmnopqrstuvwxyz")
def test_a_letter_is_found_in_every_form_it_has(letter: str) -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    assert found(word_pattern.compile_words((letter,)), every) == found(meant((letter,)), every)


@pytest.mark.parametrize("words", [("(投|诉",), ("投)诉",), (")",), ("(",)])
def test_brackets_that_do_not_fit_are_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(re.error):
        word_pattern.compile_words(words)


def means_something(words: tuple[str, ...]) -> bool:
    """Some lists are plain words in which a bracket is a bracket."""
    try:
        meant(words)
    except re.error:
        return False
    return True


@functools.cache
def list_all_words() -> list[tuple[str, ...]]:
    """The lists of our tables, compiled where a test asks for them: it takes seconds, and every worker reads this file."""
    return [words for check in real_checks() for words in check.params.words.values() if means_something(words)]


@settings(deadline=None)  # some of our lists take long to compile, the first time
@given(st.data())
def test_lists_of_our_tables_find_what_they_mean(data: Any) -> None:
    words = data.draw(st.sampled_from(list_all_words()))
    pieces = st.sampled_from([re.sub("[()|?~…# ]+", "", word) for word in words] or [""])
    text = data.draw(st.lists(st.one_of(pieces, TEXTS), max_size=6).map("".join))
    assert found(word_pattern.compile_words(words), text) == found(meant(words), text)


def test_a_run_of_digits_is_not_tried_from_each_of_them_to_its_end() -> None:
    asked = word_pattern.compile_words(("#个工作日内", "#(小时|天)内"))

    def seconds(digits: int) -> float:
        began = time.process_time()
        assert asked.search("7" * digits) is None
        return time.process_time() - began

    few, many = seconds(4_000), seconds(40_000)
    assert many < max(40 * few, 1.0)
    assert asked.search("7" * 4_000 + "天内") is not None


@given(LISTS, TEXTS)
def test_what_holds_a_word_has_the_pieces_that_it_needs(words: tuple[str, ...], text: str) -> None:
    low = text.lower()
    pieces = {*low, *(low[at : at + 2] for at in range(len(low)))}
    if word_pattern.compile_words(words).search(text) is not None:
        assert word_pattern.needed_pieces(words).may_match(pieces)
        assert word_pattern.needed_pieces(words).find_lines(dict.fromkeys(pieces, 1), 1) == 1


@given(LISTS, TEXTS)
def test_a_word_by_itself_is_found_where_its_list_is(words: tuple[str, ...], text: str) -> None:
    for word in words:
        assert found(word_pattern.compile_word(word), text) == found(word_pattern.compile_words((word,)), text)


def test_a_word_may_ask_for_the_end_of_its_line() -> None:
    shape = word_pattern.compile_words(("免邮(。|¶)",))
    assert found(shape, "满 99 元免邮\n免邮条件见上") == [(6, 8)]


WRITTEN_OUT = {"permit_forms", "empty"}  # lists that are compiled as expressions of their own


def test_no_word_of_a_table_has_a_mark_that_is_none() -> None:
    """``X?`` without brackets and ``$`` are literal: such a word waits for a sign that nobody writes."""
    dead = re.compile(r"[\u4e00-\u9fff>#][?$]|\[\^")
    lost = [
        f"{check.id} {name}: {word}"
        for check in real_checks()
        for name, words in check.params.words.items()
        if name not in WRITTEN_OUT
        for word in words
        if dead.search(word)
    ]
    assert lost == []
