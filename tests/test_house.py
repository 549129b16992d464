"""The rules of the house that no other tool checks: how files are named, how long they are, what they say, what shows a probe."""

from __future__ import annotations

import ast
import io
import json
import re
import subprocess
import tokenize
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from probes.finding import Outcome
from probes.probe import Check
from probes.registry import NOT_SUBJECTS, load_checks
from probes.schema.probe_table import read_probe_rows
from scoring import standard
from tests.source_trees import parse_source, read_source

pytestmark = pytest.mark.usefixtures("source_trees")
ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("crawler", "probes", "scoring", "storage", "xuncha")
CASES = ROOT / "tests" / "cases"
GOLDEN_GAPS = ROOT / "tests" / "data" / "golden_gaps.toml"
LONGEST = 300  # lines
# Files that were longer when this rule came, and how long they may stay; none may join them.
LONGER = {
    "tests/probes/text/numbers/test_licence_numbers.py": 314,
    "tests/xuncha/reports/test_page.py": 307,
    "xuncha/pack/verification/verify.py": 550,  # goes into every pack as one file, which a court's expert reads
}  # fmt: skip
NO_CONCEPT = frozenset({"base", "common", "helpers", "manager", "misc", "models", "shared", "types", "util", "utils"})
ITEM = re.compile(r"(?<![\d.])\d{1,2}\.\d{1,2}-\d{1,2}(?![\d.-])")
# What a judgement must not depend on, or the same Site would not always be judged alike.
IMPURE = frozenset({
    "asyncio", "glob", "httpx", "io", "locale", "logging", "os", "playwright", "random", "secrets", "shutil",
    "socket", "sqlalchemy", "subprocess", "sys", "tempfile", "threading", "time", "uuid",
})  # fmt: skip
IMPURE_CALLS = frozenset({"open", "print", "input", "datetime.now", "date.today", "datetime.utcnow"})
# The order of work is no part of the product. In pieces, so that the rule does not find itself.
WORKING_WORDS = tuple(
    one + two
    for one, two in (("sub", "agent"), ("work", "stream"), ("the br", "ief"), ("the iss", "ue"), ("this ses", "sion"))
)


