"""The snapshot of all platforms is made anew only where something in it may be another: a row, or a day that is over."""

from __future__ import annotations

import asyncio
import gc
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from bench.city_store import make_city
from storage.people.work.work_queue import list_decided_visits
from tests.xuncha.web.deciding.test_deciding import begun, say
from tests.xuncha.web.overview.test_blind_city import settle
from tests.xuncha.web.overview.test_city_pages import register
from tests.xuncha.web.support.web_client import Web
from xuncha.web.overview.city_snapshot import Snapshot
from xuncha.web.overview.overview_cache import AWAITED, OverviewCache
from xuncha.web.overview.overview_source import OverviewSource

OTHER = "https://other.example/"


async def look_again(web: Web, **later: int) -> Snapshot:
    """The snapshot that a page shows that much later, once all of it is worked out."""
    web.clock.pass_by(**later)
    while (found := await web.state.load_overview()).pending:
        web.clock.pass_by(seconds=6)
    return found


async def test_what_has_not_changed_is_not_made_again(web: Web) -> None:
    await register(web)
    await begun(web)
    await settle(web)
    first = await look_again(web, seconds=6)
    again = await look_again(web, seconds=6)
    assert again.at > first.at
    assert again.lines is first.lines
    assert again.made is first.made
    await register(web, OTHER)
    more = await look_again(web, seconds=6)
    assert [line.known.registration.url for line in more.lines] == [
        *(line.known.registration.url for line in first.lines),
        OTHER,
    ]


async def test_a_judgement_is_none_of_the_last_day_when_that_is_over(web: Web) -> None:
    await register(web)
    await begun(web)
    await settle(web)
    (judged,) = [line.head for line in (await look_again(web, seconds=6)).lines]
    assert judged is not None
    web.clock.at = judged.created_at + timedelta(days=1, seconds=-60)
    first = await look_again(web, seconds=6)
    assert list(first.moves[1]) == list(first.moves[7]) != []
    later = await look_again(web, seconds=90)  # of the same calendar day, at all but one and a half minutes of a day
    assert later.moves[1] == {}
    assert list(later.moves[7]) == list(first.moves[7])


async def test_visits_are_decided_on_once_somebody_has_said_a_word(web: Web) -> None:
    visit, _, item = await begun(web)
    assert await list_decided_visits(web.store) == frozenset()
    await say(web, "assessor", visit, item)
    await settle(web)
    assert await list_decided_visits(web.store) == {visit}


async def test_no_page_waits_for_long_for_what_sums_up(web: Web) -> None:
    """Three pages that come at once wait until the same moment, and none thereafter while the same work goes on."""
    await register(web)
    await begun(web)
    let_go, hour = threading.Event(), 3600.0
    with ThreadPoolExecutor(1) as busy:
        busy.submit(let_go.wait)
        source = OverviewSource(web.store, busy, web.state.now, timedelta(0), 0.05)
        cache = OverviewCache()
        try:
            at_once = await asyncio.gather(*(cache.load(source) for _ in range(3)))
            async with asyncio.timeout(hour / 60):
                later = await cache.load(replace(source, awaited=hour))
            assert [(len(found.lines), found.pending) for found in (*at_once, later)] == [(1, 1)] * 4
            assert later.lines[0].standing is None
        finally:
            let_go.set()
        while (found := await cache.load(source)).pending:
            pass
    assert found.lines[0].standing is not None


async def test_a_page_shows_what_is_worked_out_in_time(web: Web) -> None:
    await register(web)
    await begun(web)
    found = await web.state.load_overview()
    assert not found.pending
    assert found.lines[0].standing is not None
    assert await web.state.load_overview() is found


async def test_a_city_is_not_looked_through_again(web: Web) -> None:
    """What is worked out of many platforms lasts; tidying up leaves it alone, or every page waits for it."""
    await make_city(web.store, AWAITED + 1, 1, web.state.now())
    before = gc.get_freeze_count()
    try:
        await look_again(web, seconds=6)
        await web.state.memory.wait_for_tasks()
        assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()
