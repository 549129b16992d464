"""What is remembered of pages, Sites and words belongs to just these and to one judging, and goes with it."""

from __future__ import annotations

import dataclasses
import functools
import gc
import importlib
import pkgutil
import weakref
from collections.abc import Iterator
from contextvars import copy_context
from typing import Any

import pytest

import probes
import scoring
from crawler import spelling
from crawler.site import Element, Platform, Site, View
from crawler.vocabulary import Role
from probes.run import judge_site
from probes.text import remember
from probes.text.remember import judging_cache
from tests.cases.build import AT, site, view
from tests.rules import real_checks

# What outlives a judging: it is of our own tables, never of a page.
OF_TABLES = {
    "probes.answers.doubts.unnamed_places._subject": "patterns of the words of roles",
    "probes.pages.main.subject._spoken": "questions of our checks",
    "probes.text.word_pattern.compile_word": "patterns of words of our lists",
    "probes.text.word_pattern.compile_words": "patterns of our lists of words",
    "probes.text.word_pattern._needed_rows": "pieces of our lists of words",
    "probes.text.word_pattern.guard_word": "words of our lists",
    "probes.text.word_pattern.needed_pieces": "pieces of our lists of words",
    "probes.recall.load_recalls": "a table of ours",
    "probes.text.learnt.topic_weights.asked_at_once": "weights that were learnt",
    "probes.text.learnt.topic_weights.load_topics": "weights that were learnt",
    "probes.text.learnt.mentions.load_mentions": "weights that were learnt",
    "probes.text.learnt.near_misses.load_near_misses": "weights that were learnt",
    "probes.pages.service.label_words._spaced": "patterns of our lists of words",
}


def test_a_line_is_read_once_in_a_judging_however_often_it_stands_there() -> None:
    asked: list[tuple[str, int]] = []

    @remember.per_line
    def read(line: str, *, year: int) -> str:
        asked.append((line, year))
        return f"{line} {year}"

    with judging_cache():
        assert [read("一", year=1), read("".join("一"), year=1), read("一", year=2)] == ["一 1", "一 1", "一 2"]
    assert asked == [("一", 1), ("一", 2)]


def test_words_are_read_once_by_each_table_that_asks() -> None:
    asked: list[tuple[dict[str, int], str]] = []

    @remember.per_object_and
    def read(table: dict[str, int], said: str) -> int:
        asked.append((table, said))
        return table[said]

    one, other = {"甲": 1}, {"甲": 2}
    with judging_cache():
        assert [read(one, "甲"), read(other, "甲"), read(one, "".join("甲"))] == [1, 2, 1]
        assert len(asked) == 2
        for number in range(remember.LINES + 2):  # no more are kept, and none is mistaken for another
            one[str(number)] = number
            assert read(one, str(number)) == number
        assert len(read_answers(read)) <= remember.LINES


def read_answers(reading: Any) -> dict[Any, Any]:
    """What the judging that is going on keeps of a reading."""
    cache = remember._current()
    assert cache is not None
    return cache.answers[reading.__wrapped__]


def test_however_many_words_a_reading_takes_each_is_told_from_the_others() -> None:
    asked: list[tuple[str, ...]] = []

    @remember.per_line
    def joined(*lines: str) -> str:
        asked.append(lines)
        return "".join(lines)

    with judging_cache():
        assert [joined(), joined("一"), joined("一", "二"), joined("一"), joined()] == ["", "一", "一二", "一", ""]
    assert asked == [(), ("一",), ("一", "二")]


def test_what_is_nothing_is_remembered_too() -> None:
    asked: list[object] = []

    @remember.per_line
    def none(line: str) -> None:
        asked.append(line)

    @remember.per_view
    def nothing(page: View) -> None:
        asked.append(page)

    page = view(text="甲")
    with judging_cache():
        for _ in range(3):
            none("一")
            nothing(page)
    assert asked == ["一", page]


def test_a_judging_begins_with_nothing_and_outside_of_one_nothing_is_kept() -> None:
    asked: list[str] = []

    @remember.per_line
    def read(line: str) -> int:
        asked.append(line)
        return len(line)

    for _ in range(2):
        with judging_cache():
            assert [read("首页"), read("首页")] == [2, 2]
    assert asked == ["首页"] * 2
    assert [read("首页"), read("首页")] == [2, 2]
    assert asked == ["首页"] * 4


def test_what_is_judged_within_a_judging_shares_its_cache_and_others_have_their_own() -> None:
    asked: list[str] = []

    @remember.per_line
    def read(line: str) -> int:
        asked.append(line)
        return len(line)

    elsewhere = copy_context()  # as another task or thread has it
    with judging_cache() as outer:
        with judging_cache() as inner:
            read("首页")
        read("首页")
        assert inner is outer
        assert asked == ["首页"]
        elsewhere.run(_judged, read)
        assert asked == ["首页"] * 2


