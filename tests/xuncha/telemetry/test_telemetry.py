"""A worker that really does runs is seen: on a line, in logs, and by whoever scrapes its numbers on loopback."""

from __future__ import annotations

import asyncio
import io
import json
import re
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from rich.console import Console

from storage import platforms
from storage.db.register_tables import JobKind, JobState, PlatformState
from storage.db.session import open_store
from storage.errors import DatabaseBusy, NotFound, StorageError
from storage.jobs import jobs, orphaned, workers
from storage.jobs.jobs import Job
from storage.jobs.queue_status import QueueHealth, measure_queue_health
from storage.platforms import DueTimes, RegisteredPlatform, Registration
from storage.visits.visits import begin_visit
from xuncha.console.lang import Lang
from xuncha.fleet.in_process import InProcessWorker
from xuncha.fleet.task import JobOutcome, NullListener, WorkerContext
from xuncha.settings.target import InvalidInput
from xuncha.telemetry.batch_progress import BatchLine
from xuncha.telemetry.log_format import LogFormat
from xuncha.telemetry.metrics import JobMetrics, parse_metrics_address, serve_metrics
from xuncha.telemetry.telemetry import ListenerGroup, TelemetryOptions, attach_telemetry

START = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
HOSTILE = "坏\x1b[31m店名" + "很长" * 20


@dataclass
class Clock:
    """Goes on by a second whenever it is asked."""

    at: datetime = START

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@pytest.fixture
async def doing(tmp_path: Path) -> AsyncIterator[WorkerContext]:
    """Four platforms that are due."""
    async with open_store(tmp_path) as store:
        for n in range(4):
            said = Registration(url=f"https://shop{n}.example.cn/", name=HOSTILE if n == 0 else f"店{n}")
            await platforms.save_registration(store, said, DueTimes(audit=START - timedelta(hours=1)), START)
        yield WorkerContext(store, await workers.register_worker(store, START), Clock())


async def _work(doing: WorkerContext, job: Job, known: RegisteredPlatform) -> JobOutcome:
    """The first is done with a view captured, then one fails, one is put off, one breaks."""
    doing.telling.at(job, known, "desktop home landed", 3, 12)
    match known.id:
        case 1:
            async with await begin_visit(doing.store, known.registration.platform, {}) as keeper:
                await keeper.blob(b"12345", "text/plain")
            return JobOutcome(audit="aa")
        case 2:
            return JobOutcome(JobState.FAILED, reason="unreachable")
        case 3:
            return JobOutcome(reason=f"strange {known.registration.url}", again_in=timedelta(minutes=15))
    raise DatabaseBusy("postgresql://u:geheim@h/d")


WORKS = {JobKind.AUDIT: _work}


