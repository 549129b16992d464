"""What tests take of the processor, and how many assertions they execute; a plugin to be asked for with ``-p tests.spent``.

Wall time says little on a machine that others use. Seconds here are those that a test and the programs it waited for had of a
processor, from its first fixture to its last; assertions are counted where ``-o enable_assertion_pass_hook=true`` is given too.
"""

from __future__ import annotations

import resource
from collections import Counter, defaultdict
from collections.abc import Generator
from typing import Any

import pytest

SHOWN = 25
_seconds: dict[str, float] = {}
_asserted: Counter[str] = Counter()
_whole: dict[str, float] = {}


def used() -> float:
    """Seconds of processor time, in user and system mode, that this process and its ended children had."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(row.ru_utime + row.ru_stime for row in map(resource.getrusage, who))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    before = used()
    try:
        return (yield)
    finally:
        _seconds[item.nodeid] = used() - before


def pytest_assertion_pass(item: pytest.Item) -> None:
    _asserted[item.nodeid] += 1


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker tells the process that started it."""
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["spent"] = [dict(_seconds), dict(_asserted), used()]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    seconds, asserted, whole = getattr(node, "workeroutput", {}).get("spent", ({}, {}, 0.0))
    _seconds.update(seconds)
    _asserted.update(asserted)
    _whole[node.gateway.id] = whole


def pytest_terminal_summary(terminalreporter: Any) -> None:
    files: dict[str, float] = defaultdict(float)
    for test, seconds in _seconds.items():
        files[test.partition("::")[0]] += seconds
    say = terminalreporter.write_line
    say(
        f"{len(_seconds)} tests {sum(files.values()):.1f} s of a processor, {sum(_asserted.values())} assertions executed"
    )
    for worker, seconds in sorted(_whole.items()):
        say(f"{worker} {seconds:.1f} s with reading all tests")
    for name, of in (("file", files), ("test", _seconds)):
        say(f"most by {name}:")
        for which, seconds in sorted(of.items(), key=lambda pair: -pair[1])[:SHOWN]:
            say(f"{seconds:8.2f}  {which}")
