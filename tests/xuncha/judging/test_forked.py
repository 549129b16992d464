"""A judging process that tests lend judges as one that is started anew, has nothing of the one before, and ends with whom it stands for."""

from __future__ import annotations

import asyncio
import dataclasses
import os
import signal
from pathlib import Path

import pytest

from tests.rules import real_rules
from tests.xuncha.judging.test_isolated import environment_of, shop, until
from xuncha.judging.isolated import IsolatedJudge, JudgingHung
from xuncha.judging.judged import find_second_looks, make_audit

pytestmark = [pytest.mark.commands, pytest.mark.usefixtures("forked_judging")]


def judging_for(relay: int | None) -> set[int]:
    """Processes that read what the relay was to read."""
    pipe = os.readlink(f"/proc/{relay}/fd/0")
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(folder / "fd" / "0") == pipe:
                found.add(int(folder.name))
        except OSError:  # it is gone, or somebody else's
            continue
    return found - {relay}


def limits_of(pid: int) -> dict[str, str]:
    """Those that hold, by their names in the system."""
    lines = Path(f"/proc/{pid}/limits").read_text("ascii").splitlines()
    return {line[:26].strip(): line[26:].split()[0] for line in lines}


def has_ended(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


async def test_a_lent_process_judges_as_one_does_here_and_each_audit_has_its_own() -> None:
    rules, site = real_rules(), shop()
    here = make_audit(rules, site, "visit")
    used = set()
    for _ in range(2):
        async with IsolatedJudge() as apart:
            assert await apart.find_second_looks(site, ()) == find_second_looks(rules, site, ())
            (judging,) = judging_for(apart.pid)
            made = await apart.judge(site, "visit")  # it has the pages by now
            used.add(judging)
        assert (made.findings, made.verdicts, dict(made.scores)) == (here.findings, here.verdicts, dict(here.scores))
    assert len(used) == 2
    await until(lambda: all(map(has_ended, used)))


async def test_it_has_the_environment_and_limits_of_a_judging_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUNCHA_DATABASE", "postgresql://user:secret@db.example/xuncha")
    async with IsolatedJudge() as apart:
        await apart.find_second_looks(shop(), ())
        (judging,) = judging_for(apart.pid)
        assert b"secret" not in environment_of(apart.pid)
        said = limits_of(judging)
    assert said["Max file size"] == said["Max core file size"] == "0"
    assert said["Max address space"] != "unlimited"


async def test_one_that_dies_is_told_as_one_that_was_started_anew() -> None:
    async with IsolatedJudge() as apart:
        await apart.find_second_looks(shop(), ())
        (judging,) = judging_for(apart.pid)
        os.kill(judging, signal.SIGKILL)
        with pytest.raises(JudgingHung, match="exit code -9"):
            await apart.judge(dataclasses.replace(shop()), "visit")


async def test_whoever_leaves_takes_it_along_while_others_judge() -> None:
    async with IsolatedJudge() as other, IsolatedJudge() as apart:
        await asyncio.gather(*(one.find_second_looks(shop(), ()) for one in (other, apart)))
        (judging,) = judging_for(apart.pid)
        await apart.end()
        await until(lambda: has_ended(judging))
        assert await other.judge(shop(), "visit")
