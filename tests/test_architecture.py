"""What documents by hand say of the code is so: each path is there, each word of the glossary is found, and no word that it bars is used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from tests.source_trees import parse_source, read_source
from tests.test_house import PRODUCT, ROOMS, ROOT, name

pytestmark = pytest.mark.usefixtures("source_trees")
ARCHITECTURE = "docs/architecture.md"
BY_HAND = (
    "README.md", "CONTRIBUTING.md", "tests/README.md", "tests/shops/README.md", "docs/commands.md", ARCHITECTURE,
    "docs/standard/README.md", *sorted(name(path) for path in (ROOT / "docs" / "decisions").glob("*.md")),
)  # fmt: skip
EXAMPLE = "price_protection"  # the probe that CONTRIBUTING.md makes before the reader's eyes
CODE = re.compile(r"`([^`\s]+)`")
# What begins with a folder of ours, and is no template (<...>) or elision.
PATH = re.compile(rf"(?:{'|'.join((*ROOMS, 'tests', 'bench', 'docs'))})/[\w./*-]+")
FILE = re.compile(r"[\w/*.-]+\.(?:py|toml|js|j2|md)")
ROW = re.compile(r"^\| \*\*(.+?)\*\* \| (.+?) \| `([^`:]+)(?::(\w+))?` \|(.*)\|$", re.M)


@cache
def glossary() -> tuple[tuple[str, str, str, tuple[str, ...]], ...]:
    """Each row: the word, the file and name that it has in the code, and words that it bars."""
    page = read_source(ROOT / ARCHITECTURE)
    return tuple(
        (word, file, called, tuple(filter(None, (barred.strip() for barred in bars.split(",")))))
        for word, _, file, called, bars in ROW.findall(page)
    )


def paths(page: str) -> Iterator[str]:
    """The paths that a page names in backticks, globs among them."""
    for said in CODE.findall(read_source(ROOT / page)):
        if found := PATH.fullmatch(said.split(":")[0]):
            yield found.group().rstrip("/")


@pytest.mark.parametrize("page", BY_HAND)
def test_every_path_that_a_page_names_is_there(page: str) -> None:
    beside = (ROOT / page).parent
    lost = [path for path in paths(page) if not any(ROOT.glob(path)) and not any(beside.glob(path))]
    assert [path for path in lost if EXAMPLE not in path] == []


def test_where_to_look_names_files_by_their_whole_path() -> None:
    page = read_source(ROOT / ARCHITECTURE)
    table = page[page.index("## Where to look") : page.index("## Glossary")]
    named = [said for said in CODE.findall(table) if FILE.fullmatch(said)]
    assert len(named) > 80
    assert [said for said in named if not PATH.fullmatch(said)] == []


def test_the_tree_shows_every_shelf() -> None:
    page = read_source(ROOT / ARCHITECTURE)
    tree_shown = page[page.index("## The tree") : page.index("## Where to look")]
    rooms = dict(re.findall(r"^(\w+)/ .*\n((?:  .*\n)+)", tree_shown, re.M))
    assert rooms.keys() == set(ROOMS)
    for room, lines in rooms.items():
        shelves = {
            path.parent.name for path in PRODUCT if path.name == "__init__.py" and path.parent.parent == ROOT / room
        }
        assert {shelf for shelf in shelves if not re.search(rf"\b{shelf}\b", lines)} == set(), room


def test_every_word_of_the_glossary_is_found_in_the_code() -> None:
    rows = glossary()
    assert len(rows) > 50
    assert len({word for word, *_ in rows}) == len(rows)
    lost = [word for word, file, called, _ in rows if not (ROOT / file).is_file() or not defines(file, called)]
    assert lost == []


def defines(file: str, called: str) -> bool:
    """Whether a module has a class, function or constant of that name; any has none ("")."""
    return not called or any(
        getattr(node, "name", "") == called
        or (isinstance(node, ast.Assign) and any(ast.unparse(target) == called for target in node.targets))
        or (isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == called)
        for node in parse_source(ROOT / file).body
    )


def test_no_docstring_uses_a_word_that_the_glossary_bars() -> None:
    barred = {word for *_, bars in glossary() for word in bars}
    assert len(barred) > 3
    found = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(barred)))})\b", re.I)
    used = {
        f"{name(path)}: {match.group()}"
        for path in PRODUCT
        for node in ast.walk(parse_source(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and (match := found.search(ast.get_docstring(node) or ""))
    }
    assert used == set()
