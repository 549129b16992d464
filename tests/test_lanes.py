"""The lanes hold: a test that starts a program, a browser or a server without the mark for it fails, however it starts it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lanes import TABLE

ROOT = Path(__file__).resolve().parents[1]
UNMARKED = """
import contextlib
import subprocess
import sys

import pytest
from playwright.async_api import async_playwright
from playwright.sync_api import sync_playwright

from crawler.browser import launch as chromium
from crawler.browser.engine import Engine
from crawler.network.proxy import Gate
from tests.fleet.stage import staged
from tests.storage.objects import objects
from tests.storage.servers import postgres


async def test_driver():
    async with async_playwright():
        pass


def test_driver_of_the_other_kind():
    with sync_playwright():
        pass


async def test_launch():
    async with Gate(allow_private=True) as gate, Engine(chromium.find_chromium(), gate) as engine:
        await engine.context("desktop")


def test_swallowed():
    with contextlib.suppress(BaseException):
        chromium.find_chromium().version()


@pytest.mark.commands
def test_by_a_program_of_ours():
    words = "from crawler.browser.launch import find_chromium, NoBrowser\\ntry: find_chromium().version()\\nexcept NoBrowser: pass"
    subprocess.run([sys.executable, "-c", words], check=True)


def test_database():
    with postgres():
        pass


def test_store():
    with objects():
        pass


def test_fleet(tmp_path):
    with staged(tmp_path):
        pass


def test_server_fixture(server):
    pass


@pytest.mark.browser
def test_marked():
    chromium.find_chromium()


@pytest.mark.services
def test_marked_too(monkeypatch):
    monkeypatch.setenv("XUNCHA_TEST_DATABASE", "postgresql://nowhere")
    with postgres():
        pass


def test_program():
    subprocess.run([sys.executable, "-c", ""], check=True)


@pytest.mark.commands
def test_marked_program():
    subprocess.run([sys.executable, "-c", ""], check=True)


def test_nothing_is_started():
    pass


@pytest.fixture
def server():
    must = __import__("tests.lanes").lanes.must_be_marked
    must("services", "one of its own")
"""


@pytest.mark.commands
def test_what_starts_something_unmarked_fails_and_says_so(tmp_path: Path) -> None:
    file = tmp_path / "test_unmarked.py"
    file.write_text(UNMARKED, "utf-8")
    words = ["-m", "pytest", "-c", str(ROOT / "pyproject.toml"), f"--rootdir={tmp_path}", "-p", "tests.lanes"]
    words += ["-p", "no:cacheprovider", "-p", "no:randomly", "-o", "addopts=--import-mode=importlib", "-v", str(file)]
    ran = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    came: dict[str, set[str]] = {}
    for name, outcome in re.findall(r"::(test_\w+) (PASSED|FAILED|ERROR)", ran.stdout):
        came.setdefault(name, set()).add(outcome)
    passed = {name for name, outcomes in came.items() if outcomes == {"PASSED"}}
    # The fixture of that name puts its test into the lane, so that it is marked and may start what it starts.
    may = {"test_marked", "test_marked_too", "test_marked_program", "test_nothing_is_started", "test_server_fixture"}
    assert passed == may, ran.stdout
    assert len(came) == UNMARKED.count("def test_")
    for lane in ("commands", "browser", "services", "fleet"):
        assert f"@pytest.mark.{lane}" in ran.stdout


@pytest.mark.parametrize("lane", ["fixtures", "parameters", "programs"])
def test_every_lane_that_is_named_is_marked(lane: str, pytestconfig: pytest.Config) -> None:
    known = {line.partition(":")[0] for line in pytestconfig.getini("markers")}
    named = set(TABLE[lane]) if lane == "programs" else set(TABLE[lane].values())
    assert named <= known


def test_what_begins_first_is_there() -> None:
    """A file that is renamed would silently begin last."""
    for start in TABLE["order"]["first"]:
        assert (ROOT / start.partition("::")[0]).exists(), start
