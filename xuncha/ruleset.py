"""The ruleset: one hash over everything that turns a Site into verdicts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import probes
import scoring
from probes.shared_words import FILE as SHARED
from probes.table import TABLE

ROOT = TABLE.parent  # of probes.toml, probes/, scoring/ and crawler/


@cache
def ruleset() -> str:
    """SHA-256 over probes.toml, the words probes share with the crawler, and all sources and tables of probes/ and scoring/."""
    return identity({name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in members()})


def members() -> Iterator[str]:
    """The name of every file that makes the ruleset, relative to their common folder, with ``/``."""
    rooms = [Path(room.__file__ or "").parent for room in (probes, scoring)]
    yield TABLE.name
    yield SHARED.relative_to(ROOT).as_posix()
    for room in rooms:
        for kind in ("*.py", "*.toml"):
            yield from (file.relative_to(ROOT).as_posix() for file in room.rglob(kind))


def identity(listed: Mapping[str, str]) -> str:
    """The hash of a ruleset by the SHA-256 (hex) of its files: over each name, a zero byte and the 32 bytes, in the order of names."""
    digest = hashlib.sha256()
    for name in sorted(listed):
        digest.update(name.encode() + b"\0" + bytes.fromhex(listed[name]))
    return digest.hexdigest()
