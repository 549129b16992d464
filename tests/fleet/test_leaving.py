"""Services end when they are asked to: nothing new begins, what is being done is finished or handed back, and nothing is a traceback."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.db.register_tables import JobState, RunRow
from storage.db.session import Store
from storage.db.tables import VisitRow, VisitState
from storage.jobs.workers import list_workers as known_workers
from tests.fleet.shops import Town, town
from tests.fleet.stage import FleetStage, StagedWorker, finished, staged, states, until
from tests.xuncha.command import CHINESE, xuncha

pytestmark = pytest.mark.browser


@pytest.fixture
def two() -> Iterator[Town]:
    """Shops whose answers a test may hold back."""
    with town(2) as made:
        yield made


@pytest.fixture(params=["serve", "work"])
def service(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def place(service: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[FleetStage]:
    """SQLite for the one process, PostgreSQL for a worker of the fleet."""
    with staged(tmp_path, request.getfixturevalue("fresh") if service == "work" else None) as made:
        yield made


async def _any(store: Store, state: JobState) -> bool:
    return (await states(store))[state] > 0


async def _runs(store: Store) -> list[RunRow]:
    async with store.reading() as session:
        return list(await session.scalars(select(RunRow).order_by(RunRow.started_at.desc().nulls_last())))


async def _visits(store: Store) -> list[str]:
    async with store.reading() as session:
        return list(await session.scalars(select(VisitRow.state)))


async def test_what_is_being_done_is_finished_first(place: FleetStage, service: str, two: Town) -> None:
    await place.register(two.urls)
    async with place.store() as store:
        one = place.start(service)
        await until(partial(_any, store, JobState.RUNNING), place)
        assert place.end(one) == [0], one.said()
        assert await states(store) == {JobState.DONE: 1, JobState.WAITING: 1}  # the other was not begun any more
        assert await known_workers(store) == (), one.said()
        assert one.left_behind() == []
        assert "Traceback" not in one.said()


@pytest.mark.parametrize("which", [signal.SIGTERM, signal.SIGINT])
async def test_what_takes_too_long_is_handed_back_and_gone_on_with(
    place: FleetStage, service: str, two: Town, which: signal.Signals
) -> None:
    if which is signal.SIGINT and service == "work":
        pytest.skip("what Ctrl-C means is the same for both")
    two.delay = 600.0  # nothing would ever be finished
    await place.register(two.urls)
    async with place.store() as store:
        one = place.start(service, "--leave-seconds", "0" if which is signal.SIGTERM else "500")
        await until(partial(_noted, store), place)
        assert place.end(one, which=which) == [130], one.said()
        begun, other = await _runs(store)
        assert (begun.state, begun.attempts, begun.worker) == (JobState.WAITING, 0, None)
        assert (other.state, other.attempts) == (JobState.WAITING, 0)
        assert await _visits(store) == [VisitState.INTERRUPTED]
        assert one.left_behind() == []
        assert "Traceback" not in one.said()
        two.delay = 0.0
        place.start(service)
        await finished(place, store, 2)
        assert (await _visits(store)).count(VisitState.DONE) == 2  # the visit that was handed back was gone on with


async def _noted(store: Store) -> bool:
    return any(run.visit_id for run in await _runs(store))


async def test_a_second_signal_ends_it_at_once(place: FleetStage, service: str, two: Town) -> None:
    two.delay = 600.0
    await place.register(two.urls)
    async with place.store() as store:
        one = place.start(service, "--leave-seconds", "500")
        await until(partial(_noted, store), place)
        one.process.send_signal(signal.SIGTERM)
        await until(partial(_says, one, "ending"), place)
        assert place.end(one) == [130]
        assert one.left_behind() == []
        two.delay = 0.0
        place.start(service)
        await finished(place, store, 2)  # found to be gone, for its machine is this one


async def _says(worker: StagedWorker, words: str) -> bool:
    return words in worker.said()


def test_a_worker_needs_a_database_that_many_can_share(tmp_path: Path) -> None:
    for lang, said in (("zh", True), ("en", False)):
        ended = xuncha("work", "--data", str(tmp_path), "--lang", lang)
        assert ended.code == 2
        assert "XUNCHA_DATABASE" in ended.line
        assert bool(CHINESE.search(ended.line)) is said


def test_what_cannot_be_asked_for_is_said(tmp_path: Path) -> None:
    given = {"XUNCHA_DATA": str(tmp_path)}
    assert "--tag" in xuncha("audit-now", given=given).line
    assert xuncha("audit-now", "nobody", given=given).code == 2
    assert xuncha("run-due", "--tag", "none", given=given).code == 2
    assert xuncha("platforms", "add", "http://127.0.0.1:9/", given=given).code == 0
    asked = xuncha("audit-now", "127.0.0.1", "--lang", "en", given=given)
    assert (asked.code, "asked for" in asked.out) == (0, True)
    assert xuncha("platforms", "pause", "127.0.0.1", given=given).code == 0
    paused = xuncha("audit-now", "127.0.0.1", "--lang", "en", given=given)
    assert (paused.code, "paused" in paused.line) == (2, True)
    assert "0 done" in xuncha("run-due", "--lang", "en", given=given).out  # what was asked for before waits with it
