"""The plugin that sums up what tests take counts each test and assertion once, also where workers run them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TESTS = """
import time

import pytest


@pytest.mark.parametrize("at", range(3))
def test_quick(at):
    assert at < 3
    assert at >= 0


def test_busy():
    end = time.process_time() + 0.3
    while time.process_time() < end:
        pass
"""


@pytest.mark.commands
@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "workers"])
def test_seconds_and_assertions_are_summed_up(workers: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "test_some.py"
    file.write_text(TESTS, "utf-8")
    words = ["-m", "pytest", "-c", str(ROOT / "pyproject.toml"), f"--rootdir={tmp_path}", "-p", "tests.spent", *workers]
    words += ["-p", "no:cacheprovider", "-o", "enable_assertion_pass_hook=true", str(file)]
    ran = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stdout
    told = re.search(r"^4 tests ([\d.]+) s of a processor, 6 assertions executed$", ran.stdout, re.M)
    assert told is not None, ran.stdout
    assert float(told[1]) >= 0.3
    assert re.search(r"most by test:\n +[\d.]+ +test_some.py::test_busy$", ran.stdout, re.M), ran.stdout
