"""Audits share a machine, a timing has it alone and goes first: proved by real processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.xuncha.command import ROOT
from xuncha.fleet import machine_lock

Holds = Callable[..., "Holder"]


class Holder:
    """A process that asks for the machine."""

    def __init__(self, how: str, folder: Path, minutes: float) -> None:
        words = [sys.executable, "-m", "tests.xuncha.fleet.holding", how, str(folder), str(minutes)]
        self.process = subprocess.Popen(
            words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        assert self.hears() == "asks"

    def hears(self) -> str:
        """The next thing it says."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def leaves(self) -> None:
        self.process.communicate("\n", timeout=30)
        assert self.process.returncode == 0


@pytest.fixture
def holds(tmp_path: Path) -> Iterator[Holds]:
    began: list[Holder] = []

    def begin(how: str, minutes: float = 5.0) -> Holder:
        began.append(Holder(how, tmp_path, minutes))
        return began[-1]

    yield begin
    for holder in began:
        holder.process.kill()
        holder.process.communicate()


@pytest.mark.commands
def test_audits_share_and_a_timing_does_not(holds: Holds) -> None:
    one, other = holds("shared"), holds("shared")
    assert (one.hears(), other.hears()) == ("in", "in")
    assert holds("alone", 0).hears() == "busy"
    one.leaves()
    assert holds("alone", 0).hears() == "busy"
    other.leaves()
    timing = holds("alone")
    assert timing.hears() == "in"
    assert holds("shared", 0).hears() == "busy"
    assert holds("alone", 0).hears() == "busy"
    timing.leaves()
    assert holds("shared", 0).hears() == "in"


@pytest.mark.commands
def test_a_timing_that_waits_goes_before_audits_that_come_later(holds: Holds) -> None:
    early = holds("shared")
    assert early.hears() == "in"
    timing = holds("alone")
    while (late := holds("shared", 0)).hears() == "in":  # until the timing stands in the door
        late.leaves()
    waiting = holds("shared")
    early.leaves()
    assert timing.hears() == "in"
    assert holds("shared", 0).hears() == "busy"
    timing.leaves()
    assert waiting.hears() == "in"


@pytest.mark.commands
def test_one_timing_at_a_time(holds: Holds) -> None:
    first, second = holds("alone"), None
    assert first.hears() == "in"
    second = holds("alone")
    first.leaves()
    assert second.hears() == "in"


@pytest.mark.commands
def test_who_is_killed_holds_nothing(holds: Holds) -> None:
    timing = holds("alone")
    assert timing.hears() == "in"
    timing.process.kill()
    timing.process.wait()
    assert holds("shared", 0).hears() == "in"


@pytest.mark.commands
async def test_waiting_gives_up_after_its_limit_and_blocks_nobody(holds: Holds, tmp_path: Path) -> None:
    assert holds("alone").hears() == "in"
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    for part in (machine_lock.share_machine, machine_lock.reserve_machine):
        waited.clear()
        with pytest.raises(machine_lock.MachineBusy):
            async with part(2, sleep, tmp_path):
                raise AssertionError("it went in")
        assert 120 <= sum(waited) < 121


@pytest.mark.commands
async def test_a_timing_that_gave_up_stands_in_nobody_s_way(holds: Holds, tmp_path: Path) -> None:
    assert holds("shared").hears() == "in"
    with pytest.raises(machine_lock.MachineBusy):
        async with machine_lock.reserve_machine(0, folder=tmp_path):
            raise AssertionError("it went in")
    assert holds("shared", 0).hears() == "in"


async def test_a_folder_that_is_somebody_else_s_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "theirs")
    with pytest.raises(machine_lock.MachineBusy):
        async with machine_lock.share_machine(0, folder=tmp_path / "link"):
            raise AssertionError("it went in")
    assert list((tmp_path / "theirs").iterdir()) == []


async def test_what_is_in_use_is_never_old_enough_to_be_cleared_away(tmp_path: Path) -> None:
    files = [tmp_path / "door", tmp_path / "room"]
    for path in files:
        path.touch()
        os.utime(path, (0, 0))
    before = time.time() - 60
    async with machine_lock.share_machine(0, folder=tmp_path):
        assert [path for path in files if path.stat().st_mtime < before] == []
