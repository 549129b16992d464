"""Audits of hostile shops by one process that goes on for the whole soak, ``xuncha serve``, and what it uses after each."""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlalchemy import select

from storage.db.register_tables import JobState, RunRow
from storage.db.session import open_store
from storage.db.tables import PlatformRow
from storage.platforms import OWN, DueTimes, Registration, save_registration
from tests.soak import outputs, watching
from tests.soak.by_command import outputs_of
from tests.soak.hostile import Hostile
from tests.soak.told import LIMITS, Audited, Sample
from tests.xuncha.command import ROOT, environment, xuncha

WAY = "serve"
CLOCKS: dict[str, dict[str, Any]] = {
    "workers": {"plan_seconds": 0.5},
    "retries": {"minutes": [9_000.0]},
    "second_audit": {"minutes": 9_000.0},
}
END_SECONDS = 60.0
EVERY_SECONDS = 0.3


@dataclass
class LongLived:
    """The process, its folder (store, temp folder, log), and a sample after each audit."""

    process: subprocess.Popen[bytes]
    folder: Path
    samples: list[Sample] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def audit(self, hostile: Hostile, url: str, seconds: float) -> Audited:
        """Register the shop as due now with so many seconds, wait for its audit and write its report."""
        told = Audited(hostile.name, WAY, hostile.traps)
        before = watching.written_bytes(self.data)
        began = time.monotonic()
        with watching.watched(self.process.pid) as seen:
            state, audit = asyncio.run(self._audited(hostile, url, seconds))
        told.seconds, told.tree_bytes = time.monotonic() - began, seen.tree_bytes
        if self.process.poll() is not None:
            told.breach("exit code", f"serve ended with {self.process.returncode}: {self._said()[-400:]}")
        elif state is None:
            told.breach("hang", f"an audit goes on after {told.seconds:.0f} s")
        told.written = watching.written_bytes(self.data) - before
        if audit:
            ran = xuncha("show", audit, "--out", str(self.folder / "out"), given={"XUNCHA_DATA": str(self.data)})
            if ran.code != 0:
                told.breach("exit code", f"show: {ran.code}: {ran.err[-300:]}")
            else:
                outputs_of(told, hostile, self.folder / "out")
        elif state == JobState.FAILED:
            told.breach("exit code", f"the run failed without an audit: {self._said()[-400:]}")
        told.judge(hostile)
        self.samples.append(self._sample())
        return told

    async def _audited(self, hostile: Hostile, url: str, seconds: float) -> tuple[str | None, str | None]:
        """How its run stands in the end, and its audit; no state where it did not end in time. One that is to be tried again has ended too."""
        now, deadline = datetime.now(UTC), time.monotonic() + seconds + LIMITS["over_seconds"]
        registration = Registration(
            url, items=hostile.items, devices=hostile.devices, schedule="7d", seconds=seconds, name=hostile.name,
            private=(OWN,),
        )  # fmt: skip
        query = select(RunRow).join(PlatformRow, PlatformRow.id == RunRow.platform_id).where(PlatformRow.url == url)
        async with open_store(self.data) as store:
            await save_registration(store, registration, DueTimes(audit=now), now)
            while time.monotonic() < deadline and self.process.poll() is None:
                async with store.reading() as session:
                    row = (await session.scalars(query)).first()
                    if row is not None and row.state != JobState.RUNNING and _tried(row):
                        return row.state, row.audit_id
                await asyncio.sleep(EVERY_SECONDS)
        return None, None

    def _sample(self) -> Sample:
        pid, temporary = self.process.pid, self.folder / "tmp"
        deadline = time.monotonic() + LIMITS["left_seconds"]
        while len(below := watching.below(pid)) > 1 and time.monotonic() < deadline:
            time.sleep(EVERY_SECONDS)  # its browser takes a moment to go
        left = sum(path.is_file() for path in temporary.rglob("*"))
        return Sample(watching.resident_bytes(pid), watching.descriptors(pid), len(below), left)

    def _said(self) -> str:
        return (self.folder / "serve.log").read_text("utf-8", "replace")

    def end(self) -> list[tuple[str, str]]:
        """Ask it to leave; breaches of how it did, and of what it said all the time."""
        found, there = [], watching.below(self.process.pid)
        if self.process.poll() is None:
            self.process.terminate()
            try:
                if (code := self.process.wait(END_SECONDS)) not in (0, 130):
                    found.append(("exit code", f"serve left with {code}"))
            except subprocess.TimeoutExpired:
                found.append(("hang", "serve does not leave"))
                self.process.kill()
                self.process.wait()
        alive = watching.Watched(met=there).alive()
        found += [("left over", f"process {process.name} of serve") for process in alive[:3]]
        watching.kill(alive)
        said = self._said()
        if "Traceback" in said:
            found.append(("traceback", said[said.index("Traceback") :][:800]))
        return found + [("output", f"log of serve: {fault}") for fault in outputs.terminal_faults(said)]


def _tried(row: RunRow) -> bool:
    """Whether it came to its end, or will be tried again."""
    return row.state in (JobState.DONE, JobState.FAILED) or bool(row.attempts or row.setbacks)


@contextlib.contextmanager
def long_lived(folder: Path) -> Iterator[LongLived]:
    """``xuncha serve`` while the block runs."""
    (folder / "tmp").mkdir(parents=True)
    clocks = tomllib.loads(files("xuncha.settings").joinpath("schedule.toml").read_text("utf-8"))
    lines = []
    for name, values in clocks.items():
        lines += [
            f"[{name}]",
            *(f"{key} = {json.dumps(value)}" for key, value in {**values, **CLOCKS.get(name, {})}.items()),
        ]
    (folder / "schedule.toml").write_text("\n".join(lines), "utf-8")
    given = {
        "XUNCHA_DATA": str(folder / "data"),
        "XUNCHA_SCHEDULE": str(folder / "schedule.toml"),
        "TMPDIR": str(folder / "tmp"),
    }
    with (folder / "serve.log").open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "xuncha.cli.app", "serve", "--pace", "0", "--no-ocr"], cwd=ROOT,
            env=environment(**given), stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, start_new_session=True,
        )  # fmt: skip
        try:
            yield LongLived(process, folder)
        finally:
            if process.poll() is None:
                watching.kill([*watching.below(process.pid)])
                process.wait()
