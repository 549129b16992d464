"""Light looks are kept once a run, come back as history for as long as they count, and know which pages to ask."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from sqlalchemy import select

from crawler.site import Past
from crawler.uptime.sample import UptimeSample
from crawler.vocabulary import Role
from storage.audit_list import list_audits
from storage.db.session import Store
from storage.db.tables import PlatformRow, VisitKind
from storage.uptime import known_pages, load_uptime_history, save_uptime_samples
from storage.visits.history import load_visit_history
from storage.visits.visits import begin_visit
from tests.cases.build import view
from tests.storage.seen import AT, NASTY, PLATFORM, a_site, a_timing


def a_beat(hours: float, role: Role = Role.HOME, ok: bool = True, reason: str = "") -> UptimeSample:
    return UptimeSample(role, PLATFORM.url, AT - timedelta(hours=hours), ok, 200 if ok else None, 0.25, reason, NASTY)


async def platform(store: Store) -> int:
    async with await begin_visit(store, PLATFORM, {}, AT):
        pass
    async with store.reading() as session:
        return (await session.scalars(select(PlatformRow.id).where(PlatformRow.url == PLATFORM.url))).one()


async def test_beats_come_back_newest_first_and_as_long_as_they_count(store: Store) -> None:
    id = await platform(store)
    await save_uptime_samples(store, id, "r1", [a_beat(400)])
    await save_uptime_samples(store, id, "r2", [a_beat(300)])
    await save_uptime_samples(store, id, "r3", [a_beat(8), a_beat(8, Role.LIST, False, "timeout")])
    await save_uptime_samples(store, id, "r4", [a_beat(-1)])
    values = {"ok": True, "reason": "", "role": "home", "status": 200, "seconds": 0.25, "url": PLATFORM.url}
    down = {**values, "ok": False, "reason": "timeout", "role": "list", "status": None}
    found = (
        Past(AT - timedelta(hours=8), "beat", down),
        Past(AT - timedelta(hours=8), "beat", values),
        Past(AT - timedelta(hours=300), "beat", values),
    )
    assert await load_uptime_history(store, PLATFORM.url, AT) == found
    assert await load_uptime_history(store, "https://other.example/", AT) == ()
    assert await load_visit_history(store, PLATFORM.url, AT) == found


async def test_a_run_that_is_done_again_keeps_its_looks_once(store: Store) -> None:
    id = await platform(store)
    await save_uptime_samples(store, id, "r1", [a_beat(9), a_beat(9, Role.LIST)])
    await save_uptime_samples(store, id, "r1", [a_beat(8)])
    assert len(await load_uptime_history(store, PLATFORM.url, AT)) == 1


async def test_known_pages_are_those_of_the_last_audit_that_saw_any(store: Store) -> None:
    id = await platform(store)
    assert await known_pages(store, id, 2) == {Role.LIST: (), Role.PRODUCT: ()}
    for days, names in ((3, "abc"), (2, "defg"), (1, "")):
        async with await begin_visit(store, PLATFORM, {}, AT - timedelta(days=days)) as keeper:
            views = [
                view(
                    Role.PRODUCT,
                    "品",
                    id=f"v{number}",
                    asked=f"https://shop.example/{name}",
                    url="https://shop.example/x",
                )
                for number, name in enumerate(names)
            ]
            for one in views:
                await keeper.view(one)
            await keeper.finish(dataclasses.replace(a_site(0), views=tuple(reversed(views))))
    async with await begin_visit(store, PLATFORM, {}, AT, VisitKind.TIMING) as keeper:
        await keeper.view(view(Role.PRODUCT, "品", id="v1", asked="https://shop.example/z"))
    found = await known_pages(store, id, 2)
    assert found == {Role.LIST: (), Role.PRODUCT: ("https://shop.example/g", "https://shop.example/f")}


async def test_a_timing_is_history_and_no_audit(store: Store) -> None:
    at = AT - timedelta(days=1)
    async with await begin_visit(store, PLATFORM, {"kind": "timing"}, at, VisitKind.TIMING) as keeper:
        await keeper.timing(a_timing(1, 500.0, at))
        await keeper.view(view(Role.PRODUCT, "青釉马克杯 ¥39.00 加入购物车", id="v1"))
        await keeper.finish(dataclasses.replace(a_site(0), timings=(a_timing(1, 500.0, at),)))
    assert [(past.kind, past.values["lcp_ms"]) for past in await load_visit_history(store, PLATFORM.url, AT)] == [
        ("timing", 500.0)
    ]
    assert await list_audits(store) == ()
