"""A visit is kept as it is seen and comes back as the Site that was judged."""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from crawler.plan import CaptureSink
from crawler.vocabulary import Role
from storage.audit_list import list_audits
from storage.db.session import Store
from storage.db.tables import EvidenceRow, GapRow, PlatformRow, VisitRow, VisitState
from storage.errors import AddressTooLong, AlreadyDone, NotFound, StillRunning
from storage.visits import process_liveness
from storage.visits.sites import load_captured_views, load_site, load_visit
from storage.visits.visit_recorder import VIEW_MEDIA
from storage.visits.visits import begin_visit, mark_interrupted, resume_visit
from tests.storage.seen import AT, PLATFORM, a_fetch, a_gap, a_site, a_timing, a_view, keep_all

PLAN = {"devices": ("desktop", "mobile"), "look": 1, "pace": None}


async def state_of(store: Store, visit: str) -> VisitState:
    return (await load_visit(store, visit)).state


async def test_a_finished_visit_comes_back_as_it_was(store: Store) -> None:
    site = a_site()
    keeper = await begin_visit(store, PLATFORM, PLAN, AT)
    await keep_all(keeper, site)
    await keeper.finish(site)
    assert await load_site(store, keeper.id) == site
    visit = await load_visit(store, keeper.id)
    assert (visit.state, visit.plan, visit.started_at) == (VisitState.DONE, PLAN, AT)
    assert visit.finished_at is not None


async def test_the_keeper_is_a_crawls_port(store: Store) -> None:
    async with await begin_visit(store, PLATFORM, PLAN) as keeper:
        port: CaptureSink = keeper
        sha = await port.blob(b"body", "text/css")
    assert sha == hashlib.sha256(b"body").hexdigest()
    assert await store.blobs.get(sha) == b"body"


async def test_the_judged_order_wins_over_the_order_of_capture(store: Store) -> None:
    site = a_site(4)
    keeper = await begin_visit(store, PLATFORM, PLAN)
    await keep_all(keeper, site)
    judged = dataclasses.replace(
        site, views=(site.views[2], site.views[0], site.views[3]), gaps=site.gaps[::-1], fetches=site.fetches[::-1]
    )
    await keeper.finish(judged)
    assert await load_site(store, keeper.id) == judged
    assert len(await load_captured_views(store, keeper.id)) == 4  # what was left out is still there


async def test_each_thing_is_there_the_moment_it_was_kept(store: Store) -> None:
    site = a_site()
    async with await begin_visit(store, PLATFORM, PLAN, AT) as keeper:
        await keeper.view(site.views[0])
        assert (await load_site(store, keeper.id)).views == site.views[:1]
        await keeper.gap(site.gaps[0])
        assert (await load_site(store, keeper.id)).gaps == site.gaps[:1]
        await keeper.fetch(site.fetches[0])
        assert (await load_site(store, keeper.id)).fetches == site.fetches[:1]
        await keeper.timing(site.timings[0])
        seen = await load_site(store, keeper.id)
        assert seen.timings == site.timings[:1]
        assert (seen.platform, seen.at, seen.hosts, seen.history) == (PLATFORM, AT, (), ())


async def test_views_kept_at_once_are_all_kept(store: Store) -> None:
    views = [a_view(number) for number in range(20)]
    async with await begin_visit(store, PLATFORM, PLAN) as keeper:
        await asyncio.gather(
            *(keeper.view(view) for view in views), *(keeper.blob(b"one body", "a/b") for _ in range(20))
        )
        assert await load_captured_views(store, keeper.id) == tuple(views)


async def test_what_a_visit_keeps_is_counted_once(store: Store) -> None:
    async with await begin_visit(store, PLATFORM, PLAN) as keeper:
        for _ in range(2):
            await keeper.blob(b"12345", "text/css")
        await keeper.view(a_view(1))
    async with store.reading() as session:
        rows = (await session.scalars(select(EvidenceRow).where(EvidenceRow.visit_id == keeper.id))).all()
    assert {row.media for row in rows} == {"text/css", VIEW_MEDIA}
    assert sum(row.size for row in rows) == store.blobs.total()


async def test_one_id_for_two_views_is_our_bug(store: Store) -> None:
    async with await begin_visit(store, PLATFORM, PLAN) as keeper:
        await keeper.view(a_view(1))
        await keeper.view(a_view(1))  # the same again is no harm
        with pytest.raises(ValueError, match="'v1'"):
            await keeper.view(a_view(1, Role.CART))
        await keeper.fetch(a_fetch(1))
        with pytest.raises(ValueError, match="'f1'"):
            await keeper.fetch(a_fetch(1, "other"))
        assert await load_captured_views(store, keeper.id) == (a_view(1),)


