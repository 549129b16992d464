"""Tests of one group run in one worker, as the house's marks and those of a test say; others are spread."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.test_spent import ROOT
from tests.worker_groups import LAST, WAITING

FILES = 6
TESTS = """
import os

import pytest


@pytest.mark.parametrize("at", range(4))
def test_of_a_file(at):
    with open({out!r}, "a") as said:
        said.write(f"{name} {{os.getpid()}}\\n")


@pytest.mark.xdist_group("apart")
def test_apart():
    with open({out!r}, "a") as said:
        said.write(f"apart {{os.getpid()}}\\n")
"""

# What the house's own conftest.py has of this, without all else that it loads in each worker.
HOUSE = """
from tests.lanes import pytest_collection_modifyitems
from tests.worker_groups import pytest_configure_node, pytest_xdist_make_scheduler, tell_groups


def pytest_collection_finish(session):
    tell_groups(session)
"""


def _spread(folder: Path, names: Sequence[str], workers: int) -> dict[str, set[str]]:
    """Runs a file of tests for each name; the processes in which each of its groups ran."""
    out = folder / "said"
    for name in names:
        file = folder / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(TESTS.format(out=str(out), name=name), "utf-8")
    words = ["-m", "pytest", "-c", str(ROOT / "pyproject.toml"), f"--rootdir={folder}", "-p", "no:cacheprovider"]
    (folder / "conftest.py").write_text(HOUSE, "utf-8")
    words += ["-p", "pytest_asyncio.plugin", "-p", "xdist.plugin", "-p", "xdist.looponfail"]
    words += ["-n", str(workers), "--dist", "loadgroup", "--no-loadscope-reorder", str(folder)]
    bare = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # what other plugins load takes each worker seconds
    ran = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=bare, capture_output=True, text=True, timeout=300, check=False
    )
    assert ran.returncode == 0, ran.stdout
    assert re.search(rf"^{len(names) * 5} passed in ", ran.stdout, re.M), ran.stdout
    found: dict[str, set[str]] = defaultdict(set)
    for line in out.read_text("utf-8").splitlines():
        group, _, pid = line.partition(" ")
        found[group].add(pid)
    return found


@pytest.mark.commands
def test_a_group_runs_in_one_worker_and_groups_in_several(tmp_path: Path) -> None:
    workers = _spread(tmp_path, [f"test_file{number}" for number in range(FILES)], 2)
    assert {group: len(pids) for group, pids in workers.items()} == dict.fromkeys(sorted(workers), 1)
    assert len(workers) == FILES + 1
    assert len(set().union(*workers.values())) == 2


@pytest.mark.commands
def test_few_workers_take_what_keeps_a_processor_busy_and_the_others_what_waits(tmp_path: Path) -> None:
    busy = [f"test_busy{number}" for number in range(4 * LAST)]
    waiting = [f"{WAITING[0]}test_waiting{number}" for number in range(4 * LAST)]
    ran = _spread(tmp_path, [*busy, *waiting], LAST + 2)
    at_work = set().union(*(ran[name] for name in busy))
    assert len(at_work) <= LAST
    assert len(set().union(*(ran[name] for name in waiting)) - at_work) >= 2