def _scraped(text: str) -> dict[tuple[str, ...], float]:
    return {
        (sample.name, *(f"{k}={v}" for k, v in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_numbers_are_scraped_from_a_worker(doing: WorkerContext) -> None:
    numbers = JobMetrics(doing.store.kept, doing.now)
    numbers.pulse(await measure_queue_health(doing.store, START, timedelta(seconds=45)), START)
    with serve_metrics(numbers, "127.0.0.1", _free()) as port:
        told = WorkerContext(doing.store, doing.worker, doing.now, telling=numbers)
        await InProcessWorker(told, WORKS).run_due()
        numbers.pulse(await measure_queue_health(doing.store, doing.now(), timedelta(seconds=45)), doing.now())
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.get(f"http://127.0.0.1:{port}/metrics")
    found = _scraped(answer.text)
    assert found["xuncha_runs_begun_total", "kind=audit"] == 4
    assert found["xuncha_runs_begun_total", "kind=light"] == 0
    assert {key[1:]: value for key, value in found.items() if key[0] == "xuncha_runs_ended_total"} == {
        ("kind=audit", "outcome=done", "reason=none"): 1,
        ("kind=audit", "outcome=failed", "reason=unreachable"): 1,
        ("kind=audit", "outcome=put_off", "reason=other"): 1,
        ("kind=audit", "outcome=put_off", "reason=store"): 1,
    }
    assert found["xuncha_runs_doing", "kind=audit"] == 0
    assert found["xuncha_run_seconds_count", "kind=audit"] == 4
    assert found["xuncha_run_seconds_sum", "kind=audit"] >= 4
    assert found["xuncha_runs_waiting", "kind=audit", "when=later"] == 2
    assert found["xuncha_runs_waiting", "kind=audit", "when=now"] == 0
    assert found["xuncha_workers_alive",] == 1
    assert found["xuncha_oldest_due_seconds",] == 0
    assert found["xuncha_evidence_bytes_total",] == 5
    assert found["xuncha_views_captured_total",] == 0
    assert found["xuncha_store_refusals_total", "fault=DatabaseBusy"] == 0  # none of the store's own here
    assert "shop" not in answer.text  # no address is a label


async def test_the_oldest_due_run_has_an_age(doing: WorkerContext) -> None:
    await jobs.request_job(doing.store, 1, JobKind.AUDIT, START - timedelta(hours=2))
    seen = await measure_queue_health(doing.store, START, timedelta(seconds=45))
    assert (seen.waiting[JobKind.AUDIT], seen.alive, seen.running) == ((1, 0), 1, 0)
    numbers = JobMetrics(doing.store.kept, doing.now)
    numbers.pulse(seen, START)
    assert numbers.registry.get_sample_value("xuncha_oldest_due_seconds") == 7200


async def test_what_the_store_keeps_and_refuses_is_counted(doing: WorkerContext) -> None:
    async def refuse(fault: StorageError) -> None:
        async with doing.store.writing():
            raise fault

    for fault in (DatabaseBusy("x"), NotFound("y")):
        with pytest.raises(StorageError):
            await refuse(fault)
    assert dict(doing.store.kept.refusals) == {"DatabaseBusy": 1}  # what was not found is an answer


async def test_the_queue_is_looked_at_as_runs_begin(doing: WorkerContext) -> None:
    """The loop itself never waits its time out: only a run that begins can have the queue looked at a second time."""
    port, never, waiting = _free(), asyncio.Event(), asyncio.Event()

    async def sleep(seconds: float) -> None:
        await never.wait()

    async def held(doing: WorkerContext, job: Job, known: RegisteredPlatform) -> JobOutcome:
        await waiting.wait()
        return JobOutcome()

    async with attach_telemetry(doing, TelemetryOptions(metrics=str(port)), sleep) as told:
        work = asyncio.create_task(InProcessWorker(told, {JobKind.AUDIT: held}).run_due())
        async with httpx.AsyncClient(trust_env=False) as client, asyncio.timeout(30):
            found: dict[tuple[str, ...], float] = {}
            while found.get(("xuncha_runs_running",)) != 1:
                found = _scraped((await client.get(f"http://127.0.0.1:{port}/metrics")).text)
        assert found["xuncha_runs_waiting", "kind=audit", "when=now"] == 3
        assert found["xuncha_oldest_due_seconds",] >= 3600
        waiting.set()
        assert (await work).done == 4
    async with httpx.AsyncClient(trust_env=False) as client:
        with pytest.raises(httpx.ConnectError):  # with the worker its address is gone
            await client.get(f"http://127.0.0.1:{port}/metrics")


@pytest.mark.parametrize(
    ("said", "is_at"),
    [
        ("9100", ("127.0.0.1", 9100)),
        (":9100", ("127.0.0.1", 9100)),
        ("0.0.0.0:9100", ("0.0.0.0", 9100)),
        ("[::1]:9100", ("::1", 9100)),
        ("localhost:9100", ("localhost", 9100)),
    ],
)
def test_only_this_machine_may_ask_unless_a_host_is_named(said: str, is_at: tuple[str, int]) -> None:
    assert parse_metrics_address(said) == is_at


@pytest.mark.parametrize("said", ["", "x", "127.0.0.1", "127.0.0.1:0", "1:99999", "evil.example:1", "１２"])
def test_what_is_no_address_is_refused(said: str) -> None:
    with pytest.raises(InvalidInput, match="--metrics"):
        parse_metrics_address(said)


async def test_a_port_that_is_taken_is_said_in_one_line(doing: WorkerContext) -> None:
    numbers = JobMetrics(doing.store.kept, doing.now)
    with (
        serve_metrics(numbers, "127.0.0.1", _free()) as port,
        pytest.raises(InvalidInput, match=str(port)),
        serve_metrics(numbers, "127.0.0.1", port),
    ):
        pass


async def test_the_whole_with_logs_as_json(doing: WorkerContext, capsys: pytest.CaptureFixture[str]) -> None:
    seeing = TelemetryOptions(log_format=LogFormat.JSON, metrics=f"127.0.0.1:{_free()}", line=True)
    async with attach_telemetry(doing, seeing) as told:
        await InProcessWorker(told, WORKS).run_due()
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert {line["message"] for line in lines} == {"run began", "run ended"}
    ended = {line["platform"]: line for line in lines if line["message"] == "run ended"}
    assert [ended[n]["outcome"] for n in (1, 2, 3, 4)] == ["done", "failed", "put_off", "put_off"]
    assert ended[1]["audit"] == "aa"
    assert ended[1]["seconds"] >= 1
    assert ended[3]["again_in"] == 900
    assert ended[4]["level"] == "warning"
    assert ended[4]["worker"] == doing.worker
    assert "geheim" not in str(lines)


async def test_elsewhere_each_end_is_a_line(doing: WorkerContext, capsys: pytest.CaptureFixture[str]) -> None:
    async with attach_telemetry(doing, TelemetryOptions(line=True, lang=Lang.EN)) as told:
        await InProcessWorker(told, WORKS).run_due()
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 5
    (failed,) = (line for line in lines if line.startswith("店1 "))
    assert re.fullmatch(
        r"店1 audit: failed, \d+\.\d s, it could not be reached \(\d done 1 failed \d put off\)", failed
    )
    assert "\x1b" not in "".join(lines)
    assert re.fullmatch(r"1 done 1 failed 2 put off in \d+ s", lines[-1])


def _run(n: int) -> Job:
    return Job(f"r{n}", n, JobKind.AUDIT, START, 0, JobState.RUNNING, START, 1, started_at=START)


def _known(name: str) -> RegisteredPlatform:
    return RegisteredPlatform(
        1, Registration(url="https://shop.example.cn/", name=name), PlatformState.ACTIVE, START, START
    )


def test_on_a_terminal_one_line_tells_of_all() -> None:
    out, now = io.StringIO(), Clock()
    line = BatchLine(Console(file=out, force_terminal=True, width=100, _environ={}), Lang.ZH, now)
    for n, name in enumerate((HOSTILE, "", "三号店")):
        line.began(_run(n), _known(name))
    line.at(_run(0), _known(HOSTILE), "desktop home landed", 3, 12)
    line.pulse(QueueHealth(dict.fromkeys(JobKind, (2, 5)), 3, 1, None))
    said = line.line().plain
    assert re.match(r"\d+ 秒  完成 0 失败 0 推迟 0 · 待办 8  \[坏 \[31m店名", said)
    assert "3/12 桌面 首页 加载后" in said
    assert "[shop.example.cn 检测]" in said
    assert "另有 1 个" in said
    line.start()
    line.ended(_run(1), JobOutcome(audit="x"))
    line.ended(_run(2), JobOutcome(JobState.FAILED, reason="blocked: 滑块"))
    line.stop()
    shown = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", out.getvalue())
    assert "三号店 检测：失败" in shown
    assert "shop.example.cn 检测：完成" not in shown  # what went well is in the count alone
    assert "完成 1 失败 1 推迟 0" in shown


def test_one_that_breaks_while_told_holds_up_nothing(caplog: pytest.LogCaptureFixture) -> None:
    told: list[str] = []

    class Broken(NullListener):
        def began(self, job: Job, known: RegisteredPlatform) -> None:
            raise BrokenPipeError

    class Listening(NullListener):
        def began(self, job: Job, known: RegisteredPlatform) -> None:
            told.append(job.id)

    ListenerGroup((Broken(), Listening())).began(_run(1), _known(""))
    assert told == ["r1"]
    assert "Broken could not be told" in caplog.text


async def test_every_attempt_that_began_ends(doing: WorkerContext) -> None:
    """Also one that another worker has taken meanwhile: else it would be shown as going on for ever."""
    ends: list[str] = []

    class Listening(NullListener):
        def ended(self, job: Job, outcome: JobOutcome) -> None:
            ends.append(outcome.reason)

    async def stolen(doing: WorkerContext, job: Job, known: RegisteredPlatform) -> JobOutcome:
        await orphaned.rescue_orphaned_jobs(doing.store, (doing.worker,), doing.now() + timedelta(days=1), 1)
        await jobs.begin_job(doing.store, job.id, "another", doing.now() + timedelta(days=1))
        return JobOutcome()

    told = WorkerContext(doing.store, doing.worker, doing.now, telling=Listening())
    await InProcessWorker(told, {JobKind.AUDIT: stolen}).run_due()
    assert ends == ["taken"] * 4


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
