"""A stranger's probe: every kind of scaffold is green as it stands, and nothing that is there already is touched."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from crawler.vocabulary import Role
from probes.registry import NOT_SUBJECTS
from probes.schema.probe_table import TABLE
from tests.program_copy import copy_program
from tests.xuncha.command import CHINESE, ROOT, Ended, environment, xuncha
from xuncha.console.lang import Lang
from xuncha.new_probe import SUBJECTS, create_probe, find_clone_root, write_probe_files
from xuncha.probe_scaffold import CASES, ROLES, ScaffoldKind, ScaffoldRequest, insert_table, render_scaffold
from xuncha.settings.target import InvalidInput


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree with nothing beside it, and one new probe of each kind in it."""
    root = copied(tmp_path_factory.mktemp("elsewhere") / "clone")
    for kind in ScaffoldKind:
        made = xuncha("new-probe", f"trust.of_kind_{kind}", "--kind", kind, "--lang", "en", cwd=root, settled=True)
        assert made.code == 0, made.err
        assert f"probes/trust/of_kind_{kind}.py" in made.out
        assert "only asks a person" in made.out
        assert not CHINESE.search(made.out)
    return root


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    return copied(tmp_path / "clone")


def copied(root: Path) -> Path:
    """The parts of the tree that probes and their golden cases need; of the cases the few whose folders are not probes'."""
    copy_program(root)
    for file in ("pyproject.toml", "tests/__init__.py", "tests/probes/test_cases.py"):
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, root / file)
    shutil.copytree(ROOT / "tests", root / "tests", ignore=_unneeded, dirs_exist_ok=True)
    return root


def _unneeded(folder: str, names: list[str]) -> set[str]:
    """All golden folders, tests, and what neither judges golden folders nor changes their words."""
    if Path(folder) == ROOT / "tests":
        return set(names) - {"cases", "metamorph", "wording", "probes", "rules.py"}
    if Path(folder) == ROOT / "tests" / "cases":
        return {name for name in names if not name.endswith(".py")}
    return {name for name in names if name == "__pycache__" or name.startswith("test_")}


def run(root: Path, *words: str) -> Ended:
    ran = subprocess.run(
        [sys.executable, *words], cwd=root, env=environment(), stdin=subprocess.DEVNULL, capture_output=True,
        text=True, timeout=300, check=False,
    )  # fmt: skip
    return Ended(ran.returncode, ran.stdout, ran.stderr)


@pytest.mark.commands
def test_the_golden_cases_of_each_kind_say_yes_no_and_unsure(tree: Path) -> None:
    tested = run(
        tree, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/probes/test_cases.py", "-k", "trust/of_kind"
    )
    assert tested.code == 0, tested.out
    assert tested.out.partition("[")[0].count(".") == len(CASES) * len(ScaffoldKind)
    for kind in ScaffoldKind:
        cases = tree / "tests" / "cases" / "trust" / f"of_kind_{kind}"
        said = {json.loads((cases / case / "expected.json").read_text("utf-8"))["outcome"] for case in CASES}
        assert said == {"yes", "no", "unsure"}


@pytest.mark.commands
def test_what_is_made_keeps_the_rules_of_the_house(tree: Path) -> None:
    files = [f"probes/trust/of_kind_{kind}.py" for kind in ScaffoldKind]
    for words in (
        ("ruff", "check", "--no-cache", *files),
        ("ruff", "format", "--no-cache", "--check", *files),
        ("mypy", "--strict", "--cache-dir=/dev/null", *files),
    ):
        checked = run(tree, "-m", *words)
        assert checked.code == 0, checked.out + checked.err


@pytest.mark.commands
def test_each_kind_is_asked_and_listed(tree: Path) -> None:
    listed = xuncha("probes", cwd=tree, settled=True)
    assert [kind for kind in ScaffoldKind if f"trust.of_kind_{kind}" not in listed.out] == []


TRIED = """
from tests.metamorph.measure import Result, trials
from tests.metamorph.subjects import best, checks, with_elements
from tests.cases.build import read
from pathlib import Path
for folder in sorted(Path("tests/cases/trust").glob("of_kind_*/yes")):
    check = checks()["trust." + folder.parent.name]
    subject = best(str(folder), check, with_elements(read(folder)))
    assert subject is not None, folder
    tried = list(trials((subject,)))
    assert tried, folder
    wrong = [(each.check, each.change, each.because) for each in tried if each.harmful]
    assert wrong == [], wrong
"""


@pytest.mark.commands
def test_no_change_of_words_makes_a_lack_of_them(tree: Path) -> None:
    tried = run(tree, "-c", TRIED)
    assert tried.code == 0, tried.err


@pytest.mark.commands
def test_tables_stand_beside_those_of_their_subject_and_nothing_else_moves(tree: Path) -> None:
    was, now = ((folder / "probes.toml").read_text("utf-8").splitlines() for folder in (ROOT, tree))
    start = next(at for at, (one, other) in enumerate(zip(was, now, strict=False)) if one != other)
    added = len(now) - len(was)
    assert [*now[:start], *now[start + added :]] == was
    heads = [line.strip("[]").split(".")[0] for line in now if line.startswith("[")]
    at = [number for number, line in enumerate(now) if line.startswith("[trust.of_kind_")]
    before = next(line for line in reversed(now[: at[0]]) if line.startswith("["))
    assert before.startswith("[trust.")
    assert len({*heads}) == len({line.strip("[]").split(".")[0] for line in was if line.startswith("[")})
    assert not any(one == two == "" for one, two in zip(now[start:], now[start + 1 : start + added], strict=False))


