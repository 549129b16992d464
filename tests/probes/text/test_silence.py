"""What is noted of silent lines never changes an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.pages.rules import policy
from probes.text import silence, word_pattern
from probes.text.remember import judging_cache

WORDS = st.lists(st.text("退货款~…# ", min_size=1, max_size=4), max_size=3).map(tuple)
LINES = st.text("可退货款1三。 ", max_size=12)


@given(WORDS, st.lists(LINES, max_size=6))
def test_asked_again_a_line_holds_what_the_pattern_finds(words: tuple[str, ...], lines: list[str]) -> None:
    wanted = policy.pattern(words)
    with judging_cache():
        for line in lines + lines:
            assert silence.line_holds(line, words) == (wanted.search(line) is not None)
            assert (line in silence.read_list(words).silent) == (wanted.search(line) is None)


def test_notes_are_dropped_where_they_are_many_and_when_all_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence, "_MOST", 3)
    lines = [f"第 {number} 行" for number in range(10)]
    with judging_cache():
        for line in lines:
            assert not silence.line_holds(line, ("退货",))
            assert 0 < len(silence.read_list(("退货",)).silent) <= 3
        assert silence.line_holds("可退货", ("退货",))
        assert not silence.line_holds(lines[0], ("退货",))
    assert not silence.read_list(("退货",)).silent


@given(WORDS, st.lists(LINES, max_size=6))
def test_of_a_page_those_lines_are_found_that_hold_a_word(words: tuple[str, ...], lines: list[str]) -> None:
    wanted = policy.pattern(words)
    with judging_cache():
        found = silence.find_speaking(silence.index_lines(tuple(lines)), words)
        assert found == tuple(at for at, line in enumerate(lines) if wanted.search(line) is not None)
        whole = "\n".join(lines)
        assert silence.speaks_of(whole, words) == (wanted.search(whole) is not None)
        for line in lines:
            assert silence.list_held(line, words) == tuple(w for w in words if policy.pattern((w,)).search(line))


def test_a_list_is_not_compiled_for_pages_that_lack_what_it_needs() -> None:
    words = ("先行…赔付办法一",)  # of this test alone
    before = word_pattern.compile_words.cache_info().misses
    with judging_cache():
        assert not silence.speaks_of("先行了解本店", words)
        assert not silence.find_speaking(silence.index_lines(("先行了解本店", "赔付")), words)
        assert word_pattern.compile_words.cache_info().misses == before
        assert silence.find_speaking(silence.index_lines(("本店", "先行垫付赔付办法一")), words) == (1,)


def test_a_page_of_very_many_lines_is_indexed_by_blocks_of_them_and_answers_alike() -> None:
    many = tuple(f"第{number}行" if number % 997 else f"赔付{number}元" for number in range(1, 9000))
    index = silence.index_lines(many)
    assert max(place.bit_length() for place in index.places.values()) <= 2000
    assert silence.find_speaking(index, ("赔付#元",)) == tuple(at for at, said in enumerate(many) if said[0] == "赔")
