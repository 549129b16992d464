"""A platform that was not seen is said to be not seen, why and since when, wherever platforms are listed; and never to be done."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import update

from crawler.site import Gap, Site
from crawler.vocabulary import Device, GapReason, Role
from storage.audits import save_audit
from storage.db.register_tables import JobKind, JobState, RunRow
from storage.db.session import Store, open_store
from storage.db.tables import VisitState
from storage.jobs import jobs
from storage.jobs.last_seen import find_unseen_visits, list_unseen_platforms
from storage.jobs.queue_status import PlatformFilter
from storage.platforms import Batch, DueTimes, Registration, list_registered_platforms, save_batch, save_registration
from storage.visits.visits import begin_visit
from tests.storage.seen import keep_all
from tests.xuncha.keeping import made
from xuncha.audit.list_audits import print_audits
from xuncha.commands import run_rank
from xuncha.console.lang import Lang
from xuncha.judging.judged import make_audit
from xuncha.judging.rules import load_rules
from xuncha.status.status import QueueStatus, read_status
from xuncha.status.status_json import render_status_json
from xuncha.status.status_table import draw_status

NOW = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
SHOPS = {name: f"https://{name}.example/" for name in ("seen", "walled", "gone", "never")}


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "data") as opened:
        yield opened


def walled(reason: GapReason = GapReason.BLOCKED) -> Site:
    gap = Gap(Role.HOME, "landed", Device.DESKTOP, 1, reason, "滑块")
    shop = made()
    return dataclasses.replace(shop, views=(), gaps=(gap,), fetches=(), timings=())


async def visited(store: Store, name: str, days: float, site: Site) -> str:
    """An audit of that shop, so many days ago; the id of its visit."""
    platform = dataclasses.replace(site.platform, url=SHOPS[name], name=name)
    at = NOW - timedelta(days=days)
    site = dataclasses.replace(site, platform=platform, at=at)
    keeper = await begin_visit(store, platform, {}, at)
    await keep_all(keeper, site)
    await keeper.finish(site)
    await save_audit(store, make_audit(load_rules(), site, keeper.id))
    return keeper.id


async def filled(store: Store) -> list[str]:
    """Four registered shops: seen; seen once and walled twice since; never reached; never looked at. The visits of the second one."""
    await save_batch(store, Batch("年度"), NOW)
    for name, url in SHOPS.items():
        await save_registration(
            store, Registration(url, name=name, batch="年度", tags=("一批",)), DueTimes(), NOW - timedelta(days=40)
        )
    await visited(store, "seen", 1, made())
    dark = [await visited(store, "walled", 20, made())]
    dark += [await visited(store, "walled", days, walled()) for days in (9, 2)]
    await visited(store, "gone", 3, walled(GapReason.UNREACHABLE))
    return dark


async def test_since_when_and_how_often_is_counted_from_the_last_time_it_was_seen(store: Store) -> None:
    visits = await filled(store)
    found = await list_unseen_platforms(store, PlatformFilter())
    assert [(platform.name, platform.times, (NOW - platform.since).days) for platform in found] == [
        ("walled", 2, 9),
        ("gone", 1, 3),
        ("never", 0, 40),
    ]
    assert found[0].gap is not None
    assert found[0].gap.reason is GapReason.BLOCKED
    assert found[2].last is None
    dark = await find_unseen_visits(store, visits)
    assert [visit.times for visit in dark.values()] == [1, 2]
    assert visits[0] not in dark
    await visited(store, "walled", 0.5, made())  # seen again
    assert [platform.name for platform in await list_unseen_platforms(store, PlatformFilter())] == ["gone", "never"]


async def test_a_visit_that_was_cut_off_before_it_saw_anything_says_nothing_of_the_platform(store: Store) -> None:
    await filled(store)
    from sqlalchemy import select

    from storage.db.tables import PlatformRow, VisitRow

    platform = dataclasses.replace(made().platform, url=SHOPS["seen"], name="seen")
    keeper = await begin_visit(store, platform, {}, NOW)
    async with store.writing() as session:
        await session.execute(
            update(VisitRow).where(VisitRow.id == keeper.id).values(state=VisitState.INTERRUPTED.value)
        )
        assert await session.scalar(select(PlatformRow.id).where(PlatformRow.url == SHOPS["seen"]))
    assert "seen" not in {platform.name for platform in await list_unseen_platforms(store, PlatformFilter())}


async def test_the_list_of_audits_says_it(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    await filled(store)
    assert await print_audits(store.data, 50, Lang.ZH) == 0
    lines = capsys.readouterr().out.splitlines()
    walls = [line for line in lines if SHOPS["walled"] in line]
    assert ["未看到：被验证码或风控拦截" in line for line in walls] == [True, True, False]
    assert "自 2026-11-18 18:00 北京时间起，连续 2 次" in walls[0]
    assert not any("完成" in line for line in walls[:2])
    assert "完成，现行" in walls[2]
    (never,) = (line for line in lines if SHOPS["never"] in line)
    assert never.startswith("未看到：尚未检测（2026-10-18 18:00 北京时间登记）")
    assert await print_audits(store.data, 50, Lang.EN) == 0
    english = capsys.readouterr().out
    assert (
        "not seen: a captcha or firewall stopped us (since 2026-11-18 18:00 Beijing time, 2 times in a row), current"
        in english
    )
    assert "not seen: not looked at yet (registered 2026-10-18 18:00 Beijing time)" in english


async def ended(store: Store) -> None:
    """Every shop but the one that was never looked at has a run that is over, as workers leave it: some done, one failed."""
    for platform in await list_registered_platforms(store):
        if platform.registration.name == "never":
            continue
        run = await jobs.request_job(store, platform.id, JobKind.AUDIT, NOW - timedelta(hours=1))
        assert run is not None
        state = JobState.FAILED if platform.registration.name == "gone" else JobState.DONE
        async with store.writing() as session:
            await session.execute(update(RunRow).where(RunRow.id == run.id).values(state=state.value, ended_at=NOW))


def page(status: QueueStatus, lang: Lang) -> str:
    console = Console(width=200, highlight=False)
    with console.capture() as caught:
        console.print(draw_status(status, lang))
    return caught.get()


async def test_the_status_lists_it_and_counts_it_neither_done_nor_failed(store: Store) -> None:
    await filled(store)
    await ended(store)
    status = await read_status(store, NOW, "年度", 2)
    ((far, _),) = status.batches
    assert (
        far.platforms,
        far.states.get(JobState.DONE, 0),
        far.states.get(JobState.FAILED, 0),
        far.unseen,
        far.never,
    ) == (4, 1, 0, 2, 1)
    chinese, english = page(status, Lang.ZH), page(status, Lang.EN)
    assert "未看到  3  被验证码或风控拦截 1 · 网络不可达 1 · 尚未检测 1" in chinese
    (row,) = (line for line in chinese.splitlines() if "walled" in line)
    assert row.split() == [
        "11-18",
        "18:00",
        "9",
        "天",
        "0",
        "小时",
        "2",
        "11-25",
        "18:00",
        "walled",
        "被验证码或风控拦截",
    ]
    assert "Not seen  3  a captcha or firewall stopped us 1" in english
    assert "2026-11-27 18:00:00 北京时间" in chinese.splitlines()[0]
    said = render_status_json(status)
    assert (said["not_seen"]["count"], len(said["not_seen"]["first"])) == (3, 2)
    assert said["not_seen"]["reasons"] == {"blocked": 1, "unreachable": 1, "never": 1}
    assert said["not_seen"]["first"][0]["since"] == "2026-11-18T10:00:00Z"
    assert (said["batches"][0]["done"], said["batches"][0]["not_seen"]) == (1, 2)


async def test_the_ranking_keeps_it_apart_and_says_where_a_score_is_older(store: Store, tmp_path: Path) -> None:
    await filled(store)
    from scoring.score import Stage
    from xuncha.compare.standing_work import load_standings

    known = {platform.id: platform for platform in await list_registered_platforms(store)}
    standings = await load_standings(store, known, NOW)
    unseen = {platform.platform: platform for platform in await list_unseen_platforms(store, PlatformFilter())}
    found = run_rank.build_rank_listing(known, standings, Stage.PROV, unseen)
    (sheet,) = run_rank.build_rank_sheets(found, Lang.ZH)
    by_name = {str(row[3]): row for row in sheet.rows}
    assert by_name["never"][0] == by_name["gone"][0] == "未看到"
    assert "网络不可达（自 2026-11-24 18:00 北京时间起）" in str(by_name["gone"][-1])
    assert "尚未检测" in str(by_name["never"][-1])
    assert "未看到" not in str(by_name["seen"])
    assert "未看到：被验证码或风控拦截" in str(by_name["walled"][-1])
    if (
        standings[next(id for id, platform in known.items() if platform.registration.name == "walled")]
        .scores[Stage.PROV]
        .value
        is not None
    ):
        assert "得分来自此前的检测" in str(by_name["walled"][-1])
