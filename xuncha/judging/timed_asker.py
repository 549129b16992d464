"""Limits on judging one visit: a check that takes too long gets no answer, and the others go on."""

from __future__ import annotations

import math
import resource
import signal
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import FrameType

from probes.finding import Answer, Outcome, Text
from probes.probe import Check
from xuncha.judging.judging_settings import FILE, JudgingLimits

__all__ = [
    "TOO_LONG",
    "JudgingLimits",
    "TimedAsker",
    "limit_process_memory",
    "load_judging_limits",
    "make_timeout_answer",
]
TOO_LONG = Text(
    "这一检查点的判定用时超过上限，没有结果；不因此认定不符合",
    "judging this check took longer than it may, so it has no answer; nothing is held against the platform for it",
)
AGAIN_SECONDS = 0.5  # after which a timeout signal that some code swallowed is repeated


@cache
def load_judging_limits() -> JudgingLimits:
    """The file judging.toml. Raises ConfigurationError."""
    return FILE.load()


class _Over(BaseException):
    """The check's time is over. Not an Exception, so that no probe code catches it as an error of its own."""


def make_timeout_answer(what: str) -> Answer:
    """The answer of a check that gave none; ``what`` says which limit it exceeded."""
    return Answer(Outcome.ERROR, TOO_LONG, values={"fault": what}, reason="error")


class TimedAsker:
    """Asks checks within limits (a ``probes.run.Asking``), in the main thread of a process whose time it may limit.

    Code that hears no signal is ended by the system together with its process; therefore ``tell`` is called with each
    check before it is asked.
    """

    def __init__(self, within: JudgingLimits, tell: Callable[[str], None] = lambda check: None) -> None:
        self._within, self._tell = within, tell
        self._ends = math.inf  # processor time of this process at which the visit's is over
        self._asking = False
        self._without: Collection[str] = ()
        self.overran: set[str] = set()  # checks of this visit that exceeded a limit of their own

    @contextmanager
    def visit(self, without: Collection[str] = ()) -> Iterator[None]:
        """Judge one visit inside the block; the checks ``without`` are skipped, since they took too long before."""
        before = signal.signal(signal.SIGPROF, self._over)
        allowed = resource.getrlimit(resource.RLIMIT_CPU)
        self._ends = time.process_time() + self._within.visit_seconds
        self._without, self.overran = without, set()
        self._end_at(self._ends)
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_CPU, allowed)
            signal.signal(signal.SIGPROF, before)

    def __call__(self, check: Check, ask: Callable[[], Answer | None]) -> Answer | None:
        if check.id in self._without:
            return make_timeout_answer(f"{check.id}: more than it may take")
        left = self._ends - time.process_time()
        if left <= 0:
            return make_timeout_answer(f"{check.id}: the visit took more than {self._within.visit_seconds:g} s")
        self._tell(check.id)
        seconds = min(self._within.check_seconds, left)
        self._end_at(time.process_time() + seconds)
        try:
            self._asking = True
            signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN_SECONDS)
            try:
                return ask()
            finally:
                self._asking = False
                signal.setitimer(signal.ITIMER_PROF, 0)
        except _Over:
            self._asking = False
            signal.setitimer(signal.ITIMER_PROF, 0)
            self.overran.add(check.id)
            return make_timeout_answer(f"{check.id}: more than {seconds:.3g} s")
        finally:
            self._end_at(self._ends)

    def _over(self, which: int, frame: FrameType | None) -> None:
        if self._asking:
            raise _Over

    def _end_at(self, seconds: float) -> None:
        """Have the system end this process once it has used that much processor time, plus its grace."""
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        soft = math.ceil(seconds + self._within.grace_seconds)
        if hard != resource.RLIM_INFINITY:
            soft = min(soft, hard)
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def limit_process_memory(within: JudgingLimits) -> None:
    """Limit this process for good to that much more memory than it has, and turn off core dumps."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    most = pages * resource.getpagesize() + (within.memory_mb << 20)
    for which, soft in ((resource.RLIMIT_AS, most), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(which)[1]
        resource.setrlimit(which, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