def _judged(read: Any) -> None:
    with judging_cache():
        read("首页")


def test_answers_of_a_reading_are_no_more_than_was_said() -> None:
    @remember.per_text
    def read(text: str) -> int:
        return len(text)

    @remember.per_view
    def of_view(page: View) -> int:
        return len(page.text)

    @remember.per_view_and
    def of_both(page: View, key: str) -> int:
        return len(page.text) + len(key)

    with judging_cache() as cache:
        for number in range(2 * remember.PAGES + 1):
            page = view(text="甲")
            read(str(number)), of_view(page), of_both(page, "a")
            assert all(len(answers) <= remember.PAGES for answers in cache.answers.values())
        assert len(cache.answers) == 3


def test_equal_pages_and_sites_are_not_the_same() -> None:
    asked: list[object] = []

    @remember.per_view
    def of_view(page: View) -> int:
        asked.append(page)
        return len(asked)

    @remember.per_site
    def of_site(other_site: Site) -> int:
        asked.append(other_site)
        return len(asked)

    views = view(text="甲"), view(text="甲")
    sites = tuple(Site(Platform("https://shop.example/"), AT) for _ in range(2))
    assert views[0] == views[1]
    with judging_cache():
        assert [of_view(views[0]), of_view(views[1]), of_view(views[0])] == [1, 2, 1]
        assert [of_site(sites[0]), of_site(sites[1]), of_site(sites[0])] == [3, 4, 3]


def test_what_only_its_elements_say_is_read_once_of_a_page_cut_or_filed_otherwise_and_never_of_another() -> None:
    asked: list[tuple[Element, ...]] = []

    @remember.per_elements
    def read(elements: tuple[Element, ...]) -> int:
        asked.append(elements)
        return len(asked)

    page = view(Role.HELP, "甲\n乙", [{"text": "甲"}, {"text": "乙"}])
    cut, filed = dataclasses.replace(page, text="甲"), dataclasses.replace(page, role=Role.OTHER)
    other = view(Role.HELP, "甲\n乙", [{"text": "甲"}, {"text": "乙"}])
    hidden = dataclasses.replace(
        page, elements=tuple(dataclasses.replace(element, seen=False) for element in page.elements)
    )
    assert other.elements == page.elements
    with judging_cache():
        assert [read(one.elements) for one in (page, cut, filed, other, hidden, page)] == [1, 1, 1, 2, 3, 1]


class Words(str):
    """Words that can be watched."""


def test_nothing_that_was_read_is_held_once_it_is_judged() -> None:
    @remember.per_text
    def read(text: str) -> int:
        return len(text)

    said = Words("一页的文字")
    watched = weakref.ref(said)
    with judging_cache() as cache:
        assert read(said) == 5
        del said
        gc.collect()
        assert watched() is not None
        kept = weakref.ref(cache)
        del cache
    gc.collect()
    assert (watched(), kept()) == (None, None)


def test_two_sites_judged_one_after_the_other_leave_nothing_of_the_first() -> None:
    """All checks are asked: a page, or a text of one, that any reading keeps would be met here."""
    said = "本店承诺：支持七天无理由退货，运费由商家承担。投诉电话 010-12345678。" * 3
    watched: list[weakref.ref[Words]] = []

    def shop() -> Site:
        texts = [Words(f"{role} {said}") for role in Role]
        watched.extend(map(weakref.ref, texts))
        return site(*(view(role, text, [{"text": text}]) for role, text in zip(Role, texts, strict=True)))

    before = _views()
    assert judge_site(real_checks(), shop())
    gc.collect()
    assert _views() == before
    second = shop()
    assert judge_site(real_checks(), second)
    gc.collect()
    alive = [text for reference_type in watched if (text := reference_type()) is not None]
    assert len(alive) == len(Role)
    assert all(text.startswith(tuple(Role)) for text in alive)
    assert {id(page.text) for page in second.views} == {id(text) for text in alive}


def _views() -> int:
    return sum(isinstance(thing, View) for thing in gc.get_objects())


def test_no_reading_keeps_anything_by_itself() -> None:
    kept = {
        f"{module.__name__}.{name}"
        for module in _modules()
        for name, thing in vars(module).items()
        if isinstance(thing, functools._lru_cache_wrapper) and thing.__module__ == module.__name__
    }
    assert kept == set(OF_TABLES)


def _modules() -> Iterator[Any]:
    for room in (probes, scoring):
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            yield importlib.import_module(found.name)


@pytest.mark.parametrize("length", [1, spelling.LABEL + 1, 5_000])
def test_of_words_that_the_crawler_brought_to_one_spelling_no_long_ones_stay(length: int) -> None:
    """Spellings are kept by number, so a worker would hold the longest labels of every shop it has seen."""
    said = Words("签" * length)
    watched = weakref.ref(said)
    assert spelling.plain_words(said) == "签" * length
    del said
    gc.collect()
    assert (watched() is None) == (length > spelling.LABEL)
