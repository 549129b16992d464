"""The image: the very steps of docs/deploy/Dockerfile, read from it and done in a folder of our own, make a program that can audit.

What a container alone can bear is read and not done: the system's packages, its user. The packages of the lock are asked for by the
image's own command, but come from the environment of the tests (see venvs.py) so that nothing is fetched; that all of them can be had
as wheels is asked of a registry, in a test of its own.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.vocabulary import Role
from tests.xuncha.command import ITEM, QUICK, Shop, pages, serving
from tests.xuncha.install.venvs import make_empty, run

ROOT = Path(__file__).resolve().parents[3]
FILE = ROOT / "docs" / "deploy" / "Dockerfile"
PLACE = "/srv/xuncha"
SYSTEM = frozenset({"apt-get", "useradd", "chmod", "rm"})  # programs that change a system, not a folder


def steps() -> Iterator[tuple[str, str]]:
    """The Dockerfile's instructions with their words, in order."""
    text = re.sub(r"^\s*#.*\n", "", FILE.read_text("utf-8"), flags=re.MULTILINE).replace("\\\n", " ")
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _, words = line.partition(" ")
        yield name.upper(), words.strip()


def commands(words: str) -> Iterator[list[str]]:
    """What one RUN runs, without what a system alone bears."""
    for step in words.split("&&"):
        command = shlex.split(step)
        program = next(word for word in command if "=" not in word)
        if program in SYSTEM or command[-3:-1] == ["install", "system"]:
            continue
        assert program == f"{PLACE}/do", f"an image is made by the steps of ./do: {step}"
        yield command


def context() -> set[str]:
    """Files that the image is built of: those of the clone, without what its ignore file names."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=False
    )  # fmt: skip
    if listed.returncode != 0:
        pytest.skip("not a clone: there is no list of tracked files")
    ignored = set((FILE.parent / "Dockerfile.dockerignore").read_text("utf-8").splitlines())
    return {
        name for name in listed.stdout.splitlines() if name.partition("/")[0] not in ignored and (ROOT / name).is_file()
    }


def copied(words: str, top: Path, files: set[str]) -> None:
    *sources, target = words.split()
    assert target == f"{PLACE}/"
    for name in files if sources == ["."] else sources:
        assert name in files, f"{name} is not in what the image is built of"
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, top / name)


@pytest.mark.browser
def test_the_steps_of_the_image_make_a_program_that_can_audit(tmp_path: Path) -> None:
    top, data = tmp_path / "xuncha", tmp_path / "data"
    make_empty(top / ".venv")
    files, ran, said = context(), [], dict[str, str]()
    entry: list[str] = []
    for name, words in steps():
        if name == "COPY":
            copied(words, top, files)
        elif name == "RUN":
            for command in commands(words):
                here = [word.replace(PLACE, str(top)) for word in command]
                done = run("env", *here, cwd=tmp_path, XUNCHA_OFFLINE="1")
                assert done.returncode == 0, done.stderr + (top / ".setup" / "log").read_text("utf-8")
                ran.append(command[-2:])
        elif name == "ENV":
            said |= dict(pair.split("=", 1) for pair in shlex.split(words))
        elif name in ("ENTRYPOINT", "CMD"):
            entry += json.loads(words)
    assert ran == [["install", "packages"], [f"{PLACE}/do", "install"]]
    assert entry == ["tini", "--", "xuncha", "doctor"]
    path = said.pop("PATH").replace(PLACE, str(top)) + os.pathsep + os.environ["PATH"]
    program = shutil.which("xuncha", path=path)
    assert program == str(top / ".venv" / "bin" / "xuncha")
    doctor = run(program, "doctor", cwd=tmp_path, **{**said, "PATH": path, "XUNCHA_DATA": str(data)})
    assert doctor.returncode == 0, doctor.stdout
    assert str(data) in doctor.stdout
    with serving(Shop(pages())) as url:
        asked = ("audit", url, *QUICK, "--allow-private", "--out", str(tmp_path / "out"))
        audit = run(program, *asked, cwd=tmp_path, **{**said, "PATH": path, "XUNCHA_DATA": str(data)})
    assert audit.returncode == 0, audit.stderr
    record = json.loads((tmp_path / "out" / "audit.json").read_text("utf-8"))
    assert record["gaps"] == []
    assert ITEM in {item["item"] for item in record["items"] if item["verdict"] != "fail"}
    assert Role.COMPLAINT in {view["role"] for view in record["views"]}


@pytest.mark.commands
def test_the_image_copies_the_program_without_its_tests() -> None:
    files = context()
    assert {"do", "probes.toml", "requirements.lock", "xuncha/cli/app.py"} <= files
    assert not [name for name in files if name.startswith(("tests/", "bench/", ".git/"))]


def no_registry(folder: Path) -> str:
    """Why no package can be fetched here, or "" where one can: asked of pip itself, which knows where to look."""
    if os.environ.get("XUNCHA_OFFLINE"):
        return "XUNCHA_OFFLINE is set: nothing may be fetched"
    words = (
        "download",
        "-q",
        "--no-deps",
        "--no-cache-dir",
        "--retries",
        "0",
        "--timeout",
        "20",
        "--dest",
        str(folder),
    )
    done = subprocess.run(
        [sys.executable, "-m", "pip", *words, "six"], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )  # fmt: skip
    return "" if done.returncode == 0 else "no registry answers here"


@pytest.mark.commands
def test_every_package_of_the_product_comes_as_a_wheel(tmp_path: Path) -> None:
    if why := no_registry(tmp_path):
        pytest.skip(why)
    words = (
        "install",
        "-q",
        "--dry-run",
        "--ignore-installed",
        "--no-deps",
        "--no-cache-dir",
        "--only-binary",
        ":all:",
    )
    done = subprocess.run(
        [sys.executable, "-m", "pip", *words, "--require-hashes", "-r", str(ROOT / "requirements.lock")],
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
