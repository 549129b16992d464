"""What each check's answers rest on besides the visit, as one hash a check: its sources, tables, words, limits and recall.

Judging is pure, so where neither this nor what was seen has changed, the answers of an earlier judging are those of
today.
"""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

from probes.probe import Check
from probes.recall import Recalls, load_recalls
from storage.db.judging_bases import JudgingBasis
from xuncha.judging.rules import load_rules
from xuncha.judging.ruleset import ROOT
from xuncha.judging.source_graph import SourceGraph

# What every answer passes through, and what a stored page is read with.
RUNNER = ("probes.run", "probes.profile")
READER = ("storage/db/codec.py", "storage/db/serializers.py", "storage/db/stored_names.toml", "storage/visits/sites.py")
# In these tables each check has rows of its own, which count for it alone.
BY_CHECK = frozenset({"probes.toml", "recall.toml"})
LIBRARIES = ("publicsuffixlist",)  # of the modules that judge


@cache
def read_basis() -> JudgingBasis:
    """What today's checks rest on, in the copy of the program that runs. Raises ConfigurationError.

    To be called before anything is judged: sources that are replaced while a process runs must not be taken for those
    that judged.
    """
    rules = load_rules()
    return compute_basis(ROOT, rules.checks, rules.standard.values.recall_bar, load_recalls())


def compute_basis(root: Path, checks: Iterable[Check], bar: float, recalls: Recalls) -> JudgingBasis:
    """What these checks rest on in the copy of the program under ``root``.

    ``bar`` is the recall that an absence needs. Raises SyntaxError, ValueError or OSError for sources that cannot be
    read.
    """
    graph = SourceGraph(root)
    hashes = _Hashes(root)
    shared = [*_platform(), f"bar {bar!r}", f"roles {sorted(recalls.roles.items())!r}"]
    shared.append(hashes.of([*graph.files(RUNNER), *(root / name for name in READER)]))
    found = {}
    for check in checks:
        own = (recalls.of_check(check.id), recalls.of_check(check.id, short=True))
        parts = (*shared, hashes.of(graph.files([f"probes.{check.id}"])), _table(check), repr(own))
        found[check.id] = _hash(parts)
    return JudgingBasis(_hash(f"{id} {hash}" for id, hash in sorted(found.items())), found)


def _platform() -> tuple[str, ...]:
    """The language, its letters and the libraries."""
    return (
        f"python {sys.version_info[:2]}",
        f"unicode {unicodedata.unidata_version}",
        *(f"{name} {version(name)}" for name in LIBRARIES),
    )


def _table(check: Check) -> str:
    """Everything that a check's table says, but for where its answers count."""
    rest = (check.id, check.question, check.params, check.good, check.confidence, check.stated, check.profile)
    return repr(rest)


class _Hashes:
    """The hashes of files, each read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[Path, str] = {}

    def of(self, files: Iterable[Path]) -> str:
        """One hash over the names, relative to the root, and the contents of these files."""
        return _hash(sorted(self._one(file) for file in files if file.name not in BY_CHECK))

    def _one(self, file: Path) -> str:
        """Its name and hash."""
        known = self._known.get(file)
        if known is None:
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            known = self._known[file] = f"{file.relative_to(self._root).as_posix()} {content}"
        return known


def _hash(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def list_unchanged(before: Mapping[str, str], now: JudgingBasis) -> frozenset[str]:
    """The checks that rest on the same as before."""
    return frozenset(id for id, hash in now.checks.items() if before.get(id) == hash)
