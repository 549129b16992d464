"""What a pack says of itself: the manifest lists every file, the seal lists what was made after the manifest.

Both are canonical JSON, each with an Ed25519 signature beside it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

SCHEMA = "xuncha-pack/1"
SEAL_SCHEMA = "xuncha-pack-seal/1"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
SEAL = "seal.json"
SEAL_SIGNATURE = "seal.sig"


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of the pack; ``original`` is the SHA-256 of the sealed original where masking changed the bytes."""

    name: str
    size: int
    sha256: str
    original: str | None = None


@dataclass(frozen=True, slots=True)
class Previous:
    """The pack before of the same platform; ``manifest`` is the SHA-256 of its manifest.json."""

    audit: str
    pack: str
    manifest: str


@dataclass(frozen=True, slots=True)
class Head:
    """What the pack is of. ``masked`` is how often personal data was masked, ``engine`` the programs that looked."""

    pack: str
    audit: str
    visit: str
    url: str
    name: str
    made_at: datetime
    ruleset: str
    sealed: bool
    masked: int
    engine: Mapping[str, Any]
    previous: Previous | None


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one time-stamp authority gave: ``data``, its whole answer (RFC 3161 TimeStampResp, DER), or why there is none.

    ``tsa`` is its address without user and password. ``error`` is one word of ``timestamp.toml``, ``detail`` what was met.
    """

    tsa: str
    data: bytes | None = None
    error: str = ""
    detail: str = ""


def canonical(value: Any) -> bytes:
    """The one spelling of plain data: keys sorted, no blanks, ASCII, a line end. Raises ValueError for NaN."""
    return (json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False) + "\n").encode("ascii")


def manifest(head: Head, public: str, listed: Iterable[Listed]) -> bytes:
    """The content of manifest.json, files by name. ``public`` is the signing key, hex. Raises ValueError for a time without a zone."""
    if head.made_at.tzinfo is None:
        raise ValueError("a time without a zone")
    before = head.previous
    return canonical(
        {
            "schema": SCHEMA,
            "pack": head.pack,
            "audit": head.audit,
            "visit": head.visit,
            "target": {"url": head.url, "name": head.name},
            "made_at": head.made_at.astimezone(UTC).isoformat(),
            "ruleset": head.ruleset,
            "sealed": head.sealed,
            "masked": head.masked,
            "engine": dict(head.engine),
            "previous": before and {"audit": before.audit, "pack": before.pack, "manifest": before.manifest},
            "key": {"algorithm": "Ed25519", "public": public},
            "files": [
                {"name": each.name, "size": each.size, "sha256": each.sha256, "original": each.original}
                for each in sorted(listed, key=lambda each: each.name)
            ],
        }
    )


def seal(manifest: bytes, signature: bytes, stamps: Sequence[Stamp]) -> tuple[bytes, dict[str, bytes]]:
    """The content of seal.json, and the stamps' files by name in the order they were asked for."""
    files = {_file(number): each.data for number, each in enumerate(stamps, 1) if each.data is not None}
    told = [
        {
            "tsa": each.tsa,
            "file": _file(number) if each.data is not None else None,
            "sha256": sha256(each.data) if each.data is not None else None,
            "error": each.error or None,
            "detail": each.detail or None,
        }
        for number, each in enumerate(stamps, 1)
    ]
    body = {"schema": SEAL_SCHEMA, "manifest": sha256(manifest), "signature": sha256(signature), "stamps": told}
    return canonical(body), files


def sha256(data: bytes) -> str:
    """SHA-256, lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def _file(number: int) -> str:
    return f"timestamps/{number:03}.tsr"
