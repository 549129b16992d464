"""What a pack says about itself: the manifest lists every file, the seal lists what was made after the manifest.

Both are canonical JSON, each with an Ed25519 signature beside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from xuncha.pack.canonical_json import encode_canonical

SCHEMA = "xuncha-pack/1"
SEAL_SCHEMA = "xuncha-pack-seal/1"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
SEAL = "seal.json"
SEAL_SIGNATURE = "seal.sig"


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """A file of the pack; ``original`` is the SHA-256 of the unmasked original where masking changed the bytes."""

    name: str
    size: int
    sha256: str
    original: str | None = None


@dataclass(frozen=True, slots=True)
class PreviousPack:
    """The previous pack of the same platform; ``manifest`` is the SHA-256 of its manifest.json."""

    audit: str
    pack: str
    manifest: str


@dataclass(frozen=True, slots=True)
class PackHead:
    """What the pack is about.

    ``masked``: how often personal data was masked; ``engine``: the versions of the programs; ``signoffs``: the signatures of persons
    that hold: ``who``, ``at``, ``method`` and ``digest``, the hash of the verdicts that was signed.
    """

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
    previous: PreviousPack | None
    signoffs: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AuthorityStamp:
    """What one time-stamp authority gave.

    ``data``: its whole answer (RFC 3161 TimeStampResp, DER), or why there is none. ``tsa`` is its address without user
    and password. ``error`` is a key of timestamp.toml, ``detail`` what happened.
    """

    tsa: str
    data: bytes | None = None
    error: str = ""
    detail: str = ""


def build_manifest(head: PackHead, public: str, listed: Iterable[ManifestEntry]) -> bytes:
    """The content of manifest.json, files by name.

    ``public``: the signing key, hex. Raises ValueError for a time without a zone.
    """
    if head.made_at.tzinfo is None:
        raise ValueError("a time without a zone")
    before = head.previous
    return encode_canonical(
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
            **({"signoffs": [dict(signoff) for signoff in head.signoffs]} if head.signoffs else {}),
            "previous": before and {"audit": before.audit, "pack": before.pack, "manifest": before.manifest},
            "key": {"algorithm": "Ed25519", "public": public},
            "files": [
                {"name": entry.name, "size": entry.size, "sha256": entry.sha256, "original": entry.original}
                for entry in sorted(listed, key=lambda entry: entry.name)
            ],
        }
    )


def build_seal(manifest: bytes, signature: bytes, stamps: Sequence[AuthorityStamp]) -> tuple[bytes, dict[str, bytes]]:
    """The content of seal.json, and the time stamps' files by name in the order of the requests."""
    files = {_file(number): stamp.data for number, stamp in enumerate(stamps, 1) if stamp.data is not None}
    told = [
        {
            "tsa": stamp.tsa,
            "file": _file(number) if stamp.data is not None else None,
            "sha256": hash_sha256(stamp.data) if stamp.data is not None else None,
            "error": stamp.error or None,
            "detail": stamp.detail or None,
        }
        for number, stamp in enumerate(stamps, 1)
    ]
    body = {
        "schema": SEAL_SCHEMA,
        "manifest": hash_sha256(manifest),
        "signature": hash_sha256(signature),
        "stamps": told,
    }
    return encode_canonical(body), files


def hash_sha256(data: bytes) -> str:
    """SHA-256, lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def _file(number: int) -> str:
    return f"timestamps/{number:03}.tsr"
