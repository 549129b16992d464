"""Runs that are no audits: light looks and timings of a real shop, kept, read back by audits, and never listed as audits."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Outcome as Seen
from probes.pages.main.timings import BEIJING
from storage.audit_list import list_audits
from storage.audits import load_audit
from storage.db.register_tables import BeatRow, JobKind, JobState, RunRow
from storage.db.session import Store, open_store
from storage.db.tables import TimingRow, ViewRow, VisitRow, VisitState
from storage.jobs import jobs
from storage.jobs.workers import register_worker
from storage.platforms import OWN, DueTimes, Registration, list_registered_platforms, save_registration
from storage.uptime import load_uptime_history
from storage.visits.history import load_visit_history
from storage.visits.sites import load_site
from tests.crawler.network.counting_listeners import closed_port
from tests.rules import real_checks
from tests.shops.server import serving
from tests.xuncha import command
from tests.xuncha.command import page
from xuncha.fleet import machine_lock
from xuncha.fleet.handlers import WORKS
from xuncha.fleet.task import JobOutcome, WorkerContext, perform_job

CHECKS = {check.id: check for check in real_checks()}
AT = datetime(2026, 11, 2, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that goes on only when somebody waits."""

    at: datetime = AT
    waited: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.at += timedelta(seconds=seconds)


@asynccontextmanager
async def doing(
    folder: Path, registration: Registration, clock: Clock | None = None, private: tuple[str, ...] = (OWN,)
) -> AsyncIterator[WorkerContext]:
    """A worker with one platform; most shops of these tests are on loopback, and say so."""
    async with open_store(folder / "data") as store:
        now = clock.now() if clock is not None else datetime.now(UTC)
        await save_registration(store, dataclasses.replace(registration, private=private), DueTimes(), now)
        worker = await register_worker(store, now)
        (folder / "locks").mkdir(exist_ok=True)
        plain = WorkerContext(store, worker, pace=0.0, ocr=False, locks=folder / "locks", controls=())
        yield plain if clock is None else dataclasses.replace(plain, now=clock.now, sleep=clock.sleep)


async def done(doing: WorkerContext, kind: JobKind, run: str = "") -> tuple[str, JobOutcome]:
    """A run of that kind, or that one again, and what came of it."""
    if not run:
        (known,) = await list_registered_platforms(doing.store)
        asked = await jobs.request_job(doing.store, known.id, kind, doing.now())
        assert asked is not None
        run = asked.id
    outcome = await perform_job(doing, run, WORKS)
    assert outcome is not None
    return run, outcome


async def state_of(store: Store, run: str) -> RunRow:
    async with store.reading() as session:
        row = await session.get(RunRow, run)
    assert row is not None
    return row


def test_every_kind_of_run_has_its_work() -> None:
    assert set(WORKS) == set(JobKind)


@pytest.mark.browser
async def test_a_week_of_light_looks_decides_availability(tmp_path: Path) -> None:
    shop = command.Shop({path: page("栗子里商城") for path in ("/", "/list", "/item/1")})
    clock = Clock()
    with command.serving(shop) as url:
        hints = {Role.LIST: "/list", Role.PRODUCT: "/item/1"}
        async with doing(tmp_path, Registration(url, hints=hints), clock) as who:
            for number in range(21):
                shop.pages = {} if number == 9 else {path: page("栗子里商城") for path in ("/", "/list", "/item/1")}
                _, outcome = await done(who, JobKind.LIGHT)
                assert outcome.state is JobState.DONE
                clock.at = AT + timedelta(hours=8 * (number + 1))
                if number == 18:
                    assert await told(who.store, url, clock) == (Seen.NOT_SEEN, "sample_small", None)
            beats = await load_uptime_history(who.store, url, clock.at)
            answer = await told(who.store, url, clock)
            assert await list_audits(who.store) == ()
    assert len(beats) == 63
    down = [past.values for past in beats if not past.values["ok"]]
    # A home page that is not there is down; goods that are not there are gone, and say nothing.
    assert [(values["role"], values["reason"]) for values in down] == [
        ("product", "gone"), ("list", "gone"), ("home", "error_page")
    ]  # fmt: skip
    assert answer == (Seen.YES, "", 0.5)


