"""Findings that are taken over are those that judging everything again would give, whatever was edited in the rules."""

from __future__ import annotations

import dataclasses
import os
import pickle
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from probes.finding import Answer
from probes.probe import Check
from storage.audits import load_answers
from storage.db.judging_bases import hash_visit, load_audit_basis
from storage.db.session import Store
from tests.cases import build
from tests.storage import conftest
from tests.xuncha.command import ROOT, environment
from tests.xuncha.rejudge import edited_rules
from tests.xuncha.rejudge.edited_rules import Again, Earlier
from tests.xuncha.rejudge.many import all_judged, newest, rules_moved, several, without_complaints
from xuncha.judging.basis import read_basis
from xuncha.judging.rules import load_rules
from xuncha.rejudge.worker import RejudgeManner, RejudgeOutcome, rejudge_and_keep

pytestmark = pytest.mark.commands

server, fresh, database, store = conftest.server, conftest.fresh, conftest.database, conftest.store  # both databases

VISITS = 12
EDITS, MOST_EDITS = 6, 40  # the second only while no edit has changed a finding yet
PROGRAM = ("crawler", "probes", "scoring", "storage", "xuncha", "probes.toml")
SPOKEN = re.compile(r"\"([^\"{}\\\n]*[\u4e00-\u9fff][^\"{}\\\n]*)\"")
NUMBER = re.compile(r"(?<== )([0-9]+)(?=\s)")


def visits(number: int, chance: random.Random) -> list[Earlier]:
    """Some of the golden cases."""
    folders = sorted(path.parent for path in (ROOT / "tests" / "cases").glob("*/*/*/site.toml"))
    return [Earlier(build.read(folder)) for folder in chance.sample(folders, number)]


def editable(tree: Path) -> list[Path]:
    """What judges: the table of probes, and sources and tables of probes, the frequent kinds no oftener than others."""
    return [tree / "probes.toml", *sorted((tree / "probes").rglob("*.toml")), *sorted((tree / "probes").rglob("*.py"))]


def edited(tree: Path, chance: random.Random) -> tuple[Path, str]:
    """Change one word, sentence or number of the rules; returns the file and what it was before."""
    kinds = [[path for path in editable(tree) if wanted(path)] for wanted in (_own_table, _table, _source)]
    while True:
        file = chance.choice(chance.choice(kinds))
        before = file.read_text("utf-8")
        found = [*SPOKEN.finditer(before), *(NUMBER.finditer(before) if file.suffix == ".toml" else ())]
        if found and file.name != "recall.toml":
            break
    at = chance.choice(found)
    new = str(int(at[1]) + 1) if at.re is NUMBER else f'"{at[1][:-1] or "甲"}"'
    file.write_text(before[: at.start()] + new + before[at.end() :], "utf-8")
    return file, before


def _own_table(file: Path) -> bool:
    return file.name == "probes.toml"


def _table(file: Path) -> bool:
    return file.suffix == ".toml" and not _own_table(file)


def _source(file: Path) -> bool:
    return file.suffix == ".py"


def judged_by(tree: Path, given: list[Earlier], at: Path) -> list[Again] | None:
    """What the copy of the program says; None where it refuses its own tables."""
    at.with_suffix(".in").write_bytes(pickle.dumps(given))
    words = [sys.executable, "-m", edited_rules.__name__, str(at.with_suffix(".in")), str(at)]
    both = environment(PYTHONPATH=f"{tree}{os.pathsep}{ROOT}")
    run = subprocess.run(words, cwd=tree, env=both, capture_output=True, text=True, timeout=300)
    if run.returncode:
        assert "ConfigurationError" in run.stderr or "re.PatternError" in run.stderr, run.stderr
        return None
    made: list[Again] = pickle.loads(at.read_bytes())
    return made


def test_whatever_is_edited_the_findings_are_those_of_judging_all_again(tmp_path: Path) -> None:
    chance = random.Random(28)
    tree = copied(tmp_path / "program")
    given = judged_by(tree, visits(VISITS, chance), tmp_path / "first")
    assert given is not None
    sites = visits(VISITS, random.Random(28))
    earlier = [
        Earlier(site.site, again.whole, again.profile, again.basis) for site, again in zip(sites, given, strict=True)
    ]
    moved = spared = edits = 0
    while edits < EDITS or (not (moved and spared) and edits < MOST_EDITS):
        file, before = edited(tree, chance)
        came = judged_by(tree, earlier, tmp_path / "out")
        if came is not None:
            edits += 1
            for was, now in zip(earlier, came, strict=True):
                assert repr(now.reused) == repr(now.whole), f"{file.relative_to(tree)}: {was.site.platform}"
                moved += now.whole != was.findings
                spared += now.checks - now.asked
        file.write_text(before, "utf-8")
    assert moved, "no edit changed any finding: this proves nothing"
    assert spared, "no edit left any check as it was: this proves nothing"


def copied(to: Path) -> Path:
    """A copy of the program, with its compiled modules, which stay valid."""
    for name in PROGRAM:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, to / name)
        else:
            shutil.copy2(ROOT / name, to / name)
    return to


async def test_only_what_changed_is_asked_again(store: Store, database: str | None) -> None:
    await several(store, 2)
    await all_judged(store, database)
    await rules_moved(store)
    rules, basis = load_rules(), read_basis()
    asked: list[str] = []

    def asking(check: Check, ask: Callable[[], Answer | None]) -> Answer | None:
        asked.append(check.id)
        return ask()

    heard = dataclasses.replace(rules, asking=asking)
    one = rules.checks[7].id
    moved = dataclasses.replace(basis, name="1" * 64, checks={**basis.checks, one: "0" * 64})
    for visit, standing in (await newest(store)).items():
        asked.clear()
        came = await rejudge_and_keep(store, standing, heard, RejudgeManner(moved))
        assert set(asked) <= {one}
        assert came.came is RejudgeOutcome.SAME
        assert await load_answers(store, came.now) == await load_answers(store, standing.audit)
        noted = await load_audit_basis(store, came.now)
        assert noted is not None
        assert (noted.seen, noted.checks) == (await hash_visit(store, visit), moved.checks)


async def test_where_a_visit_was_altered_all_is_asked_again(store: Store, database: str | None) -> None:
    (visit,) = await several(store, 1)
    await all_judged(store, database)
    await without_complaints(store, visit)
    standing = (await newest(store))[visit]
    again = await rejudge_and_keep(store, standing, load_rules(), RejudgeManner(read_basis()))
    assert again.came is RejudgeOutcome.MOVED
    whole = await rejudge_and_keep(
        store, (await newest(store))[visit], load_rules(), RejudgeManner(read_basis(), reuse=False)
    )
    assert whole.came is RejudgeOutcome.SAME
