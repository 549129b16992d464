"""Tests of one group run in one worker, as the house's marks and those of a test say; others are spread."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tests.test_spent import ROOT

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


@pytest.mark.commands
def test_a_group_runs_in_one_worker_and_groups_in_several(tmp_path: Path) -> None:
    out = tmp_path / "said"
    for number in range(FILES):
        name = f"file{number}"
        (tmp_path / f"test_{name}.py").write_text(TESTS.format(out=str(out), name=name), "utf-8")
    words = ["-m", "pytest", "-c", str(ROOT / "pyproject.toml"), f"--rootdir={tmp_path}", "-p", "no:cacheprovider"]
    words += ["-p", "tests.conftest"]
    words += ["-n", "2", "--dist", "loadgroup", "--no-loadscope-reorder", str(tmp_path)]
    ran = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stdout
    assert re.search(rf"^{FILES * 5} passed in ", ran.stdout, re.M), ran.stdout
    workers: dict[str, set[str]] = defaultdict(set)
    for line in out.read_text("utf-8").splitlines():
        group, _, pid = line.partition(" ")
        workers[group].add(pid)
    assert {group: len(pids) for group, pids in workers.items()} == dict.fromkeys(sorted(workers), 1)
    assert len(workers) == FILES + 1
    assert len(set().union(*workers.values())) == 2
