"""A page that a check never gets done with: the service beats, answers and leaves in time, and what it captured is judged later."""

from __future__ import annotations

import asyncio
import socket
import time
import urllib.request
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select

from crawler.vocabulary import Role
from storage.db.register_tables import JobKind, JobState, RunRow
from storage.db.session import Store
from storage.db.tables import ViewRow, VisitRow, VisitState
from storage.jobs import jobs
from storage.jobs.planning import plan_due_jobs
from storage.jobs.workers import list_workers
from storage.visits.visits import begin_visit
from tests.cases import build
from tests.fleet.shops import ITEM, town
from tests.fleet.stage import FleetStage, StagedWorker, finished, staged, until
from tests.fleet.stuck_command import STUCK
from tests.storage.seen import keep_all
from xuncha.fleet import due
from xuncha.telemetry import systemd

pytestmark = pytest.mark.browser
LEAVES_SECONDS = 15.0  # what is asked for is 5, on a machine that does nothing else
BEATS = 3


async def _there(path: Path) -> bool:
    return path.exists()  # noqa: ASYNC240 - a test may wait for a file


async def _beats(store: Store, seen: set[object]) -> bool:
    """Whether signs of life were given so often, one after the other, since this was first asked."""
    seen |= {worker.beat_at for worker in await list_workers(store)}
    return len(seen) > BEATS


def _port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _metrics(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60) as answer:
        said: bytes = answer.read()
        return said.decode()


def _judging(told: Path) -> list[Path]:
    """Processes that were started to judge for this test."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if str(told).encode() in file.read_bytes():
                found.append(file)
        except OSError:  # it has just ended
            continue
    return found


def _heard(manager: socket.socket) -> list[bytes]:
    """All that was told and not heard yet."""
    manager.setblocking(False)
    said = []
    while True:
        try:
            said.append(manager.recv(100))
        except BlockingIOError:
            return said


@dataclass
class Scene:
    """A service whose judging is stuck, the store it works on, and the socket of its manager."""

    place: FleetStage
    store: Store
    told: Path
    manager: socket.socket
    port: int

    async def stuck(self) -> StagedWorker:
        """The service, once it judges what it never gets done with."""
        environment = {
            STUCK: str(self.told),
            systemd.SOCKET: self.manager.getsockname(),
            systemd.WATCHDOG_USEC: "3000000",
        }
        one = self.place.start(
            "serve",
            "--leave-seconds",
            "0",
            "--metrics",
            str(self.port),
            module="tests.fleet.stuck_command",
            **environment,
        )
        await until(partial(_there, self.told), self.place)
        return one

    async def lives(self) -> None:
        """It beats, is no riddle to its manager, and answers whoever measures it."""
        await until(partial(_beats, self.store, set()), self.place)
        said = _heard(self.manager)
        assert said.count(b"READY=1") == 1
        assert b"WATCHDOG=1" in said
        self.manager.settimeout(120)
        assert await asyncio.to_thread(self.manager.recv, 100) == b"WATCHDOG=1"
        assert 'xuncha_runs_doing{kind="audit"} 1.0' in await asyncio.to_thread(_metrics, self.port)
        assert len(_judging(self.told)) == 1

    def leaves(self, one: StagedWorker) -> None:
        """It is gone in time, and with it what judged."""
        began = time.monotonic()
        assert self.place.end(one) == [130], one.said()
        assert time.monotonic() - began < LEAVES_SECONDS
        assert _judging(self.told) == []
        assert one.left_behind() == []
        assert "Traceback" not in one.said()

    async def run(self) -> RunRow:
        async with self.store.reading() as session:
            (run,) = await session.scalars(select(RunRow).where(RunRow.kind == JobKind.AUDIT.value))
            return run


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    with staged(tmp_path / "stage") as place, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "s"))
        async with place.store() as store:
            yield Scene(place, store, tmp_path / "told", manager, _port())


async def test_judging_that_never_ends_holds_up_neither_signs_of_life_nor_the_way_out(scene: Scene) -> None:
    with town(1) as shops:
        await scene.place.register(shops.urls)
        one = await scene.stuck()
        await scene.lives()
        scene.leaves(one)
        async with scene.store.reading() as session:
            (visit,) = await session.scalars(select(VisitRow))
            assert await session.scalar(select(func.count()).select_from(ViewRow))
        run = await scene.run()
        assert (visit.state, run.state, run.visit_id) == (VisitState.INTERRUPTED, JobState.WAITING, visit.id)
        asked = len(shops.asked)
        scene.place.start("serve")  # whose judging ends
        await finished(scene.place, scene.store, 1)
        async with scene.store.reading() as session:
            (again,) = await session.scalars(select(VisitRow))
        assert (again.id, again.state) == (visit.id, VisitState.DONE)
        home = [path for _, _, path in shops.asked[asked:] if path == "/"]
        assert len(home) <= 1  # of the second look: what was captured is not looked at again


async def test_what_was_captured_is_judged_by_the_next(scene: Scene) -> None:
    """A visit that has all its pages and no judgement: no page is opened by either."""
    await scene.place.register(["https://shop.example/"])
    now = datetime.now(UTC)
    (run,) = await plan_due_jobs(scene.store, now, due.compute_next_due)
    made = build.site(build.view(Role.HOME, "示例商城"))
    async with await begin_visit(
        scene.store, made.platform, {"items": [ITEM], "devices": ["desktop"]}, at=now
    ) as keeper:
        await keep_all(keeper, made)
        await keeper.finish(made)
    assert await jobs.begin_job(scene.store, run.id, "w", now) is not None
    assert await jobs.record_job_visit(scene.store, run.id, "w", keeper.id)
    await jobs.requeue_job(scene.store, run.id, "w", not_before=now, reason="", keep_visit=True)
    one = await scene.stuck()
    await scene.lives()
    scene.leaves(one)
    left = await scene.run()
    assert (left.state, left.visit_id, left.audit_id) == (JobState.WAITING, keeper.id, None)
    scene.place.start("serve")

    async def judged() -> bool:
        return (await scene.run()).state == JobState.DONE

    await until(judged, scene.place)
    assert (await scene.run()).audit_id
