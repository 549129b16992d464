"""Judging that never ends costs its check the answer and nothing else: not the other checks, not whoever asked, not the way out."""

from __future__ import annotations

import asyncio
import dataclasses
import os
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Finding, Outcome
from tests.cases import build
from tests.rules import real_rules
from tests.xuncha.judging.stuck import PATIENT, QUICK
from xuncha.judging.isolated import IsolatedJudge, JudgingHung
from xuncha.judging.judged import find_second_looks, make_audit
from xuncha.judging.timed_asker import TimedAsker

pytestmark = pytest.mark.commands
BUSY, STUBBORN, DEAF, ASLEEP, HUNGRY = (
    "performance.cart_entry", "performance.https", "performance.order_entry", "performance.payment_entry",
    "performance.search_entry",
)  # fmt: skip
ENDS_SECONDS = 15.0  # what is asked for is 5, on a machine that does nothing else


def shop() -> Site:
    return build.site(build.view(Role.HOME, "示例商城\n购物车\n投诉入口", [{"text": "购物车", "href": "/cart"}]))


def program(told: Path, patience: str, **ways: str) -> tuple[str, ...]:
    return ("-m", "tests.xuncha.judging.stuck", str(told), patience, *(f"{check}={how}" for check, how in ways.items()))


async def until(true: Callable[[], bool]) -> None:
    """Wait for what another process does."""
    deadline = time.monotonic() + ENDS_SECONDS * 8
    while not true():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)


def environment_of(pid: int | None) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


def by_check(findings: tuple[Finding, ...]) -> dict[tuple[str, str], Finding]:
    return {(finding.probe, finding.device): dataclasses.replace(finding, id="") for finding in findings}


async def test_a_visit_is_judged_apart_as_it_is_here() -> None:
    rules, site = real_rules(), shop()
    more = dataclasses.replace(site, views=(*site.views, build.view(Role.HELP, "帮助中心\n如何投诉", look=1)))
    async with IsolatedJudge() as apart:
        assert await apart.find_second_looks(site, ()) == find_second_looks(rules, site, ())
        made = await apart.judge(more, "visit")  # only the page that is new goes over
    here = make_audit(rules, more, "visit")
    assert (made.findings, made.verdicts, dict(made.scores)) == (here.findings, here.verdicts, dict(here.scores))


async def test_checks_that_never_end_have_no_answer_and_all_others_have_theirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUNCHA_DATABASE", "postgresql://user:secret@db.example/xuncha")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    ways = {BUSY: "busy", STUBBORN: "stubborn", DEAF: "deaf", ASLEEP: "asleep", HUNGRY: "hungry"}
    site = shop()
    beats: list[float] = []

    async def heart() -> None:
        while True:
            beats.append(time.monotonic())
            await asyncio.sleep(0.2)

    beating = asyncio.create_task(heart())
    async with IsolatedJudge(
        dataclasses.replace(QUICK, silent_seconds=60.0), program(tmp_path / "told", "quick", **ways)
    ) as apart:
        asked = asyncio.create_task(apart.judge(site, "visit"))
        await until(lambda: apart.pid is not None)
        told = environment_of(apart.pid)
        found = by_check((await asked).findings)
    beating.cancel()
    assert b"secret" not in told
    here = by_check(make_audit(real_rules(), site, "visit").findings)
    assert found.keys() == here.keys()
    lost = {probe for (probe, _), finding in found.items() if finding.outcome is Outcome.ERROR}
    assert lost == set(ways)
    assert {key: finding for key, finding in found.items() if key[0] not in ways} == {
        key: finding for key, finding in here.items() if key[0] not in ways
    }
    for check in (BUSY, STUBBORN, DEAF, ASLEEP):
        answer = found[check, "desktop"].answer
        assert (answer.reason, str(answer.values["fault"]).partition(":")[0]) == ("error", check)
        assert answer.because.zh
        assert answer.because.en
    assert "MemoryError" in str(found[HUNGRY, "desktop"].answer.values["fault"])
    assert max(after - before for before, after in pairwise(beats)) < ENDS_SECONDS


async def test_whoever_leaves_ends_it_at_once(tmp_path: Path) -> None:
    told = tmp_path / "told"
    async with IsolatedJudge(PATIENT, program(told, "patient", **{DEAF: "deaf"})) as apart:
        asked = asyncio.create_task(apart.judge(shop(), "visit"))
        await until(told.exists)
        pid = apart.pid
        assert pid is not None
        began = time.monotonic()
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        assert time.monotonic() - began < ENDS_SECONDS
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_a_visit_over_which_one_process_after_the_other_ends_is_given_up(tmp_path: Path) -> None:
    once = dataclasses.replace(QUICK, restarts=0)
    async with IsolatedJudge(once, program(tmp_path / "told", "quick", **{DEAF: "deaf"})) as apart:
        with pytest.raises(JudgingHung, match=DEAF):
            await apart.judge(shop(), "visit")


def test_a_visit_that_took_all_its_time_has_no_more_answers_and_the_next_has() -> None:
    (check, other), site = real_rules().checks[:2], shop()
    asker = TimedAsker(dataclasses.replace(QUICK, visit_seconds=0.0))
    with asker.visit():
        late = asker(check, lambda: pytest.fail("asked"))
    assert late is not None
    assert (late.outcome, late.reason) == (Outcome.ERROR, "error")
    asker = TimedAsker(QUICK)
    with asker.visit(without={check.id}):
        first, second = asker(check, lambda: pytest.fail("asked")), asker(other, lambda: late)
    assert first is not None
    assert first.outcome is Outcome.ERROR
    assert second is late
    assert site.views
