"""The ruleset: one hash over everything that turns a Site into verdicts."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import probes
import scoring
from probes.registry import TABLE


@cache
def ruleset() -> str:
    """SHA-256 over probes.toml and all sources and tables of probes/ and scoring/, by name and content."""
    rooms = [Path(room.__file__ or "").parent for room in (probes, scoring)]
    files = [TABLE, *(file for room in rooms for kind in ("*.py", "*.toml") for file in room.rglob(kind))]
    digest = hashlib.sha256()
    for file in sorted(files, key=lambda file: file.relative_to(TABLE.parent).as_posix()):
        digest.update(file.relative_to(TABLE.parent).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
