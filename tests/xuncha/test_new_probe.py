"""The scaffold of a probe runs as it stands, and nothing that is there already is touched."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from probes.registry import NOT_SUBJECTS
from tests.xuncha.command import CHINESE, ROOT, Ended, environment, xuncha
from xuncha.new_probe import SUBJECTS, make
from xuncha.target import BadTarget

ROOMS = ("crawler", "probes", "scoring", "storage", "xuncha")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    root = tmp_path / "clone"
    for room in ROOMS:
        shutil.copytree(ROOT / room, root / room, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "tests" / "probes").mkdir(parents=True)
    for file in ("probes.toml", "pyproject.toml", "tests/__init__.py", "tests/probes/test_cases.py"):
        shutil.copy(ROOT / file, root / file)
    (root / "tests" / "cases").mkdir()
    for file in ("__init__.py", "agreeing.py", "build.py", "quoting.py"):
        shutil.copy(ROOT / "tests" / "cases" / file, root / "tests" / "cases" / file)
    return root


def run(root: Path, *words: str) -> Ended:
    ran = subprocess.run(
        [sys.executable, "-m", *words], cwd=root, env=environment(), stdin=subprocess.DEVNULL, capture_output=True,
        text=True, timeout=120, check=False,
    )  # fmt: skip
    return Ended(ran.returncode, ran.stdout, ran.stderr)


@pytest.mark.commands
def test_the_scaffold_and_its_golden_cases_run_and_keep_the_house_rules(clone: Path) -> None:
    made = xuncha("new-probe", "trust/first_of_its_subject", "--lang", "en", cwd=clone)
    assert made.code == 0, made.err
    assert "probes/trust/first_of_its_subject.py" in made.out
    assert not CHINESE.search(made.out)
    listed = xuncha("probes", cwd=clone)
    assert "trust.first_of_its_subject" in listed.out
    tested = run(
        clone, "pytest", "-q", "-p", "no:cacheprovider", "tests/probes/test_cases.py", "-k", "first_of_its_subject"
    )
    assert tested.code == 0, tested.out
    assert tested.out.count(".") >= 2  # two cases
    file = "probes/trust/first_of_its_subject.py"
    for words in (
        ("ruff", "check", "--no-cache", file),
        ("ruff", "format", "--no-cache", "--check", file),
        ("mypy", "--strict", "--cache-dir=/dev/null", file),
    ):
        checked = run(clone, *words)
        assert checked.code == 0, checked.out + checked.err


@pytest.mark.commands
def test_a_spoilt_scaffold_fails_its_cases(clone: Path) -> None:
    make("disclosure", "spoilt", clone)
    file = clone / "probes" / "disclosure" / "spoilt.py"
    file.write_text(file.read_text("utf-8").replace("element.seen and any", "element.seen and not any"), "utf-8")
    tested = run(clone, "pytest", "-q", "-p", "no:cacheprovider", "tests/probes/test_cases.py", "-k", "spoilt")
    assert tested.code == 1, tested.out


@pytest.mark.commands
def test_what_is_there_is_not_touched(clone: Path) -> None:
    was = (clone / "probes.toml").read_bytes()
    ended = xuncha("new-probe", "complaints/complaint_entry", cwd=clone)
    assert ended.code == 2
    assert "已存在" in ended.line
    (clone / "tests" / "cases" / "privacy" / "kept").mkdir(parents=True)
    with pytest.raises(BadTarget, match="exists already"):
        make("privacy", "kept", clone)
    assert (clone / "probes.toml").read_bytes() == was
    assert not (clone / "probes" / "privacy" / "kept.py").exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("licence", "SUBJECT/NAME"),
        ("disclosure/", "SUBJECT/NAME"),
        ("disclosure/Licence", "SUBJECT/NAME"),
        ("disclosure/a/b", "SUBJECT/NAME"),
        ("disclosure/../x", "SUBJECT/NAME"),
        ("disclosure/class", "SUBJECT/NAME"),
        ("disclosure/" + "a" * 60, "SUBJECT/NAME"),
        ("disclosur/x", "did you mean 'disclosure'"),
        ("reading/x", "unknown subject"),
    ],
)
def test_a_name_that_cannot_be_is_refused(typed: str, said: str) -> None:
    from xuncha.new_probe import new_probe
    from xuncha.words import Lang

    with pytest.raises(BadTarget, match=said):
        asyncio.run(new_probe(typed, Lang.EN))


def test_subjects_that_have_probes_are_known() -> None:
    rooms = {file.parent.name for file in (ROOT / "probes").glob("*/__init__.py")} - NOT_SUBJECTS
    assert rooms <= set(SUBJECTS)


def test_outside_of_a_clone_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(BadTarget, match="no clone"):
        make("privacy", "anything", tmp_path)
    assert list(tmp_path.iterdir()) == []
