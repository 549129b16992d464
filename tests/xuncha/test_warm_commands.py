"""A command that did not load our modules itself says and does what one says that did, and is one only where it can be."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.program_copy import copy_program
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


def test_a_copy_of_the_program_runs_its_own_modules_and_lends_them_only_where_they_stay(tmp_path: Path) -> None:
    copy_program(tmp_path)
    own = tmp_path / "xuncha" / "cli" / "help_texts.py"
    own.write_text(f"{own.read_text('utf-8')}\nimport sys\nprint(__file__, file=sys.stderr)\n", "utf-8")
    program = tmp_path / "xuncha" / "cli" / "app.py"
    shown = program.read_text("utf-8").replace("    main()", "    print(help_texts.__file__)\n    main()")
    program.write_text(shown, "utf-8")
    assert run_warm(("--version",), USUAL, USUAL, SECONDS, tmp_path) is None
    fresh = xuncha("--version", cwd=tmp_path)
    assert (fresh.code, fresh.err.strip(), fresh.out.splitlines()[0]) == (0, str(own), str(own))
    lent = xuncha("--version", cwd=tmp_path, settled=True)
    assert lent == Ended(0, fresh.out, "")  # it was loaded before
