"""Earlier timings of a shop, so that two slow days are told from one."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta

from crawler.site import Past, Timing
from crawler.vocabulary import Device, Role
from storage.history import history
from storage.session import Store
from storage.visits import begin_visit
from tests.storage.seen import AT, PLATFORM, a_timing


async def visited(store: Store, at: datetime, *timings: Timing, url: str = PLATFORM.url) -> None:
    async with await begin_visit(store, dataclasses.replace(PLATFORM, url=url), {}, at) as keeper:
        for timing in timings:
            await keeper.timing(timing)


async def test_medians_by_visit_role_and_device(store: Store) -> None:
    yesterday, before = AT - timedelta(days=1), AT - timedelta(days=2)
    await visited(store, before, a_timing(1, 100.0, before))
    runs = [a_timing(run, lcp, yesterday + timedelta(seconds=run)) for run, lcp in enumerate((300.0, 100.0, 250.0), 1)]
    failed = a_timing(4, 9000.0, yesterday, ok=False)
    phone = dataclasses.replace(a_timing(1, None, yesterday), device=Device.MOBILE)
    product = a_timing(1, 70.0, yesterday, Role.PRODUCT)
    await visited(store, yesterday, *runs, failed, phone, product)
    home = {"role": "home", "device": "desktop"}
    assert await history(store, PLATFORM.url, AT) == (
        Past(yesterday, "timing", {**home, "runs": 4, "ok": 3, "lcp_ms": 250.0, "connect_ms": 3.0}),
        Past(yesterday, "timing", {"role": "home", "device": "mobile", "runs": 1, "ok": 1, "connect_ms": 3.0}),
        Past(yesterday, "timing", {"role": "product", "device": "desktop", "runs": 1, "ok": 1, "lcp_ms": 70.0, "connect_ms": 3.0}),
        Past(before, "timing", {**home, "runs": 1, "ok": 1, "lcp_ms": 100.0, "connect_ms": 3.0}),
    )  # fmt: skip


async def test_neither_this_visit_nor_later_nor_too_old_nor_other_shops(store: Store) -> None:
    for at in (AT, AT + timedelta(days=1), AT - timedelta(days=400)):
        await visited(store, at, a_timing(1, 1.0, at))
    await visited(store, AT - timedelta(days=1), a_timing(1, 1.0), url="https://other.example/")
    assert await history(store, PLATFORM.url, AT) == ()
    assert len(await history(store, PLATFORM.url, AT, days=500)) == 1