@pytest.mark.browser
@pytest.mark.parametrize("kind", [JobKind.LIGHT, JobKind.TIMING, JobKind.AUDIT])
@pytest.mark.usefixtures("forked_judging")
async def test_only_a_platform_registered_with_consent_is_looked_at_on_a_private_address(
    kind: JobKind, tmp_path: Path
) -> None:
    item = CHECKS["complaints.complaint_entry"].counts[0].item
    asked: dict[tuple[str, ...], list[str]] = {}
    for private in ((), ("own",)):
        shop = command.Shop(command.pages())
        with command.serving(shop) as url:
            known = Registration(url, devices=("desktop",), items=(item,))
            async with doing(tmp_path / str(len(private)), known, private=private) as who:
                _, outcome = await done(who, kind)
        asked[private] = shop.asked
        assert (outcome.reason == "refused_by_guard") is (not private)
    assert asked[()] == []
    assert "/" in asked["own",]


async def told(store: Store, url: str, clock: Clock) -> tuple[Seen, str, float | None]:
    """What the check on availability says."""
    (known,) = await list_registered_platforms(store)
    site = Site(known.registration.platform, clock.at, history=await load_visit_history(store, url, clock.at))
    check = CHECKS["performance.availability"]
    answer = check.probe.judge(site, check.params)
    return answer.outcome, answer.reason, answer.fraction


@pytest.mark.browser
async def test_where_nothing_answers_at_all_it_is_our_own_outage(tmp_path: Path) -> None:
    shop = command.Shop({"/": page("栗子里商城")})
    with command.serving(shop) as url:
        pass
    clock = Clock()
    async with doing(tmp_path, Registration(url), clock) as who:
        _, outcome = await done(who, JobKind.LIGHT)
        async with who.store.reading() as session:
            (beat,) = (await session.scalars(select(BeatRow))).all()
    assert outcome.reason == beat.reason == "own_outage"
    assert 30.0 in clock.waited


@pytest.mark.browser
@pytest.mark.usefixtures("forked_judging")
async def test_a_timing_is_measured_apart_and_read_by_audits(tmp_path: Path) -> None:
    item = CHECKS["performance.home_speed"].counts[0].item
    with serving("prechecked") as url:
        async with doing(tmp_path, Registration(url, devices=("desktop",), items=(item,))) as who:
            _, outcome = await done(who, JobKind.TIMING)
            assert (outcome.state, outcome.reason) == (JobState.DONE, "")
            assert await list_audits(who.store) == ()
            async with who.store.reading() as session:
                (visit,) = (await session.scalars(select(VisitRow))).all()
            timed = await load_site(who.store, visit.id)
            assert (visit.kind, visit.state) == ("timing", VisitState.DONE)
            assert sorted(view.role for view in timed.views if view.state == "landed") == ["home", "list", "product"]

            _, outcome = await done(who, JobKind.AUDIT)
            (listed,) = await list_audits(who.store)
            assert listed.audit == outcome.audit
            assert listed.audit is not None
            judged, site = await load_audit(who.store, listed.audit), await load_site(who.store, listed.visit)
            assert site.timings == ()
            assert {past.values["role"] for past in site.history if past.kind == "timing"} == {
                "home",
                "list",
                "product",
            }
            said = next(
                finding.answer
                for finding in judged.findings
                if finding.probe == "performance.home_speed" and finding.look == 1
            )
            day = max(past.at for past in site.history if past.kind == "timing").astimezone(BEIJING).date()
            assert said.because.zh.startswith(f"{day} 测速：5 次冷加载")

            _, outcome = await done(who, JobKind.LIGHT)  # pages that the audit saw
            assert outcome.state is JobState.DONE
            beats = await load_uptime_history(who.store, url, datetime.now(UTC))
            assert {past.values["role"]: past.values["ok"] for past in beats} == dict.fromkeys(
                ("home", "list", "product"), True
            )


