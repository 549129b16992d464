"""Judge in a separate process: a page that never finishes blocks nothing else, and costs only one check its answer."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import logging
import os
import pickle
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from typing import Any

from crawler.child_environment import ChildKind, child_environment
from crawler.plan import Want
from crawler.site import Site, View
from scoring.decisions.decision_reuse import PlatformDecisions
from storage.visits.audit import Audit
from xuncha.judging.frames import LENGTH, CheckStarted, Frame, JudgingCrash, JudgingRequest, JudgingResult
from xuncha.judging.judging_settings import JudgingLimits
from xuncha.judging.timed_asker import load_judging_limits

log = logging.getLogger(__name__)
PROGRAM: tuple[str, ...] = ("-m", "xuncha.judging.process")  # what the interpreter is to run


class JudgingFailed(Exception):
    """A captured visit could not be judged. It is stored and can be judged later."""


class JudgingHung(JudgingFailed):
    """It met the limits outside any check, or in one check after the other."""


class JudgingBroke(JudgingFailed):
    """A bug of ours ended the judging."""


class _Ended(Exception):
    """The process ended, or was ended, during ``check`` ("" = none)."""

    def __init__(self, check: str, how: str) -> None:
        super().__init__(f"{how} at {check or 'no check'}")
        self.check = check


class IsolatedJudge:
    """The judging of one visit, as an async context manager.

    The process starts at the first question and gets each page once.

    A check during which the process ended is not asked again: its answer is an error, and all others are repeated. When
    cancelled or left, the process is ended at once; judging is pure, so nothing is lost.
    """

    def __init__(self, within: JudgingLimits | None = None, program: tuple[str, ...] | None = None) -> None:
        self._within, self._program = within or load_judging_limits(), program or PROGRAM
        self._process: Process | None = None
        self._known: list[View] = []  # pages the process has, by their number there
        self._without: set[str] = set()
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> IsolatedJudge:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.end()

    @property
    def pid(self) -> int | None:
        """The process id, where one runs."""
        return None if self._process is None else self._process.pid

    async def find_second_looks(self, site: Site, items: tuple[str, ...]) -> frozenset[Want]:
        """Like ``xuncha.judging.judged.find_second_looks``. Raises JudgingHung, JudgingBroke."""
        wants: frozenset[Want] = await self._asked("doubted", site, {"items": items})
        return wants

    async def read_ahead(self, site: Site, items: tuple[str, ...]) -> None:
        """Judge what was seen of a visit so far, and forget it: the process then knows most of what it is to read."""
        with contextlib.suppress(JudgingFailed):  # no word about the visit, which is judged anew when it has ended
            await self._asked("doubted", site, {"items": items})

    async def judge(
        self,
        site: Site,
        visit: str,
        *,
        items: tuple[str, ...] = (),
        facts: Mapping[str, object] | None = None,
        rejudged_from: str | None = None,
        decided: PlatformDecisions | None = None,
    ) -> Audit:
        """Like ``xuncha.judging.judged.make_audit``. Raises JudgingHung, JudgingBroke."""
        given = {"visit": visit, "items": items, "facts": facts, "rejudged_from": rejudged_from, "decided": decided}
        audit: Audit = await self._asked("judge", site, given)
        return audit

    async def end(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process = self._process, None
        self._known.clear()
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _asked(self, work: str, site: Site, given: Mapping[str, Any]) -> Any:
        async with self._turn:
            for _ in range(1 + self._within.restarts):
                try:
                    said = await self._answer(work, site, given)
                except _Ended as ended:
                    log.warning("the judging process ended: %s", ended)
                    await self.end()
                    if not ended.check:
                        raise JudgingHung(str(ended)) from ended
                    self._without.add(ended.check)
                    continue
                except BaseException:  # cancelled: nobody waits for its answer any more
                    await self.end()
                    raise
                self._without |= said.overran  # a check that took too long would do so in the next pass too
                return said.what
            raise JudgingHung(f"over {', '.join(sorted(self._without))}")

    async def _answer(self, work: str, site: Site, given: Mapping[str, Any]) -> JudgingResult:
        process = self._process or await self._begun()
        request = JudgingRequest(
            work, dataclasses.replace(site, views=()), self._numbered(site), given, frozenset(self._without)
        )
        data = await asyncio.to_thread(pickle.dumps, request, pickle.HIGHEST_PROTOCOL)
        check = ""
        try:
            async with asyncio.timeout(self._within.silent_seconds):
                assert process.stdin is not None
                process.stdin.write(LENGTH.pack(len(data)) + data)
                await process.stdin.drain()
            while True:
                async with asyncio.timeout(self._within.silent_seconds):
                    frame = await _frame(process)
                match frame:
                    case CheckStarted():
                        check = frame.check
                    case JudgingResult():
                        return frame
                    case JudgingCrash():
                        log.error("judging broke: %s", frame.story)
                        raise JudgingBroke(frame.fault)
        except TimeoutError:
            raise _Ended(check, "it said nothing for long") from None
        except (asyncio.IncompleteReadError, ConnectionError):
            raise _Ended(check, f"exit code {await process.wait()}") from None

    def _numbered(self, site: Site) -> tuple[View | int, ...]:
        """The Site's pages, as a number where the process already has them."""
        numbers = {id(view): number for number, view in enumerate(self._known)}
        new = [view for view in site.views if id(view) not in numbers]
        self._known += new
        return tuple(numbers.get(id(view), view) for view in site.views)

    async def _begun(self) -> Process:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-B", *self._program, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=_environment(),
            start_new_session=True,  # Ctrl-C is for the parent process
        )  # fmt: skip
        return self._process


def _environment() -> dict[str, str]:
    """Environment variables for Python and where our modules are. No address or password of a store."""
    return child_environment(ChildKind.PYTHON) | {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "LC_ALL": "C.UTF-8",
    }


async def _frame(process: Process) -> Frame:
    """The next frame. Raises IncompleteReadError where the process has ended."""
    assert process.stdout is not None
    (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
    frame: Frame = pickle.loads(await process.stdout.readexactly(length))
    return frame
