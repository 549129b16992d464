"""What is remembered of pages, Sites and words belongs to just these, and is let go of when told to."""

from __future__ import annotations

import gc
import weakref

import pytest

from crawler.site import Platform, Site, View
from probes.reading import remember
from tests.cases.build import AT, view


def test_a_line_is_read_once_however_often_it_stands_there() -> None:
    asked: list[tuple[str, int]] = []

    @remember.per_line
    def read(line: str, *, year: int) -> str:
        asked.append((line, year))
        return f"{line} {year}"

    assert [read("一", year=1), read("".join("一"), year=1), read("一", year=2)] == ["一 1", "一 1", "一 2"]
    assert asked == [("一", 1), ("一", 2)]


def test_few_lines_outlive_a_visit_and_many_do_not() -> None:
    asked: list[str] = []

    @remember.per_line
    def read(line: str) -> int:
        asked.append(line)
        return len(line)

    read("首页")
    remember.forget()
    assert read("首页") == 2
    assert asked == ["首页"]
    for number in range(remember.FEW):
        read(f"第 {number} 行")
    remember.forget()
    asked.clear()
    assert read("首页") == 2
    assert asked == ["首页"]


def test_lines_are_forgotten_once_they_are_of_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    remember.forget()  # pages that other tests have read
    monkeypatch.setattr(remember, "CHARACTERS", 100)
    monkeypatch.setattr(remember, "_read", 0)
    asked: list[str] = []
    told: list[str] = []

    @remember.per_line
    def read(line: str) -> int:
        asked.append(line)
        return len(line)

    @remember.per_view
    def of_view(each: View) -> int:
        return read(each.text)

    remember.outlasting(lambda: told.append("forget"))
    for text in ("甲" * 60, "乙" * 30):
        of_view(view(text=text))
        remember.forget()
    read("甲" * 60)
    assert (len(asked), told) == (2, [])
    of_view(view(text="丙" * 11))
    remember.forget()
    read("甲" * 60)
    assert (len(asked), told) == (4, ["forget"])
    remember.forget()
    assert told == ["forget"]


def test_equal_pages_and_sites_are_not_the_same() -> None:
    asked: list[object] = []

    @remember.per_view
    def of_view(each: View) -> int:
        asked.append(each)
        return len(asked)

    @remember.per_site
    def of_site(each: Site) -> int:
        asked.append(each)
        return len(asked)

    views = view(text="甲"), view(text="甲")
    sites = tuple(Site(Platform("https://shop.example/"), AT) for _ in range(2))
    assert views[0] == views[1]
    assert [of_view(views[0]), of_view(views[1]), of_view(views[0])] == [1, 2, 1]
    assert [of_site(sites[0]), of_site(sites[1]), of_site(sites[0])] == [3, 4, 3]


def test_nothing_of_a_forgotten_page_is_held() -> None:
    class Words(str):
        """Words that can be watched."""

    @remember.per_text
    def read(text: str) -> int:
        return len(text)

    words = Words("一页的文字")
    watched = weakref.ref(words)
    assert read(words) == 5
    del words
    gc.collect()
    assert watched() is not None
    remember.forget()
    gc.collect()
    assert watched() is None
