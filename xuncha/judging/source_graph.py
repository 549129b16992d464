"""Which files a module of probes/ or crawler/ rests on: those it imports, directly or not, and the tables that they read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOMS = ("probes", "crawler")
TABLES = ("*.toml", "*.json", "*.js")
_QUOTED = re.compile(rb"""["']([A-Za-z0-9_.-]{1,80}\.(?:toml|json|js))["']""")


@dataclass(frozen=True, slots=True)
class _Source:
    """A module's file, the modules it imports and the tables it names."""

    file: Path
    imports: frozenset[str]
    tables: frozenset[str]


class SourceGraph:
    """The sources and tables of one copy of the program, under ``root``.

    A module reads a table if it names it: which of several tables of that name it means is not asked. A table that no
    module names counts for every module.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        files = [file for room in ROOMS for file in sorted((root / room).rglob("*.py"))]
        self._files = {self._module(file): file for file in files}  # a package by its own name
        self._sources: dict[str, _Source] = {}

    def files(self, modules: Iterable[str]) -> frozenset[Path]:
        """The sources that these modules rest on, themselves included, and all tables that those read.

        Raises SyntaxError for a source that is none, ValueError for a relative import.
        """
        seen: set[str] = set()
        left = [known for module in modules for known in self._known(module)]
        while left:
            module = left.pop()
            if module not in seen:
                seen.add(module)
                left += self._source(module).imports
        read = {file for module in seen for name in self._source(module).tables for file in self._tables[name]}
        return frozenset((*(self._source(module).file for module in seen), *read, *self._unnamed))

    def _module(self, file: Path) -> str:
        parts = file.relative_to(self.root).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def _tables(self) -> dict[str, tuple[Path, ...]]:
        """Every table beside the modules, by its name without folders."""
        found: dict[str, tuple[Path, ...]] = {}
        for file in (file for room in ROOMS for kind in TABLES for file in sorted((self.root / room).rglob(kind))):
            found[file.name] = (*found.get(file.name, ()), file)
        return found

    @cached_property
    def _unnamed(self) -> frozenset[Path]:
        """The tables whose name, in quotes, stands in no module."""
        named = {quoted.decode() for file in self._files.values() for quoted in _QUOTED.findall(file.read_bytes())}
        return frozenset(file for name, files in self._tables.items() if name not in named for file in files)

    def _source(self, module: str) -> _Source:
        known = self._sources.get(module)
        if known is None:
            known = self._sources[module] = self._read(self._files[module])
        return known

    def _read(self, file: Path) -> _Source:
        text = file.read_bytes()
        tables = {name for quoted in _QUOTED.findall(text) if (name := quoted.decode()) in self._tables}
        imports = {
            known
            for statement in _statements(ast.parse(text, str(file)))
            if isinstance(statement, ast.Import | ast.ImportFrom)
            for name in _imported(statement, file)
            for known in self._known(name)
        }
        return _Source(file, frozenset(imports), frozenset(tables))

    def _known(self, name: str) -> Iterator[str]:
        """The module of that name, if it is ours, with the packages around it, which run before it."""
        parts = name.split(".")
        yield from (known for at in range(1, len(parts) + 1) if (known := ".".join(parts[:at])) in self._files)


def _statements(tree: ast.AST) -> Iterator[ast.AST]:
    """All statements of a source, those inside others too; expressions, the most of it, hold no imports."""
    left = [tree]
    while left:
        at = left.pop()
        yield at
        for name in ("body", "orelse", "finalbody", "handlers", "cases"):
            inner = getattr(at, name, ())
            left += inner if isinstance(inner, list) else ()


def _imported(node: ast.Import | ast.ImportFrom, file: Path) -> Iterator[str]:
    """The full names that are imported; of a name taken from a module, both: it may be a module too."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif node.level or node.module is None:
        raise ValueError(f"{file.name}, line {node.lineno}: a relative import, which this project has none of")
    else:
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)
