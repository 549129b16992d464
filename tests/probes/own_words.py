"""The words by which a check finds what it looks for: those of its table, and of the tables beside the modules that it reads with."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from probes.probe import Check

ROOT = Path(__file__).resolve().parents[2]
# Of lists of words: what stands between words in one entry, and marks around titles, which out of order enclose nothing.
NOTATION = re.compile(r"[()|~…#\s“”\"「」『』《》]+")
LONGEST = 24  # of what is a word in a table; longer ones are sentences for people
FEW = ("商城", "公司")  # where a check has no word of its own
MOST = 400  # words of one check, spread over all it has


def own_words(check: Check) -> tuple[str, ...]:
    """Without repetition, in the order of the tables."""
    own = [piece for words in check.params.words.values() for word in words for piece in pieces(word)]
    module = ROOT / "probes" / f"{check.id.replace('.', '/')}.py"
    found = tuple(dict.fromkeys((*own, *(word for read in sorted(read_with(module)) for word in table(read)))))
    step = max(1, len(found) // MOST)
    return found[::step] or FEW


def pieces(word: str) -> Iterator[str]:
    return (piece for piece in NOTATION.split(word) if piece)


@cache
def read_with(module: Path) -> frozenset[Path]:
    """The modules of probes that this one imports, and it."""
    found = {module}
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("probes."):
            base = ROOT / node.module.replace(".", "/")
            found |= {path for name in node.names if (path := base / f"{name.name}.py").is_file()}
            if (path := base.with_suffix(".py")).is_file():
                found.add(path)
    return frozenset(found)


@cache
def table(module: Path) -> tuple[str, ...]:
    """The words of the table beside a module; none where there is none."""
    beside = module.with_suffix(".toml")
    if not beside.is_file():
        return ()
    return tuple(dict.fromkeys(_strings(tomllib.loads(beside.read_text("utf-8")))))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from (piece for piece in pieces(value) if len(piece) <= LONGEST)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
