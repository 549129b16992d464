"""The ruleset changes with whatever could change a verdict, and with nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.program_copy import copy_program
from tests.xuncha.command import environment
from xuncha.judging.ruleset import compute_ruleset, list_rule_files

pytestmark = pytest.mark.commands


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_program(tmp_path_factory.mktemp("rules"))


def told(root: Path) -> str:
    """The ruleset of a copy of the product, read by a process of its own."""
    words = [sys.executable, "-B", "-c", "from xuncha.judging.ruleset import compute_ruleset; print(compute_ruleset())"]
    return subprocess.run(words, cwd=root, env=environment(), capture_output=True, text=True, check=True).stdout.strip()


def test_it_is_the_same_wherever_the_files_lie(clone: Path) -> None:
    assert told(clone) == compute_ruleset()
    assert len(compute_ruleset()) == 64


@pytest.mark.parametrize(
    ("file", "counts"),
    [
        ("probes.toml", True),
        ("scoring/standard.toml", True),
        ("scoring/verdict.py", True),
        ("probes/pages/absence/absence.toml", True),
        ("probes/complaints/complaint_entry.py", True),
        ("xuncha/cli/app.py", False),
        ("storage/db/codec.py", False),
    ],
)
def test_what_could_change_a_verdict_changes_it(file: str, counts: bool, clone: Path) -> None:
    path = clone / file
    was = path.read_bytes()
    path.write_bytes(was + b"\n# one more line\n")
    try:
        assert (told(clone) != compute_ruleset()) is counts
    finally:
        path.write_bytes(was)


def test_a_file_more_or_by_another_name_changes_it(clone: Path) -> None:
    extra = clone / "probes" / "text" / "extra.toml"
    extra.write_text("", "utf-8")
    one = told(clone)
    other = told_as(extra, "other.toml", clone)
    assert len({one, other, compute_ruleset()}) == 3
    assert told(clone) == compute_ruleset()


def told_as(path: Path, name: str, root: Path) -> str:
    renamed = path.rename(path.with_name(name))
    try:
        return told(root)
    finally:
        renamed.unlink()


def test_weights_that_answers_rest_on_belong_to_the_ruleset() -> None:
    assert {"probes/text/learnt/check_weights.json", "probes/text/learnt/topic_weights.json"} <= set(list_rule_files())
