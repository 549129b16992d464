"""What goes on is told rightly from the store: every part against a store made up on purpose, on both databases."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator
from rich.cells import cell_len
from rich.console import Console
from sqlalchemy import event, update

from storage.db.register_tables import JobKind, JobState, RunRow, WorkerRow
from storage.db.session import Store
from storage.db.tables import PlatformRow
from tests.storage.jobs.busy import BATCHES, NOW, fill
from xuncha.console.lang import Lang
from xuncha.console.plain_json import dump_plain_json
from xuncha.status.estimate import NoEstimateReason
from xuncha.status.status import QueueStatus, read_status
from xuncha.status.status_json import render_status_json
from xuncha.status.status_table import draw_status

PLATFORMS, RUNS = 100, 300
HOSTILE = "店\x1b[31m\u202e\u0085" + "长" * 60


@pytest.fixture
async def busy(store: Store) -> Store:
    await fill(store, PLATFORMS, RUNS)
    return store


async def test_what_waits_is_counted_by_kind_and_priority(busy: Store) -> None:
    seen = await read_status(busy, NOW)
    waits = {(queue.kind, queue.priority): (queue.now, queue.later) for queue in seen.waiting}
    assert waits == {(JobKind.AUDIT, 10): (5, 0), (JobKind.AUDIT, 0): (20, 5)}
    assert [queue.priority for queue in seen.waiting] == [10, 0]
    assert seen.waiting[0].oldest_due_at == NOW - timedelta(minutes=10 + 81)


async def test_what_runs_is_shown_with_its_worker_and_views(busy: Store) -> None:
    seen = await read_status(busy, NOW)
    assert seen.running_count == 3
    assert [(job.platform, job.worker, job.host, job.views) for job in seen.running] == [
        (41, "worker0", "node-0", 7),
        (21, "worker1", "node-1", 6),
        (1, "worker0", "node-0", 5),
    ]
    assert seen.running[2].since == NOW - timedelta(seconds=5)
    assert seen.running[2].url == "https://shop0.example.cn/"


async def test_what_is_due_leaves_out_paused_platforms(busy: Store) -> None:
    seen = await read_status(busy, NOW, last=4)
    # Due 3, 10, 17 … minutes from now; platform 50 is paused.
    assert seen.next.counts[JobKind.AUDIT] == (0, 9, 98)
    assert len(seen.next.first) == 4
    assert [platform.due_at for platform in seen.next.first] == sorted(platform.due_at for platform in seen.next.first)
    later = await read_status(busy, NOW + timedelta(minutes=4))
    assert later.next.counts[JobKind.AUDIT][0] == 1
    late = await read_status(busy, NOW + timedelta(days=30))
    assert late.next.counts[JobKind.AUDIT] == (98, 0, 0)


async def test_failed_and_put_off_come_with_reasons(busy: Store) -> None:
    seen = await read_status(busy, NOW, last=2)
    assert dict(seen.failed.reasons) == {"unreachable": 1, "blocked": 1, "timeout": 1, "store": 1, "error": 1}
    assert [job.platform for job in seen.failed.last] == [8, 28]  # newest first
    assert dict(seen.put_off.reasons) == {"unreachable": 2, "blocked": 2, "timeout": 1}
    assert all(job.at > NOW for job in seen.put_off.last)
    assert (await read_status(busy, NOW + timedelta(days=8))).failed.last == ()


async def test_workers_are_alive_or_dead_by_their_last_sign(busy: Store) -> None:
    seen = await read_status(busy, NOW)
    assert [(worker.id, worker.alive, worker.runs) for worker in seen.workers] == [
        ("worker0", True, 2), ("worker1", True, 1), ("worker2", True, 0), ("worker3", False, 0),
    ]  # fmt: skip
    assert not any(worker.alive for worker in (await read_status(busy, NOW + timedelta(minutes=1))).workers)


async def test_pace_and_series(busy: Store) -> None:
    seen = await read_status(busy, NOW)
    ended = [n for n in range(PLATFORMS) if not (1 <= n % 20 <= 6 or (n % 20 == 0 and n < 60))]
    assert (seen.pace.hour, seen.pace.day) == (sum(n < 60 for n in ended), len(ended))
    assert seen.pace.median_seconds is not None
    assert 30 <= seen.pace.median_seconds <= 47
    light, timing = seen.series
    assert (light.kind, light.platforms, light.day, light.overdue) == (JobKind.LIGHT, 98, 190, 0)
    assert (timing.day, timing.last_at) == (10, NOW)
    assert (seen.answers.looks, seen.answers.unanswered) == (300, 6)


async def test_series_that_fall_behind_are_seen(busy: Store) -> None:
    async with busy.writing() as session:
        await session.execute(
            update(RunRow).where(RunRow.kind == JobKind.TIMING.value).values(state=JobState.WAITING.value)
        )
    assert (await read_status(busy, NOW)).series[1].overdue == 0
    assert (await read_status(busy, NOW + timedelta(days=2))).series[1].overdue == 10


async def test_batches_tell_how_far_they_are_and_when_they_will_be_done(busy: Store) -> None:
    seen = await read_status(busy, NOW)
    by_name = {far.name: (far, ends) for far, ends in seen.batches}
    assert list(by_name) == [*BATCHES, ""]
    assert sum(far.platforms for far, _ in by_name.values()) == 98
    assert sum(far.states.get(JobState.WAITING, 0) for far, _ in by_name.values()) == 30
    assert sum(far.states.get(JobState.RUNNING, 0) for far, _ in by_name.values()) == 3
    assert seen.rate.hourly is not None
    for far, ends in by_name.values():
        assert ends.at is not None, far
        assert NOW < ends.at < NOW + timedelta(hours=4)
    # Whoever is last in the queue: all that waits now and all that runs, at this rate.
    assert max(far.last_place for far, _ in by_name.values()) == 25
    slowest = max((pair for pair in by_name.values()), key=lambda pair: pair[0].last_place)
    assert slowest[1].at is not None
    assert slowest[1].at >= NOW + timedelta(hours=28 / seen.rate.hourly)


async def test_no_end_is_foretold_without_workers_or_pace(busy: Store) -> None:
    assert {ends.why for _, ends in (await read_status(busy, NOW + timedelta(minutes=5))).batches} == {
        NoEstimateReason.NO_WORKER
    }
    async with busy.writing() as session:
        await session.execute(
            update(WorkerRow).values(started_at=NOW + timedelta(minutes=5), beat_at=NOW + timedelta(minutes=5))
        )
    fresh = await read_status(busy, NOW + timedelta(minutes=5, seconds=30))
    assert {ends.why for _, ends in fresh.batches} == {NoEstimateReason.NO_PACE}
    assert fresh.rate.hourly is None


async def test_a_tag_limits_all_but_workers(busy: Store) -> None:
    seen, all = await read_status(busy, NOW, "重点"), await read_status(busy, NOW)
    ids = {n + 1 for n in range(PLATFORMS) if n % 3 == 0}
    assert {job.platform for job in seen.running} == {1}
    assert {job.platform for job in (*seen.failed.last, *seen.put_off.last)} <= ids
    assert {platform.platform for platform in seen.next.first} <= ids
    assert seen.workers == all.workers
    assert seen.rate == all.rate
    assert sum(far.platforms for far, _ in seen.batches) < 40
    assert [far.name for far, _ in (await read_status(busy, NOW, BATCHES[0])).batches] == [BATCHES[0]]
    assert (await read_status(busy, NOW, "没有的标签")).batches == ()


async def test_many_platforms_cost_few_statements(busy: Store) -> None:
    """The number of questions does not grow with platforms, runs or batches."""
    asked: list[str] = []
    engine = busy.engine.sync_engine

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    await read_status(busy, NOW)
    event.remove(engine, "before_cursor_execute", note)
    assert 10 < len([text for text in asked if text.lstrip().startswith("SELECT")]) < 40


async def test_json_is_as_its_schema_says(busy: Store) -> None:
    async with busy.writing() as session:
        await session.execute(
            update(RunRow).where(RunRow.state == "failed").values(reason="store: postgresql://u:p@ss/w@h/d")
        )
    schema = json.loads(files("xuncha.status").joinpath("status.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for at in (NOW, NOW + timedelta(days=30)):
        text = dump_plain_json(render_status_json(await read_status(busy, at)))
        validator.validate(json.loads(text))
    said = render_status_json(await read_status(busy, NOW))
    assert said["failed"]["last"][0]["reason"] == "store: postgresql://***@h/d"
    del said["pace"]
    assert not validator.is_valid(said)  # the schema refuses something


@pytest.mark.parametrize("lang", Lang)
async def test_no_end_is_foretold_of_what_is_paused(busy: Store, lang: Lang) -> None:
    async with busy.writing() as session:
        waits = update(RunRow).where(RunRow.state == JobState.WAITING.value)
        await session.execute(waits.values(state=JobState.PAUSED.value))
    seen = await read_status(busy, NOW)
    assert sum(far.states.get(JobState.PAUSED, 0) for far, _ in seen.batches) == 30
    assert {ends.why for _, ends in seen.batches} == {NoEstimateReason.PAUSED}
    lines = _lines(seen, lang)
    assert max(cell_len(line) for line in lines) <= 100
    (row,) = (line for line in lines if "食品专项" in line)
    assert row.endswith("无法估计：10 个已暂停" if lang is Lang.ZH else "cannot be told: 10 paused")
    assert "  10  " in row  # among those that wait
    schema = json.loads(files("xuncha.status").joinpath("status.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(json.loads(dump_plain_json(render_status_json(seen))))


@pytest.mark.parametrize("lang", Lang)
async def test_tables_fit_a_terminal_and_obey_no_name(busy: Store, lang: Lang) -> None:
    async with busy.writing() as session:
        await session.execute(update(PlatformRow).values(name=HOSTILE))
    lines = _lines(await read_status(busy, NOW), lang)
    assert max(cell_len(line) for line in lines) <= 100
    text = "\n".join(lines)
    assert not {"\x1b", "\u202e", "\u0085"} & set(text)
    assert ("已用" if lang is Lang.ZH else "will be done") in text
    assert "店 [31m" in text


async def test_the_same_words_without_colours(busy: Store) -> None:
    seen = await read_status(busy, NOW)
    plain = _lines(seen, Lang.ZH)
    console = Console(width=100, color_system="standard", force_terminal=True, highlight=False)
    with console.capture() as caught:
        console.print(draw_status(seen, Lang.ZH))
    assert "\x1b[" in caught.get()
    assert [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", caught.get()).splitlines()] == plain


def _lines(seen: QueueStatus, lang: Lang) -> list[str]:
    console = Console(width=100, color_system=None, highlight=False)
    with console.capture() as caught:
        console.print(draw_status(seen, lang))
    return [line.rstrip() for line in caught.get().splitlines()]