def test_of_a_subject_without_tables_one_stands_at_the_end_under_a_line_that_names_it() -> None:
    made = insert_table("# how\n\n[a.b]\nc = 1\n", "trust", "[trust.d]\ne = 2\n")
    assert made.startswith("# how\n\n[a.b]\nc = 1\n\n# ---- trust ---")
    assert tomllib.loads(made) == {"a": {"b": {"c": 1}}, "trust": {"d": {"e": 2}}}


def test_a_remark_stays_with_the_table_it_speaks_of() -> None:
    text = "[a.b]\nc = 1\n\n# of the next\n[z.y]\nx = 1\n"
    assert insert_table(text, "a", "[a.d]\ne = 2\n") == "[a.b]\nc = 1\n\n[a.d]\ne = 2\n\n# of the next\n[z.y]\nx = 1\n"


def test_a_table_that_cannot_be_put_in_is_refused() -> None:
    with pytest.raises(ValueError, match="no place"):
        insert_table('[a.b]\nc = """\n[a.x]\n[z.y]\n"""\n', "a", "[a.d]\ne = 2\n")


@pytest.mark.parametrize("kind", ScaffoldKind)
def test_each_kind_says_what_it_is_to_be_of(kind: ScaffoldKind) -> None:
    made = render_scaffold(ScaffoldRequest("trust", "some_thing", kind, ROLES.get(kind)))
    assert "some thing" in made.probe
    assert "\nPROBE = " in made.probe
    table = tomllib.loads(made.table)["trust"]["some_thing"]
    assert table["question"]["zh"]
    assert table.get("stated", False) is (kind in (ScaffoldKind.POLICY, ScaffoldKind.STATEMENT))


@pytest.mark.parametrize("kind", ROLES)
def test_a_kind_that_takes_a_role_looks_at_its_pages(kind: ScaffoldKind) -> None:
    made = render_scaffold(ScaffoldRequest("trust", "some_thing", kind, Role.CREDIT))
    assert "Role.CREDIT" in made.probe
    assert all('role = "credit"' in made.cases[f"{case}/site.toml"] for case in CASES)


@pytest.mark.commands
def test_a_spoilt_scaffold_fails_its_cases(clone: Path) -> None:
    write_probe_files(ScaffoldRequest("disclosure", "spoilt", ScaffoldKind.WORDS, None), clone)
    file = clone / "probes" / "disclosure" / "spoilt.py"
    file.write_text(file.read_text("utf-8").replace("element.seen and any", "element.seen and not any"), "utf-8")
    tested = run(clone, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/probes/test_cases.py", "-k", "spoilt")
    assert tested.code == 1, tested.out


@pytest.mark.commands
def test_what_is_there_is_not_touched(tree: Path) -> None:
    was = (tree / "probes.toml").read_bytes()
    ended = xuncha("new-probe", "complaints/complaint_entry", cwd=tree, settled=True)
    assert ended.code == 2
    assert "已存在" in ended.line
    there = tree / "tests" / "cases" / "privacy" / "kept"
    there.mkdir(parents=True)
    with pytest.raises(InvalidInput, match="exists already"):
        write_probe_files(ScaffoldRequest("privacy", "kept", ScaffoldKind.WORDS, None), tree)
    there.rmdir()
    assert (tree / "probes.toml").read_bytes() == was
    assert not (tree / "probes" / "privacy" / "kept.py").exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("licence", "SUBJECT.NAME"),
        ("disclosure.", "SUBJECT.NAME"),
        ("disclosure.Licence", "SUBJECT.NAME"),
        ("disclosure/a/b", "SUBJECT.NAME"),
        ("disclosure/../x", "SUBJECT.NAME"),
        ("disclosure.class", "SUBJECT.NAME"),
        ("disclosure." + "a" * 60, "SUBJECT.NAME"),
        ("disclosur.x", "did you mean 'disclosure'"),
        ("reading.x", "unknown subject"),
        ("disclosure.x --kind polcy", "did you mean 'policy'"),
        ("disclosure.x --kind zzz", "known: words, role, sample, policy, statement, entry"),
        ("disclosure.x --kind role --role hlep", "did you mean 'help'"),
        ("disclosure.x --kind sample --role help", "--role is for role, statement, entry"),
        ("disclosure.x --kind role --role product", "use --kind sample"),
        ("disclosure.x --kind statement --role privacy", "use --kind policy"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line_with_the_nearest_word(typed: str, said: str) -> None:
    name, _, options = typed.partition(" ")
    kind, role = (re.search(rf"--{word} (\S+)", options) for word in ("kind", "role"))
    with pytest.raises(InvalidInput, match=re.escape(said)) as fault:
        asyncio.run(create_probe(name, kind[1] if kind else "words", role[1] if role else "", Lang.EN))
    assert "\n" not in str(fault.value)


def test_subjects_that_have_probes_are_known() -> None:
    rooms = {file.parent.name for file in (ROOT / "probes").glob("*/__init__.py")} - NOT_SUBJECTS
    assert rooms <= set(SUBJECTS)


def test_the_line_of_a_section_looks_like_those_that_are_there() -> None:
    sections = [line for line in TABLE.read_text("utf-8").splitlines() if line.startswith("# ----")]
    assert sections
    assert all(re.fullmatch(r"# ---- [a-z].* -+", line) for line in sections)


@pytest.mark.commands
def test_outside_of_a_clone_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no clone"):
        find_clone_root(tmp_path)
    ended = xuncha("new-probe", "privacy/anything", "--lang", "en", cwd=tmp_path)
    assert (ended.code, list(tmp_path.iterdir())) == (2, [])
    assert not (ROOT / "probes" / "privacy" / "anything.py").exists()


def test_the_tree_is_the_one_that_one_stands_in(clone: Path) -> None:
    assert find_clone_root(clone / "probes" / "privacy") == clone
