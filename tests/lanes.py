"""Lanes: marks what starts a program, a browser or a server, refuses those that do so unmarked, and spreads tests over workers."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
TABLE: dict[str, dict[str, Any]] = tomllib.loads((HERE / "lanes.toml").read_text("utf-8"))
MANY = 6  # words of a command among which its program stands: another may run it as somebody else
NO_BROWSER = HERE / "data" / "no_browser" / "chromium-headless-shell"
NOTED = "XUNCHA_TEST_NOTED"  # names the file where that program notes who called it
_PROGRAMS = {lane: re.compile(pattern) for lane, pattern in TABLE["programs"].items()}
_FIRST: Sequence[str] = TABLE["order"]["first"]


@dataclass
class Running:
    """The test that runs in this process, what it started without the mark for it, and the file where others note the same."""

    test: pytest.Item | None = None
    unmarked: list[str] = field(default_factory=list)
    noted: Path | None = None


_now = Running()


def must_be_marked(lane: str, what: str) -> None:
    """Called where something of a lane is started. Fails the running test where it lacks the lane's mark."""
    if _now.test is not None and not _may(_now.test, lane):
        said = f"starts {what} without the mark: @pytest.mark.{lane}"
        _now.unmarked.append(said)
        pytest.fail(said, pytrace=False)


def _may(test: pytest.Item, lane: str) -> bool:
    """A test in any lane may run commands, for that is how browsers, servers and fleets are started."""
    return any(test.get_closest_marker(mark) is not None for mark in (_PROGRAMS if lane == "commands" else (lane,)))


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    """Every program that this process starts, whoever starts it: a server's, a browser's, playwright's driver."""
    if event != "subprocess.Popen" or _now.test is None:
        return
    given = arguments[1]
    words = [os.fsdecode(like) for like in ([given] if isinstance(given, str | bytes | os.PathLike) else given)]
    for lane, programs in _PROGRAMS.items():
        if any(programs.search(os.path.basename(word)) for word in words[:MANY]):
            must_be_marked(lane, words[0])


@contextmanager
def _without_browser(test: pytest.Item) -> Iterator[Path | None]:
    """Where a test may start no browser, it and what it starts find only a program that notes that it was called."""
    if test.get_closest_marker("browser") is not None:
        yield None
        return
    with pytest.MonkeyPatch.context() as patch:
        noted = _notes()
        noted.write_bytes(b"")
        patch.setenv("XUNCHA_CHROMIUM", str(NO_BROWSER))
        patch.setenv(NOTED, str(noted))
        yield noted


@cache
def _notes() -> Path:
    """The file for that, one a process and emptied for each test: to make and remove a folder each time took longer than many tests."""
    folder, process = tempfile.mkdtemp(prefix="xuncha-lanes-"), os.getpid()

    def leave() -> None:
        if os.getpid() == process:  # a fork of ours ends too
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(leave)
    return Path(folder) / "noted"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Says which test runs, and leaves it no browser that its marks do not allow."""
    with _without_browser(item) as noted:
        _now.test, _now.unmarked, _now.noted = item, [], noted
        try:
            return (yield)
        finally:
            _now.test = _now.noted = None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """What a test swallowed, or a program that it started, is told all the same."""
    _now.test = None  # what ends here may have been started by others: a server stops with a program of its own
    done = yield
    lines = list(_now.unmarked)
    if _now.noted is not None:
        lines += _now.noted.read_text("utf-8").splitlines()
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)
    return done


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks by what tests ask for, before any are chosen by marks; then groups and order for workers."""
    for item in items:
        for lane in _asked(item):
            item.add_marker(lane)
    if "PYTEST_XDIST_WORKER" in os.environ:
        for item in items:
            if item.get_closest_marker("xdist_group") is None and (group := _group(item)):
                item.add_marker(pytest.mark.xdist_group(group))
        items.sort(key=_rank)


def _asked(item: pytest.Item) -> set[str]:
    fixtures = getattr(item, "fixturenames", ())
    found = {TABLE["fixtures"][name] for name in fixtures if name in TABLE["fixtures"]}
    call = getattr(item, "callspec", None)
    chosen = {f"{name}={value}" for name, value in call.params.items()} if call is not None else set()
    found |= {lane for folder, lanes in TABLE["folders"].items() if item.nodeid.startswith(folder) for lane in lanes}
    return found | {lane for key, lane in TABLE["parameters"].items() if key in chosen}


def _group(item: pytest.Item) -> str:
    """Tests of one group run in one worker, one after another: those of a file, for they share what they have made.

    A test that starts a browser mostly waits and is a group of its own, unless fixtures of its file are made once for several.
    """
    file = item.nodeid.partition("::")[0]
    if file.startswith("tests/fleet/"):
        return "tests/fleet"
    return "" if item.get_closest_marker("browser") is not None and not _shares(item) else file


def _shares(item: pytest.Item) -> bool:
    known = getattr(item, "_fixtureinfo", None)
    definitions = known.name2fixturedefs if known is not None else {}
    return any(
        definition[-1].scope in ("module", "package", "session") and definition[-1].func.__module__.startswith("tests.")
        for definition in definitions.values()
    )


def _rank(item: pytest.Item) -> int:
    return next((at for at, start in enumerate(_FIRST) if item.nodeid.startswith(start)), len(_FIRST))


sys.addaudithook(_hear)
