"""Every answer of a real check that any test brings up is read: the test fails in which one is said that no person could sign."""

from __future__ import annotations

import functools
import sys
from collections.abc import Generator
from typing import Any

import pytest

MET: dict[str, None] = {}  # what was said in the test that runs, once each

CHANGED = "tests/metamorph/"  # thousands of golden sentences with other words of the page in them, which are read as they were
_watched: list[Any] = []
_passed_over: list[str] = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Watches the runner of probes while a test runs, where anything has imported it."""
    _watch()
    _passed_over[:] = [item.nodeid] if item.nodeid.startswith(CHANGED) else []
    MET.clear()
    came = yield
    assert not MET, "sentences that nobody could sign:\n" + "\n".join(MET)
    return came


def _watch() -> None:
    run: Any = sys.modules.get("probes.run")
    if run is None or run in _watched:
        return
    made = run.Finding
    _watched.append(run)

    def finding(id: str, probe: str, device: Any, look: int, answer: Any) -> Any:
        if not _passed_over and probe in _real():
            MET.update(dict.fromkeys(_unsigned(probe, answer.because, answer.question)))
        return made(id, probe, device, look, answer)

    run.Finding = finding


@functools.cache
def _real() -> frozenset[str]:
    from tests.metamorph.subjects import checks

    return frozenset(checks())


@functools.lru_cache(maxsize=20_000)
def _unsigned(probe: str, because: Any, question: Any) -> tuple[str, ...]:
    from tests.wording.faults import unsigned

    said = [(probe, because)] + ([(f"{probe} asks", question)] if question is not None else [])
    return tuple(unsigned(said))
