"""A command that did not load our modules itself says and does what one says that did, and is one only where it can be."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.xuncha.command import ROOT, SECONDS, USUAL, Ended, command, environment, xuncha
from tests.xuncha.warm_commands import run_warm

pytestmark = pytest.mark.commands


@pytest.mark.parametrize(
    ("words", "code"),
    [(("audit", "notaurl"), 2), (("audits", "--lang", "en"), 0), (("show", "--help"), 0), (("--version",), 0)],
    ids=lambda value: value[0] if isinstance(value, tuple) else None,
)
def test_a_warm_command_ends_like_a_fresh_one(words: tuple[str, ...], code: int, tmp_path: Path) -> None:
    if words[0] == "audits":
        words += ("--data", str(tmp_path))
    fresh = subprocess.run(
        command(*words), cwd=ROOT, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True,
        encoding="utf-8", timeout=SECONDS, check=False,
    )  # fmt: skip
    assert xuncha(*words) == Ended(fresh.returncode, fresh.stdout, fresh.stderr)
    assert fresh.returncode == code
    assert fresh.stdout or fresh.stderr


def test_another_language_or_python_path_is_no_place_for_what_is_loaded() -> None:
    for name in ("LANG", "PYTHONPATH"):
        assert run_warm(("--version",), {**USUAL, name: "other"}, USUAL, SECONDS) is None
    assert run_warm(("--version",), {**USUAL, "XUNCHA_LANG": "en"}, USUAL, SECONDS) is not None


def test_a_command_that_does_not_end_is_ended() -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        run_warm(("--version",), USUAL, USUAL, 0.0001)
    assert run_warm(("--version",), USUAL, USUAL, SECONDS) is not None
