"""Every drawn part stands once, on a page that bears nothing unfilled; what it says is told line by line."""

from __future__ import annotations

import re
from collections import Counter

from tests.eval.recall.drawn import drawn_pages
from tests.eval.recall.drawn_words import drawn_passages, words_of
from tests.eval.table import checks


def test_every_part_is_on_its_page_and_no_slot_stays_empty() -> None:
    for page in drawn_pages():
        assert not re.search(r"\{[a-z]+\}", page.html), page.name
        assert page.parts, page.name


def test_no_part_stands_twice_in_a_slot_and_both_halves_have_some() -> None:
    counts = Counter((part.slot, part.html) for page in drawn_pages() for part in page.parts)
    assert [part for part, often in counts.items() if often > 1] == []
    said = {(id, part.unseen) for page in drawn_pages() for part in page.parts if part.says for id in part.checks}
    assert {id for id, _ in said} <= checks().keys()
    assert {(id, unseen) for id, _ in said for unseen in (True, False)} == said


def test_words_are_learnt_from_the_seen_half_alone() -> None:
    unseen = {words_of(part.html) for page in drawn_pages() for part in page.parts if part.unseen}
    assert drawn_passages()
    assert [passage.text for passage in drawn_passages() if passage.text in unseen] == []


def test_the_words_of_a_part_stand_in_a_line_for_each_block() -> None:
    assert words_of("<dl><dt>好评率</dt><dd>94%</dd></dl><p>共 <b>3</b> 条</p>") == "好评率\n94%\n共 3 条"
