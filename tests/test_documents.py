"""What is generated never stands in an author's way: in a plain clone a remark moves no file, and one command writes all documents."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.xuncha.command import environment

ROOT = Path(__file__).resolve().parents[1]
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
PICTURE = ROOT / "docs" / "images" / "report.png"
BEFORE = ("./do audit", "./do test", "docs/images/report.png", "## ")  # how README.md begins, in this order
REMARKED = "probes/complaints/complaint_entry.py"


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=root, env=environment(), capture_output=True, text=True, timeout=600, check=False)


def moved(clone: Path) -> list[str]:
    """The files that git calls changed or new."""
    return run(clone, "git", "status", "--porcelain").stdout.split("\n")[:-1]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone with nothing beside it, its documents written."""
    listed = run(ROOT, "git", "ls-files", "--cached", "--others", "--exclude-standard")
    if listed.returncode != 0:
        pytest.skip("not a clone: there is no list of tracked files")
    root = tmp_path_factory.mktemp("elsewhere") / "clone"
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, root / name)
    written = run(root, sys.executable, "-m", "tests.documents")
    assert written.returncode == 0, written.stderr
    run(root, "git", "init", "-q")
    run(root, "git", "add", "-A")
    made = run(root, "git", "-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-q", "-m", "all")
    assert made.returncode == 0, made.stderr
    return root


@pytest.fixture
def remarked(clone: Path) -> Iterator[Path]:
    """The clone with one more remark in a probe and in the table."""
    files = [clone / REMARKED, clone / "probes.toml"]
    was = [file.read_bytes() for file in files]
    for file, data in zip(files, was, strict=True):
        file.write_bytes(data + b"\n# one more remark\n")
    yield clone
    for file, data in zip(files, was, strict=True):
        file.write_bytes(data)


@pytest.mark.commands
def test_a_remark_in_the_rules_moves_no_generated_file(remarked: Path) -> None:
    both = sorted([f" M {REMARKED}", " M probes.toml"])
    assert sorted(moved(remarked)) == both
    checked = run(remarked, sys.executable, "-m", "tests.documents", "--check")
    assert checked.returncode == 0, checked.stderr
    written = run(remarked, sys.executable, "-m", "tests.documents")
    assert written.returncode == 0, written.stderr
    assert sorted(moved(remarked)) == both


@pytest.mark.commands
def test_tests_of_what_is_generated_pass_in_a_clone_whose_rules_moved(remarked: Path) -> None:
    words = ("-q", "-p", "no:cacheprovider", "-m", "not browser and not commands", "tests/eval/test_eval.py")
    tested = run(
        remarked, sys.executable, "-m", "pytest", *words, "tests/eval/test_own.py", "tests/xuncha/docs/test_generate.py"
    )
    assert tested.returncode == 0, tested.stdout


@pytest.mark.commands
def test_a_question_in_other_words_makes_documents_stale_until_they_are_written(clone: Path) -> None:
    table = clone / "probes.toml"
    was = table.read_text("utf-8")
    table.write_text(was.replace('en = "', 'en = "Now: ', 1), "utf-8")
    try:
        checked = run(clone, sys.executable, "-m", "tests.documents", "--check")
        assert checked.returncode == 1
        assert "docs are stale: probes.md; run ./do docs" in checked.stderr
        assert run(clone, sys.executable, "-m", "tests.documents").returncode == 0
        assert run(clone, sys.executable, "-m", "tests.documents", "--check").returncode == 0
    finally:
        table.write_text(was, "utf-8")
        run(clone, "git", "checkout", "-q", ".")


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/commands.md", "tests/README.md"])
def test_pages_by_hand_lead_to_files_that_are_there(page: str) -> None:
    here = ROOT / page
    links = [link for link in LINK.findall(here.read_text("utf-8")) if not link.startswith("http")]
    assert [link for link in links if not (here.parent / link).exists()] == []


def test_the_first_page_says_first_what_it_is_how_to_run_it_and_what_comes_of_it() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    places = [text.index(word) for word in BEFORE]
    assert places == sorted(places)
    assert len(re.findall(r"^\|", text, re.M)) < 15  # the long table of commands is docs/commands.md
    data = PICTURE.read_bytes()
    assert data.startswith(b"\x89PNG")
    assert len(data) <= 200_000
    assert int.from_bytes(data[16:20], "big") == 1366
