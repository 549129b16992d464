"""The process that judges, with checks that never come to an end: ``python -m tests.xuncha.judging.stuck FILE quick|patient CHECK=HOW…``.

Each check named does as HOW says once it is asked, and FILE is then there. ``quick`` and ``patient`` say how long that is borne.
"""

from __future__ import annotations

import dataclasses
import itertools
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

from crawler.site import Site
from probes.finding import Answer
from probes.probe import Check, Params
from xuncha.judging.judging_settings import JudgingLimits
from xuncha.judging.process import main
from xuncha.judging.rules import Rules, load_rules

QUICK = JudgingLimits(
    check_seconds=1.0,
    visit_seconds=60.0,
    grace_seconds=1.0,
    memory_mb=512,
    silent_seconds=20.0,
    restarts=3,
    ahead_growth=4,
)
PATIENT = dataclasses.replace(QUICK, check_seconds=100_000.0, visit_seconds=100_000.0)
HUNGRY_BYTES = 4 << 30


def busy() -> NoReturn:
    """A loop without an end, as a pattern that is tried again and again is one."""
    for _ in itertools.count():
        pass
    raise AssertionError


def stubborn() -> NoReturn:
    """The same, which takes what interrupts it for a fault of its own and goes on."""
    while True:
        try:
            busy()
        except Exception:  # noqa: BLE001 - this is what it is about
            continue


def deaf() -> NoReturn:
    """One call that hears no signal."""
    sum(range(1 << 62))
    raise AssertionError


def asleep() -> NoReturn:
    """Waits for what never comes, and takes no processor time."""
    threading.Event().wait()
    raise AssertionError


def hungry() -> NoReturn:
    """Wants more memory than there is."""
    bytearray(HUNGRY_BYTES)
    raise AssertionError


WAYS: Mapping[str, Callable[[], NoReturn]] = {
    value.__name__: value for value in (busy, stubborn, deaf, asleep, hungry)
}  # fmt: skip


def stuck(rules: Rules, ways: Mapping[str, str], told: Path) -> Rules:
    """The rules with these checks stuck, each in its way."""

    def made(check: Check) -> Check:
        if check.id not in ways:
            return check

        def judge(site: Site, params: Params) -> Answer:
            told.write_bytes(b"")  # nothing in it: the process may write no byte
            WAYS[ways[check.id]]()

        return dataclasses.replace(check, stated=False, probe=dataclasses.replace(check.probe, judge=judge))

    return dataclasses.replace(rules, checks=tuple(map(made, rules.checks)))


if __name__ == "__main__":
    named = dict(text.split("=", 1) for text in sys.argv[3:])
    within = {"quick": QUICK, "patient": PATIENT}[sys.argv[2]]
    main(within, stuck(load_rules(), named, Path(sys.argv[1])))
