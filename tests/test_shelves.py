"""The rules of the house about shelves and names: how much stands on one, what it says of itself, how modules and functions are called."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import grimp  # comes with import-linter
import pytest

from probes.registry import NOT_SUBJECTS
from tests.source_trees import parse_source, read_source
from tests.test_house import EVERYWHERE, PRODUCT, ROOMS, ROOT, name

pytestmark = pytest.mark.usefixtures("source_trees")
LARGEST = 15  # modules of one package
ANY = ("*",)
# Where a public function may be named by one word, and why.
ONE_WORD: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("xuncha/cli/*.py", ANY, "what a person types: the function of a command bears the command's name"),
    ("*.py", ("main",), "where a program begins, in every language"),
    ("storage/migrations/versions/*.py", ("downgrade", "upgrade"), "Alembic looks for functions of these names"),
    ("probes/*/*.py", ("judge",), "what each probe gives its declaration: the answer to its question"),
    ("probes/*/*.py", ("run",), "what a probe does on a page before it is judged; only its declaration names it"),
    ("probes/finding.py", ("yes", "no", "unsure"), "the answers themselves, as a sentence says them"),
    ("probes/families/statement.py", ("statement",), "a family is called as what it declares: PROBE = statement(...)"),
    ("xuncha/pack/verification/verify.py", ANY, "one file that a court's expert reads from top to bottom, without a library"),
)  # fmt: skip
# Names that two modules share, and why that misleads nobody.
NAMED_TWICE = {
    "errors": "the faults of the store, and every fault as a person reads it: each room's word for the same thing",
    "page": "a page in the browser, and the page of a report: neither can be called otherwise without a crutch",
}


@cache
def imports() -> grimp.ImportGraph:
    """Who imports whom in the product, imports within functions and for types alone included."""
    return grimp.build_graph(*ROOMS, cache_dir=None)


def circles(arrows: Mapping[str, set[str]]) -> set[str]:
    """The largest sets in which each reaches each by these arrows, every set as its names in order, joined by blanks."""
    reached: dict[str, set[str]] = {}
    for start in arrows:
        seen, left = set[str](), [start]
        while left:
            new = arrows.get(left.pop(), set()) - seen
            seen |= new
            left += new
        reached[start] = seen
    return {
        " ".join(sorted(other for other in seen if start in reached.get(other, ())))
        for start, seen in reached.items()
        if start in seen
    }


def arrows_within(package: str) -> dict[str, set[str]]:
    """What stands directly in that package, modules and shelves → the others there that it imports, anywhere inside it."""
    depth = package.count(".") + 2
    found: dict[str, set[str]] = {}
    for module in imports().find_descendants(package):
        own = ".".join(module.split(".")[:depth])
        named = {".".join(name.split(".")[:depth]) for name in imports().find_modules_directly_imported_by(module)}
        found.setdefault(own, set()).update(word for word in named if word.startswith(f"{package}.") and word != own)
    return found


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = imports()
    assert circles({module: graph.find_modules_directly_imported_by(module) for module in graph.modules}) == set()


def test_no_shelves_import_each_other_in_a_circle() -> None:
    graph = imports()
    shelves = [module for module in graph.modules if graph.find_children(module)]
    assert {circle for shelf in shelves for circle in circles(arrows_within(shelf))} == set()


def test_a_circle_of_three_is_found() -> None:
    assert circles({"a": {"b"}, "b": {"c", "d"}, "c": {"a"}, "d": set()}) == {"a b c"}


def packages() -> dict[str, list[Path]]:
    """Each package of the product → its modules, itself left out."""
    found: dict[str, list[Path]] = {name(path.parent): [] for path in PRODUCT if path.name == "__init__.py"}
    for path in PRODUCT:
        if path.name != "__init__.py":
            found[name(path.parent)].append(path)
    return found


def is_subject(package: str) -> bool:
    """Whether a package is a subject of the probes: each file there is a question, named by what it asks."""
    room, _, shelf = package.partition("/")
    return room == "probes" and bool(shelf) and shelf.partition("/")[0] not in NOT_SUBJECTS


def test_a_shelf_can_be_looked_over() -> None:
    sizes = {package: len(modules) for package, modules in packages().items() if not is_subject(package)}
    assert {package: size for package, size in sizes.items() if size > LARGEST} == {}


def test_every_package_says_what_it_is_for_and_what_it_may_import() -> None:
    said = {package: ast.get_docstring(parse_source(ROOT / package / "__init__.py")) or "" for package in packages()}
    assert {
        package: words
        for package, words in said.items()
        if words.count("\n")
        or not words.endswith(".")
        or not re.search(r"; may import [^.;]+\.$|, may import [^.;]+\.$", words)
    } == {}


def test_every_shelf_has_its_place_in_the_contract_of_its_room() -> None:
    contracts = tomllib.loads(read_source(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    complete = {room for contract in contracts if contract.get("exhaustive") for room in contract["containers"]}
    assert complete >= {*ROOMS}


def public_functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Each public function at the top of a module of the product, with the file it stands in."""
    for path in PRODUCT:
        for node in parse_source(path).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
                yield name(path), node


def may_be_one_word(file: str, function: str) -> bool:
    """Whether a line of ONE_WORD excuses a name of one word there."""
    return any(fnmatch(file, where) and (function in names or names == ANY) for where, names, _ in ONE_WORD)


def test_a_public_function_says_what_it_does_to_what() -> None:
    bare = {f"{file}: {node.name}" for file, node in public_functions() if "_" not in node.name}
    assert {word for word in bare if not may_be_one_word(*word.split(": "))} == set()


def test_names_of_one_word_are_excused_for_a_reason_and_still_there() -> None:
    found = {(file, node.name) for file, node in public_functions() if "_" not in node.name}
    for where, names, reason in ONE_WORD:
        assert len(reason) > 20, where
        here = {function for file, function in found if fnmatch(file, where)}
        assert here if names == ANY else set(names) <= here, where


def test_no_two_modules_share_a_name() -> None:
    shelves: dict[str, list[str]] = {}
    for package, modules in packages().items():
        if (
            not is_subject(package) and package != "xuncha/cli"
        ):  # files there are named by their question, or by their command
            for path in modules:
                shelves.setdefault(path.stem, []).append(package)
    twice = {stem for stem, where in shelves.items() if len(where) > 1}
    assert twice == set(NAMED_TWICE)
    assert all(len(reason) > 20 for reason in NAMED_TWICE.values())


def unnamed_things(path: Path) -> Iterator[int]:
    """The lines where what a loop, a comprehension or a function goes through or takes is called ``each``."""
    for node in ast.walk(parse_source(path)):
        if isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
            if "each" in {part.id for part in ast.walk(node.target) if isinstance(part, ast.Name)}:
                yield node.target.lineno
        elif isinstance(node, ast.arg) and node.arg == "each":
            yield node.lineno


def test_a_variable_is_named_for_its_thing() -> None:
    assert {f"{name(path)}:{line}" for path in EVERYWHERE for line in unnamed_things(path)} == set()