async def test_a_site_with_a_view_never_stored_is_our_bug(store: Store) -> None:
    async with await begin_visit(store, PLATFORM, PLAN) as keeper:
        with pytest.raises(ValueError, match="never stored"):
            await keeper.finish(a_site())
    assert await state_of(store, keeper.id) is VisitState.INTERRUPTED


async def test_left_without_finishing_it_is_interrupted(store: Store) -> None:
    keeper = await begin_visit(store, PLATFORM, PLAN)

    async def stopped() -> None:
        async with keeper:
            await keeper.view(a_view(1))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await stopped()
    assert await state_of(store, keeper.id) is VisitState.INTERRUPTED
    assert (await load_site(store, keeper.id)).views == (a_view(1),)


async def test_a_resumed_visit_keeps_its_views_and_replaces_what_is_looked_at_again(store: Store) -> None:
    async with await begin_visit(store, PLATFORM, PLAN) as keeper:
        await keeper.view(a_view(1))
        await keeper.gap(a_gap())
        for number in (1, 2):
            await keeper.fetch(a_fetch(number, "before"))
            await keeper.timing(a_timing(number, 100.0))
    async with await resume_visit(store, keeper.id) as again:
        assert again.id == keeper.id
        assert await state_of(store, keeper.id) is VisitState.RUNNING
        await again.view(a_view(2))
        await again.fetch(a_fetch(1, "after"))
        await again.timing(a_timing(1, 200.0))
        seen = await load_site(store, keeper.id)
        assert seen.views == (a_view(1), a_view(2))
        assert seen.gaps == ()
        assert {fetch.id: fetch.text for fetch in seen.fetches} == {"f1": "after", "f2": "before"}
        assert {timing.run: timing.lcp_ms for timing in seen.timings} == {1: 200.0, 2: 100.0}
        site = dataclasses.replace(a_site(0), views=seen.views)
        await again.finish(site)
    assert await load_site(store, keeper.id) == site


async def test_only_an_interrupted_visit_is_resumed(store: Store) -> None:
    keeper = await begin_visit(store, PLATFORM, PLAN)
    with pytest.raises(StillRunning):
        await resume_visit(store, keeper.id)
    await keeper.finish(a_site(0))
    with pytest.raises(AlreadyDone):
        await resume_visit(store, keeper.id)
    for ask in (resume_visit, load_site, load_captured_views, load_visit):
        with pytest.raises(NotFound):
            await ask(store, "0" * 16)


async def test_one_platform_however_often_visited(store: Store) -> None:
    for name in ("", "商城", ""):
        async with await begin_visit(store, dataclasses.replace(PLATFORM, name=name), PLAN):
            pass
    async with store.reading() as session:
        assert (await session.execute(select(PlatformRow.url, PlatformRow.name))).all() == [(PLATFORM.url, "商城")]


async def test_an_address_beyond_measure_is_refused(store: Store) -> None:
    with pytest.raises(AddressTooLong):
        await begin_visit(store, dataclasses.replace(PLATFORM, url="https://shop.example/" + "x" * 2000), PLAN)


async def pretend(store: Store, visit: str, **changes: object) -> None:
    async with store.writing() as session:
        await session.execute(update(VisitRow).where(VisitRow.id == visit).values(**changes))


async def test_another_machines_visit_is_told_by_its_heartbeat(store: Store) -> None:
    async with await begin_visit(store, PLATFORM, PLAN) as keeper:
        await pretend(store, keeper.id, host="elsewhere")
        await mark_interrupted(store)
        assert await state_of(store, keeper.id) is VisitState.RUNNING
        row = (await list_audits(store))[0]
        assert row.state is VisitState.RUNNING
        await pretend(store, keeper.id, beat_at=row.started_at - process_liveness.LOST_AFTER - timedelta(seconds=1))
        assert (await list_audits(store))[0].state is VisitState.INTERRUPTED


async def test_a_later_process_of_the_same_number_is_another(store: Store) -> None:
    async with await begin_visit(store, PLATFORM, PLAN) as keeper:
        await pretend(store, keeper.id, born="1")
        assert (await list_audits(store))[0].state is VisitState.INTERRUPTED


async def test_the_heart_beats(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.visits.visit_recorder.BEAT_SECONDS", 0.01)
    async with await begin_visit(store, PLATFORM, PLAN, AT) as keeper:

        async def beat() -> object:
            async with store.reading() as session:
                return await session.scalar(select(VisitRow.beat_at).where(VisitRow.id == keeper.id))

        first = await beat()
        async with asyncio.timeout(20):
            while await beat() == first:  # noqa: ASYNC110  # the database has nothing to wait for
                await asyncio.sleep(0.01)


async def test_gaps_are_asked_for_by_reason(store: Store) -> None:
    async with await begin_visit(store, PLATFORM, PLAN) as keeper:
        await keeper.gap(a_gap())
    async with store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(GapRow).where(GapRow.reason == "login")) == 1