class Hanging(command.Shop):
    """A shop whose home page answers so many times and then no more."""

    answers = 4

    def hangs(self, path: str) -> bool:
        return path == "/" and self.asked.count("/") > self.answers


@pytest.mark.browser
async def test_a_timing_that_was_cut_off_goes_on_in_its_visit(tmp_path: Path) -> None:
    shop = Hanging({"/": page("栗子里商城")})
    with command.serving(shop) as url:
        async with doing(tmp_path, Registration(url, devices=("desktop",))) as who:
            (known,) = await list_registered_platforms(who.store)
            asked = await jobs.request_job(who.store, known.id, JobKind.TIMING, who.now())
            assert asked is not None
            task = asyncio.create_task(perform_job(who, asked.id, WORKS))
            assert await asyncio.to_thread(shop.waited_for.wait, 60)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            assert (await state_of(who.store, asked.id)).reason == "handed_back"
            async with who.store.reading() as session:
                before = (await session.scalars(select(TimingRow.run))).all()
            assert before
            shop.answers = 1000
            _, outcome = await done(who, JobKind.TIMING, asked.id)
            assert (outcome.state, outcome.reason) == (JobState.DONE, "")
            async with who.store.reading() as session:
                (visit,) = (await session.scalars(select(VisitRow))).all()
                loads = (await session.scalars(select(TimingRow.run).order_by(TimingRow.run))).all()
                views = (await session.scalars(select(ViewRow.role).where(ViewRow.state == "landed"))).all()
    assert visit.state == VisitState.DONE
    assert loads == [1, 2, 3, 4, 5]
    assert views == ["home"]


async def test_a_machine_that_is_not_to_be_had_puts_runs_back(tmp_path: Path) -> None:
    clock = Clock()
    async with doing(tmp_path, Registration("https://shop.example/"), clock) as who:
        async with machine_lock.share_machine(0, folder=tmp_path / "locks"):
            run, outcome = await done(who, JobKind.TIMING)
        assert (outcome.reason, outcome.again_in) == ("machine_busy", timedelta(minutes=10))
        row = await state_of(who.store, run)
        assert (row.state, row.attempts) == ("waiting", 0)
        async with machine_lock.reserve_machine(0, folder=tmp_path / "locks"):
            run, outcome = await done(who, JobKind.AUDIT)
        assert outcome.reason == "machine_busy"
        assert (await state_of(who.store, run)).attempts == 0
        assert sum(clock.waited) >= 50 * 60
        assert await list_audits(who.store) == ()


@pytest.mark.browser
@pytest.mark.usefixtures("forked_judging")
async def test_an_audit_whose_visit_was_removed_begins_anew(tmp_path: Path) -> None:
    async with doing(tmp_path, Registration(f"http://127.0.0.1:{closed_port()}/", devices=("desktop",))) as who:
        (known,) = await list_registered_platforms(who.store)
        asked = await jobs.request_job(who.store, known.id, JobKind.AUDIT, who.now())
        assert asked is not None
        async with who.store.writing() as session:
            row = await session.get(RunRow, asked.id)
            assert row is not None
            row.visit_id = "0" * 16
        first = await perform_job(who, asked.id, WORKS)
        assert first is not None
        assert (first.again_in, first.goes_on, first.counts) == (timedelta(0), False, False)
        outcome = await perform_job(who, asked.id, WORKS)
        assert outcome is not None
        assert outcome.reason == "unreachable"
        (listed,) = await list_audits(who.store)
        assert listed.audit is not None
        async with who.store.reading() as session:
            assert (await session.scalars(select(TimingRow))).all() == []
