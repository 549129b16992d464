"""What a check's hash covers is what its answers rest on: every module it imports and every table that is read, and no more."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from probes.recall import load_recalls, measure_recall
from tests.rules import real_rules
from tests.xuncha.command import ROOT, environment
from xuncha.judging.basis import BY_CHECK, RUNNER, compute_basis, list_unchanged, read_basis
from xuncha.judging.source_graph import SourceGraph

# Imports what judging itself needs, then forks: a child for each check given, which imports that check alone, and in the end
# judges a Site by all. Says of each which of our modules there are then, and which of our files were opened, by which of them.
OPENED = """
import importlib, json, os, sys
from pathlib import Path
root, out, runner = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3].split()
seen = []
def heard(event, given):
    if event != "open" or not isinstance(given[0], str) or not given[0].endswith((".toml", ".json", ".js")):
        return
    file = Path(given[0]).resolve()
    frame = sys._getframe(1)
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        if name.partition(".")[0] in ("probes", "crawler") and name != "crawler.settings_file":
            seen.append([name, file.relative_to(root).as_posix()])
            return
        frame = frame.f_back
def ours():
    return sorted(name for name in sys.modules if name.partition(".")[0] in ("probes", "crawler"))
def tell(name, modules):
    (out / name).write_text(json.dumps({"modules": modules, "opened": seen}), "utf-8")
sys.addaudithook(heard)
for name in runner:
    importlib.import_module(name)
for check in sys.argv[4:]:
    child = os.fork()
    if child == 0:
        importlib.import_module("probes." + check)
        tell(check, ours())
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
modules = ours()
from probes.registry import load_checks
from probes.run import judge_site
from tests.xuncha.keeping import made
checks = load_checks()
judge_site(checks, made(), bar=0.9)
tell("None", modules)
"""
CHOSEN = [real_rules().checks[at].id for at in range(11, 300, 71)]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with what that program says of each check, and of none."""
    folder = tmp_path_factory.mktemp("told")
    words = [sys.executable, "-c", OPENED, str(ROOT), str(folder), " ".join(RUNNER), *CHOSEN]
    run = subprocess.run(words, cwd=ROOT, env=environment(PYTHONPATH=str(ROOT)), capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return folder


@pytest.mark.commands
@pytest.mark.parametrize("check", [None, *CHOSEN])
def test_every_module_imported_and_every_table_opened_is_covered(check: str | None, told: Path) -> None:
    modules = (*RUNNER, *(() if check is None else (f"probes.{check}",)))
    heard = json.loads((told / str(check)).read_text("utf-8"))
    graph = SourceGraph(ROOT)
    covered = {file.relative_to(ROOT).as_posix() for file in graph.files(modules)}
    assert set(modules) <= set(heard["modules"])
    for module in heard["modules"]:
        path = module.replace(".", "/")
        assert {f"{path}.py", f"{path}/__init__.py"} & covered, module
    assert heard["opened"]
    for module, table in heard["opened"]:
        if Path(table).name in BY_CHECK:
            continue
        of_module = {file.relative_to(ROOT).as_posix() for file in graph.files([module])}
        assert table in of_module, f"{module} reads {table}"


def test_an_edit_changes_the_checks_that_rest_on_it_and_no_other(tmp_path: Path) -> None:
    for name in ("crawler", "probes", "storage"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    rules = real_rules()
    given = (rules.checks, rules.standard.values.recall_bar, load_recalls())
    before = compute_basis(tmp_path, *given)
    assert before == read_basis()
    own = rules.checks[5].id
    graph = SourceGraph(tmp_path)
    shared = tmp_path / "probes" / "text" / "normalise.toml"
    for file in (tmp_path / "probes" / f"{own.replace('.', '/')}.py", shared):
        text = file.read_text("utf-8")
        file.write_text(f"{text}\n# edited\n", "utf-8")
        after = compute_basis(tmp_path, *given)
        file.write_text(text, "utf-8")
        resting = {check.id for check in rules.checks if file in graph.files([*RUNNER, f"probes.{check.id}"])}
        assert set(before.checks) - list_unchanged(before.checks, after) == resting
        assert resting == ({own} if file != shared else set(before.checks))
        assert before.name != after.name


def test_a_table_of_its_own_and_its_recall_count_for_a_check_alone() -> None:
    rules, recalls = real_rules(), load_recalls()
    bar, (first, second) = rules.standard.values.recall_bar, rules.checks[:2]
    before = compute_basis(ROOT, (first, second), bar, recalls)
    limited = dataclasses.replace(first, confidence=first.confidence / 2)
    after = compute_basis(ROOT, (limited, second), bar, recalls)
    assert list_unchanged(before.checks, after) == {second.id}
    points = dataclasses.replace(first, counts=())  # where it counts is asked when its findings are judged
    assert compute_basis(ROOT, (points, second), bar, recalls) == before
    known = measure_recall(7, 9, 9)
    measured = dataclasses.replace(recalls, checks={**recalls.checks, second.id: known})
    assert list_unchanged(before.checks, compute_basis(ROOT, (first, second), bar, measured)) == {first.id}
    role = dataclasses.replace(recalls, roles={**recalls.roles, "home": known})
    assert not list_unchanged(before.checks, compute_basis(ROOT, (first, second), bar, role))