def python(*rooms: str) -> list[Path]:
    """Every Python file of these rooms that is under version control or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *rooms],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    names = listed.stdout.splitlines() if listed.returncode == 0 else []
    found = [ROOT / name for name in names] or [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    return sorted(path for path in found if path.suffix == ".py" and path.is_file())


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


EVERYWHERE = python(*ROOMS, "tests", "bench")
PRODUCT = python(*ROOMS)


def test_the_rules_look_at_all_there_is() -> None:
    assert len(PRODUCT) > 200
    assert {path.relative_to(ROOT).parts[0] for path in EVERYWHERE} >= {*ROOMS, "tests"}


def test_no_file_is_longer_than_a_concept() -> None:
    long = {name(path): lines for path in EVERYWHERE if (lines := len(read_source(path).splitlines())) > LONGEST}
    assert {file: lines for file, lines in long.items() if lines > LONGER.get(file, 0)} == {}


def test_every_module_says_first_what_it_is_in_one_sentence() -> None:
    said = {name(path): ast.get_docstring(parse_source(path)) for path in EVERYWHERE if read_source(path).strip()}
    assert [file for file, words in said.items() if not words] == []
    # A dot, a question for a probe, or a colon before what follows.
    ends = {file: (words or "").partition("\n")[0].rstrip() for file, words in said.items()}
    assert {file: line for file, line in ends.items() if not re.search(r"[.?:!]", line)} == {}


def test_names_say_a_concept() -> None:
    parts = {name(path): {*path.relative_to(ROOT).with_suffix("").parts} for path in PRODUCT}
    assert {file: found for file, names in parts.items() if (found := names & NO_CONCEPT)} == {}


def test_numbers_of_the_standard_are_data() -> None:
    assert {name(path): found for path in PRODUCT if (found := ITEM.findall(read_source(path)))} == {}


def test_what_a_tool_is_told_to_overlook_has_a_reason_beside_it() -> None:
    bare = []
    for path in EVERYWHERE:
        for token in tokenize.generate_tokens(io.StringIO(read_source(path)).readline):
            if token.type == tokenize.COMMENT and re.search(r"#\s*(noqa|type:\s*ignore)", token.string):
                left = re.sub(r"#\s*(noqa(:\s*[A-Z0-9, ]+)?|type:\s*ignore(\[[a-z, -]*\])?)", "", token.string)
                if len(left.strip(" #-:—")) < 10:
                    bare.append(f"{name(path)}:{token.start[0]}")
    assert bare == []


def test_no_fault_is_caught_unnamed_and_nothing_sleeps_in_the_product() -> None:
    found = []
    for path in PRODUCT:
        for node in ast.walk(parse_source(path)):
            if isinstance(node, ast.ExceptHandler) and node.type is None:
                found.append(f"{name(path)}:{node.lineno} except")
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "time.sleep":
                found.append(f"{name(path)}:{node.lineno} sleep")
    assert found == []


@pytest.mark.commands
@pytest.mark.parametrize("room", ["probes", "scoring"])
def test_judging_rests_on_nothing_but_the_site(room: str) -> None:
    found = {
        f"{name(path)}: {module}"
        for path in python(room)
        for module in _imports(parse_source(path))
        if module.split(".")[0] in IMPURE
    }
    found |= {
        f"{name(path)}:{node.lineno} {ast.unparse(node.func)}"
        for path in python(room)
        for node in ast.walk(parse_source(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in IMPURE_CALLS
    }
    assert found == set()


def _imports(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_the_order_of_work_is_no_part_of_the_product() -> None:
    found = {
        f"{name(path)}: {word}"
        for path in EVERYWHERE
        for word in WORKING_WORDS
        if re.search(rf"\b{word}\b", read_source(path), re.I)
    }
    assert found == set()


# -- probes ------------------------------------------------------------------------------------------------------------


@cache
def checks() -> tuple[Check, ...]:
    return load_checks()


@cache
def golden() -> dict[str, set[str]]:
    """Probe → the outcomes that its golden cases expect."""
    found: dict[str, set[str]] = {}
    for file in CASES.glob("*/*/*/expected.json"):
        expected: dict[str, Any] = json.loads(file.read_text("utf-8"))
        group = [expected] if "outcome" in expected else list(expected.values())
        found.setdefault(".".join(file.parts[-4:-2]), set()).update(one["outcome"] for one in group)
    return found


def lacks(check: Check) -> list[str]:
    """Which of a good and a bad answer no golden case of this probe shows. A probe of low confidence only asks where it would say no."""
    shown = golden().get(check.id, set())
    bad = {Outcome.NO if check.good is Outcome.YES else Outcome.YES}
    if check.confidence < 0.8:
        bad.add(Outcome.UNSURE)
    return [word for word, wanted in (("good", {check.good}), ("bad", bad)) if not wanted & shown]


def excused() -> dict[str, dict[str, Any]]:
    table: dict[str, list[dict[str, Any]]] = tomllib.loads(GOLDEN_GAPS.read_text("utf-8"))
    return {probe: {"lacks": lacked, **group} for group in table["group"] for probe, lacked in group["probes"].items()}


def test_every_probe_has_a_file_a_table_and_a_page() -> None:
    files = {".".join(path.with_suffix("").parts[-2:]) for path in (ROOT / "probes").glob("*/*.py")}
    files = {file for file in files if not file.endswith("__init__") and file.split(".")[0] not in NOT_SUBJECTS}
    assert set(read_probe_rows()) == files
    page = (ROOT / "docs" / "probes.md").read_text("utf-8")
    assert [check.id for check in checks() if f"## {check.id}\n" not in page] == []


def test_every_item_is_in_the_document_on_coverage() -> None:
    page = (ROOT / "docs" / "coverage.md").read_text("utf-8")
    items = [item.id for item in standard.load_standard().items]
    assert len(items) == 58
    assert [item for item in items if f"| {item} |" not in page] == []


def test_golden_cases_belong_to_probes() -> None:
    assert sorted(golden().keys() - {check.id for check in checks()}) == []


def test_golden_cases_show_each_probe_saying_good_and_bad() -> None:
    missing = {check.id: lacked for check in checks() if (lacked := lacks(check))}
    assert {
        probe: lacked
        for probe, lacked in missing.items()
        if not set(lacked) <= set(excused().get(probe, {}).get("lacks", ()))
    } == {}


def test_what_has_no_golden_case_is_shown_elsewhere() -> None:
    """Each probe that is excused has a reason, and is named by the tests that show it instead."""
    known = {check.id for check in checks()}
    for probe, excuse in excused().items():
        assert probe in known, probe
        assert len(excuse["reason"]) > 20
        if excuse["shown_by"]:
            assert any(probe in read_source(ROOT / file) for file in excuse["shown_by"]), probe
