"""The recipe of docs/ci.md, run as it is written, from a platform's own repository with nothing of ours in it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.xuncha.command import ROOT, Shop, environment, pages, serving

pytestmark = [pytest.mark.browser, pytest.mark.commands]
DOCUMENT = ROOT / "docs" / "ci.md"
NARROW = " --allow-private --pace 0 --no-ocr --device desktop --budget pages=20 --lang en"


def blocks() -> list[str]:
    """The shell blocks under the heading of the recipe."""
    recipe = DOCUMENT.read_text("utf-8").partition("## A recipe")[2]
    return re.findall(r"```sh\n(.*?)```", recipe, re.S)


def checkout(folder: Path) -> Path:
    """A repository such as the recipe clones: its ``do`` makes the environment, of which this machine has one already."""
    folder.mkdir()
    runner = f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m xuncha.cli.app "$@"\n'
    made = 'set -eu\ncd "$(dirname "$0")"\nmkdir -p .venv/bin\ncp runner .venv/bin/xuncha\nchmod +x .venv/bin/xuncha\n'
    (folder / "runner").write_text(runner, "utf-8")
    (folder / "do").write_text(f"#!/bin/sh\n{made}", "utf-8")
    (folder / "do").chmod(0o755)
    git = ("git", "-c", "user.name=x", "-c", "user.email=x@example.cn")
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "x")):
        subprocess.run([*git, *words], cwd=folder, check=True, capture_output=True)
    return folder


def test_its_steps_work_in_an_empty_repository(tmp_path: Path) -> None:
    first, second = blocks()
    own = tmp_path / "platform"
    own.mkdir()
    subprocess.run(["git", "init", "-q"], cwd=own, check=True)
    with serving(Shop(pages())) as url:
        given = environment(
            SHOP=url, XUNCHA=str(checkout(tmp_path / "origin")), WHY="known", UNTIL="2999-01-01",
        )  # fmt: skip
        looked = subprocess.run(
            ["sh", "-euc", re.sub(r"(xuncha audit .*)", rf"\1{NARROW}", first)], cwd=own, env=given, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
    assert looked.returncode in (0, 1), looked.stderr  # 1: something is wanting, as the document says
    for name in ("report.html", "audit.json", "junit.xml", "xuncha.sarif"):
        assert (own / "report" / name).is_file(), looked.stderr
    driver = json.loads((own / "report" / "xuncha.sarif").read_text("utf-8"))["runs"][0]["tool"]["driver"]
    assert driver["version"]
    accepted = subprocess.run(["sh", "-euc", second], cwd=own, env=given, capture_output=True, text=True, check=False)
    assert accepted.returncode == 0, accepted.stderr
    assert (own / "xuncha-baseline.toml").is_file()


def test_what_builds_are_told_to_run_is_what_the_recipe_runs() -> None:
    text = DOCUMENT.read_text("utf-8").partition("## A recipe")[2]
    assert "./do " not in text.replace("../xuncha/do", "")  # a platform's repository has none
    for line in re.findall(r".*xuncha audit .*", text):
        assert "../xuncha/.venv/bin/xuncha audit" in line
