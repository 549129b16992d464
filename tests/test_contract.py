"""The five rooms import one way: the contract holds, and would be seen to break."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.commands

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("crawler", "probes", "scoring", "storage", "xuncha")
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(cache_dir=None, no_cache=True))"


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT], cwd=root, capture_output=True, text=True, timeout=120, check=False
    )


def copied(root: Path) -> Path:
    for room in ROOMS:
        shutil.copytree(ROOT / room, root / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


def test_the_contract_holds() -> None:
    ended = lint(ROOT)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "8 kept, 0 broken" in ended.stdout


def test_an_import_to_the_left_breaks_it(tmp_path: Path) -> None:
    root = copied(tmp_path)
    with (root / "probes" / "run.py").open("a", encoding="utf-8") as file:
        file.write("\nfrom storage.db import codec\n")
    ended = lint(root)
    assert ended.returncode == 1
    assert "probes.run -> storage.db.codec" in ended.stdout
