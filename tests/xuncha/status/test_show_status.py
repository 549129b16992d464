"""The status command as a person or a script runs it, and watching until Ctrl-C."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from storage.db.session import open_store
from storage.store_counters import StoreCounters
from tests.storage.jobs.busy import NOW, fill
from tests.xuncha.command import CHINESE, ROOT, xuncha
from xuncha.console.lang import Lang
from xuncha.status.show_status import StatusOptions, show_status
from xuncha.telemetry.logs import FIELDS
from xuncha.telemetry.metrics import JobMetrics


@pytest.fixture
async def data(tmp_path: Path) -> Path:
    async with open_store(tmp_path) as store:
        await fill(store, 60, 90)
    return tmp_path


@pytest.mark.commands
def test_the_command_tells_in_both_languages_and_as_json(data: Path) -> None:
    chinese = xuncha("status", "--data", str(data))
    english = xuncha("status", "--data", str(data), "--lang", "en", "--tag", "重点", "--last", "2")
    for ended in (chinese, english):
        assert (ended.code, ended.err) == (0, "")
        assert "\x1b" not in ended.out
    assert chinese.out.startswith("巡查状态")
    assert "存活 0 · 失联 4" in chinese.out
    assert "0 alive · 4 dead" in english.out
    assert "only: 重点" in english.out
    said = json.loads(xuncha("status", "--data", str(data), "--json").out)
    assert (said["schema"], said["running"]["count"], len(said["workers"])) == (2, 3, 4)


@pytest.mark.commands
def test_an_empty_store_has_a_status_too(tmp_path: Path) -> None:
    ended = xuncha("status", "--data", str(tmp_path / "new"), "--lang", "en")
    assert (ended.code, ended.err) == (0, "")
    assert "Waiting  0 now · 0 later" in ended.out
    assert not CHINESE.search(ended.out)


async def test_watching_looks_again_until_it_is_ended(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            raise asyncio.CancelledError  # what Ctrl-C comes to

    showing = StatusOptions(data, as_json=True, every=7.0, lang=Lang.EN)
    assert await show_status(showing, lambda: NOW + timedelta(seconds=len(waits)), sleep) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["at"] for line in lines] == [f"2026-11-25T04:00:0{n}Z" for n in range(3)]
    assert waits == [7.0] * 3


def test_the_document_names_every_number_and_field() -> None:
    page = (ROOT / "docs" / "monitoring.md").read_text("utf-8")
    made = JobMetrics(StoreCounters(), lambda: NOW).registry.collect()
    names = {f"{metric.name}_total" if metric.type == "counter" else metric.name for metric in made}
    assert set(re.findall(r"`(xuncha_\w+)`", page)) == {n for n in names if n.startswith("xuncha_")}
    schema = json.loads((ROOT / "xuncha" / "status" / "status.schema.json").read_text("utf-8"))
    named = set(re.findall(r"`(\w+)(?:\[\])?`", page))
    assert set(schema["properties"]) - {"at", "tag"} <= named
    assert set(FIELDS) <= named
