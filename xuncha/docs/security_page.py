"""Makes docs/security.md from docs/security.toml: threats, defences, tests and figures.

Every file and test named there must exist.
"""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from crawler.settings_file import read_toml_file

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "security.toml"
SOAK = ROOT / "docs" / "soak.json"  # the last measurement of ./do soak --write
HEAD = (
    "<!-- Written by `./do docs` from docs/security.toml and docs/soak.json. Do not edit. -->\n\n"
    "# Security\n\nWhat may be done to Xuncha or through it, what stands against it, and the tests that fail where it does not. "
    "Every page is taken to be hostile.\n"
)
KEYS = {"group", "threat", "defence", "files", "tests", "figure", "measured"}


class BadRow(Exception):
    """A row of the table that cannot be right; says which and why."""


@dataclass(frozen=True, slots=True)
class SecurityRow:
    """One row of the page.

    ``files`` and ``tests`` are paths from the root; a test function is given as ``file::test``.
    """

    group: str
    threat: str
    defence: str
    files: tuple[str, ...]
    tests: tuple[str, ...]
    figure: str = ""
    measured: str = ""


def load_security_table(table: Path = TABLE, root: Path = ROOT) -> tuple[dict[str, str], tuple[SecurityRow, ...]]:
    """Groups with their titles, and all rows.

    Raises BadRow for one that names no test, a file or test that does not exist, or only half a figure.
    """
    said: dict[str, Any] = read_toml_file(table)
    rows = tuple(_row(row, said["groups"], root) for row in said["row"])
    if empty := set(said["groups"]) - {row.group for row in rows}:
        raise BadRow(f"groups without a row: {', '.join(sorted(empty))}")
    return said["groups"], rows


def _row(said: dict[str, Any], groups: dict[str, str], root: Path) -> SecurityRow:
    name = str(said.get("threat", "?"))[:60]
    if odd := said.keys() - KEYS:
        raise BadRow(f"{name}: unknown {', '.join(sorted(odd))}")
    for key in ("group", "threat", "defence", "files", "tests"):
        if not said.get(key):
            raise BadRow(f"{name}: names no {key}")
    if said["group"] not in groups:
        raise BadRow(f"{name}: no group {said['group']!r}")
    if bool(said.get("figure")) != bool(said.get("measured")):
        raise BadRow(f"{name}: a figure and how it was measured belong together")
    if gone := [file for file in said["files"] if not (root / file).is_file()]:
        raise BadRow(f"{name}: no such file: {', '.join(gone)}")
    if gone := [test for test in said["tests"] if not _is_test(test, root)]:
        raise BadRow(f"{name}: no such test: {', '.join(gone)}")
    return SecurityRow(**{**said, "files": tuple(said["files"]), "tests": tuple(said["tests"])})


def _is_test(id: str, root: Path) -> bool:
    file, _, function = id.partition("::")
    there = _tests_of(root / file) if (root / file).is_file() else frozenset()
    return function in there if function else bool(there)


@cache
def _tests_of(path: Path) -> frozenset[str]:
    """The tests of a file by name, those of a class as ``Class::test``."""
    found = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef):
            found |= {
                f"{node.name}::{statement.name}"
                for statement in node.body
                if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef)
            }
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
    return frozenset(name for name in found if name.rpartition("::")[2].startswith("test_"))


def describe_soak(path: Path = SOAK) -> str:
    """The result of the last recorded soak in one sentence; says so where there is none."""
    if not path.is_file():
        return "not measured yet"
    said: dict[str, Any] = json.loads(path.read_text("utf-8"))
    breaches = ", ".join(f"{number} {kind}" for kind, number in said["breaches"].items())
    return (
        f"{said['shops']} shops in {said['minutes']:.0f} minutes (seed {said['seed']}, {said['day']}; network {said['network']}): {breaches}; "
        f"one process over {said['long_audits']} audits: {said['first_mb']} → {said['last_mb']} MB, "
        f"{said['first_descriptors']} → {said['last_descriptors']} descriptors"
    )


def render_security_page(groups: dict[str, str], rows: tuple[SecurityRow, ...], soak: str) -> str:
    """The content of docs/security.md."""
    parts = [HEAD]
    for group, title in groups.items():
        parts += [f"## {title}\n", "| threat | defence | tests | figure |", "| --- | --- | --- | --- |"]
        parts += [_line(row, soak) for row in rows if row.group == group] + [""]
    return "\n".join(parts)


def _line(row: SecurityRow, soak: str) -> str:
    files = ", ".join(f"`{file}`" for file in row.files)
    tests = "<br>".join(f"`{test}`" for test in row.tests)
    figure = f"{row.figure.replace('{soak}', soak)} — {row.measured}" if row.figure else ""
    cells = (row.threat, f"{row.defence} ({files})", tests, figure)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def build_security_page() -> str:
    """The page as it should be now. Raises BadRow."""
    return render_security_page(*load_security_table(), describe_soak())
