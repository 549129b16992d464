"""Pages are read by the judging process while the crawl goes on; what comes of it is the same, and nothing is left running."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from crawler.site import Platform, Site, View
from crawler.vocabulary import Role
from tests.cases import build
from tests.crawler.crawl_helpers import Memory
from tests.rules import real_rules
from tests.xuncha.judging.stuck import PATIENT
from tests.xuncha.judging.test_isolated import until
from xuncha.audit.reading_ahead import ReadingAhead
from xuncha.judging.isolated import IsolatedJudge
from xuncha.judging.judged import find_second_looks

pytestmark = pytest.mark.commands
SHOP = Platform("https://shop.example/")


def page(words: str) -> View:
    return build.view(Role.HOME, words, [{"text": "购物车", "href": "/cart"}])


async def test_pages_are_read_at_the_first_and_whenever_there_are_so_many_times_more() -> None:
    asked: list[int] = []

    class Counting(IsolatedJudge):
        async def read_ahead(self, site: Site, items: tuple[str, ...]) -> None:
            asked.append(len(site.views))

    keep = Memory()
    async with Counting() as judge, ReadingAhead(keep, judge, SHOP, (), 4) as ahead:
        for number in range(20):
            await ahead.view(page(f"第{number}页"))
            await asyncio.sleep(0)
    assert asked == [1, 4, 16]
    assert len(keep.views) == 20


async def test_what_was_read_ahead_is_known_and_the_visit_is_judged_as_without() -> None:
    first, second = page("示例商城\n购物车\n投诉入口"), page("示例商城\n帮助中心")
    site = build.site(first, second)
    async with IsolatedJudge() as judge, ReadingAhead(Memory(), judge, SHOP, (), 4) as ahead:
        await ahead.view(first)
        await until(lambda: judge.pid is not None)  # it starts by itself, before anybody asks for a verdict
        pid = judge.pid
        assert await judge.find_second_looks(site, ()) == find_second_looks(real_rules(), site, ())
        assert judge.pid == pid


async def test_leaving_ends_what_is_still_read(tmp_path: Path) -> None:
    told = tmp_path / "told"
    program = ("-m", "tests.xuncha.judging.stuck", str(told), "patient", "performance.payment_entry=asleep")
    async with IsolatedJudge(PATIENT, program) as judge:
        async with ReadingAhead(Memory(), judge, SHOP, (), 4) as ahead:
            await ahead.view(page("示例商城"))
            await until(told.exists)
            pid = judge.pid
        assert judge.pid is None
    assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
