"""What ./do web shows on an empty store: the demo shop, registered with consent to its loopback address and waiting to be audited."""

from __future__ import annotations

from pathlib import Path

from storage.db.session import open_store
from storage.jobs.jobs import ON_DEMAND, list_waiting_jobs
from storage.platforms import OWN, DueTimes, Registration, list_registered_platforms, save_registration
from tests.shops.workbench import ask_for_demo, find_demo
from xuncha.settings.clock import SharedClock

URL = "http://127.0.0.1:8799/"


async def test_an_empty_store_gets_the_demo_shop_and_finds_it_again(tmp_path: Path) -> None:
    assert await find_demo(tmp_path) == ""
    await ask_for_demo(tmp_path, URL)
    assert await find_demo(tmp_path) == URL
    async with open_store(tmp_path) as store:
        (known,) = await list_registered_platforms(store)
        assert (known.registration.url, known.registration.private, known.due_at) == (URL, (OWN,), None)
        (job,) = await list_waiting_jobs(store, SharedClock()())
        assert (job.platform, job.priority) == (known.id, ON_DEMAND)


async def test_a_store_at_work_is_left_as_it_is(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        await save_registration(store, Registration("https://s.example.cn/"), DueTimes(), SharedClock()())
    assert await find_demo(tmp_path) is None
