"""The ruleset: one hash over everything that turns a Site into verdicts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import probes
import scoring
from probes.schema.probe_table import TABLE
from probes.schema.shared_words import FILES as SHARED

ROOT = Path(probes.__file__ or "").resolve().parents[1]  # of probes/, scoring/ and crawler/


@cache
def compute_ruleset() -> str:
    """SHA-256 over all that turns a Site into verdicts.

    That is probes.toml, the words that probes share with the crawler, and all sources, tables and weights of probes/
    and scoring/.
    """
    return hash_rule_files(
        {name: hashlib.sha256(find_rule_file(name).read_bytes()).hexdigest() for name in list_rule_files()}
    )


def find_rule_file(name: str) -> Path:
    """The path of a rule file; probes.toml is found wherever this copy of the program keeps it."""
    return TABLE if name == TABLE.name else ROOT / name


def list_rule_files() -> Iterator[str]:
    """The name of every file of the ruleset, relative to their common folder, with ``/``."""
    rooms = [Path(room.__file__ or "").resolve().parent for room in (probes, scoring)]
    yield TABLE.name
    yield from (file.resolve().relative_to(ROOT).as_posix() for file in SHARED)
    for room in rooms:
        for kind in ("*.py", "*.toml", "*.json"):
            yield from (file.relative_to(ROOT).as_posix() for file in room.rglob(kind) if file != TABLE)


def hash_rule_files(listed: Mapping[str, str]) -> str:
    """A ruleset's hash from the SHA-256 (hex) of its files.

    It is taken over each name, a zero byte and the 32 bytes, in the order of names.
    """
    digest = hashlib.sha256()
    for name in sorted(listed):
        digest.update(name.encode() + b"\0" + bytes.fromhex(listed[name]))
    return digest.hexdigest()
