"""A failure is told as it happens where nobody watches, and only there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.commands
@pytest.mark.parametrize(("ci", "told"), [("true", 1), ("", 0)])
@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_failure_is_told_before_the_run_has_ended(tmp_path: Path, ci: str, told: int, workers: str) -> None:
    (tmp_path / "test_some.py").write_text(
        "def test_no():\n    assert 1 == 2\n\n\ndef test_yes():\n    pass\n", "utf-8"
    )
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", workers, "-p", "tests.failures", "--rootdir", tmp_path, tmp_path],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT), "CI": ci}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    running, _, _ = ran.stdout.partition("= FAILURES =")
    assert running.count("FAILED test_some.py::test_no: assert 1 == 2") == told, ran.stdout + ran.stderr
    assert ran.returncode == 1
