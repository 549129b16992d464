"""Evidence by content: a blob is named by its SHA-256, written once, whole or not at all, and checked whenever it is read."""

from __future__ import annotations

import asyncio
import hashlib
import re
from abc import ABC, abstractmethod
from collections.abc import Collection
from pathlib import Path

from storage.errors import BlobDamaged, EvidenceUnknown

_NAME = re.compile(r"[0-9a-f]{64}")
S3 = "s3://"


class Blobs(ABC):
    """A place for blobs. Safe for several threads, processes and, where it is shared, machines.

    What only threads may wait for has a short name (``write``, ``read``, ``has``, ``remove``, ``total``); ``put`` and ``get`` may be
    awaited. Every name that is no SHA-256 in lower-case hex raises ValueError, so none leads out of the place.
    """

    @property
    @abstractmethod
    def where(self) -> str:
        """The place as a person would name it, without secrets."""

    @abstractmethod
    def write(self, data: bytes) -> str:
        """Store bytes; durable when this returns. Returns their SHA-256 in hex. Raises DiskFull, Unwritable, EvidenceError."""

    @abstractmethod
    def read(self, sha: str) -> bytes:
        """The bytes of that name. Raises BlobMissing, BlobDamaged where they are not what the name says, EvidenceError."""

    @abstractmethod
    def has(self, sha: str) -> bool:
        """Whether it is there. Raises EvidenceError."""

    @abstractmethod
    def remove(self, shas: Collection[str]) -> None:
        """Delete these, whether or not they are there. Raises Unwritable, EvidenceError."""

    @abstractmethod
    def total(self) -> int:
        """Bytes of all blobs together. Raises EvidenceError."""

    async def put(self, data: bytes) -> str:
        """``write`` without keeping others waiting."""
        return await asyncio.to_thread(self.write, data)

    async def get(self, sha: str) -> bytes:
        """``read`` without keeping others waiting."""
        return await asyncio.to_thread(self.read, sha)


def name(sha: str) -> str:
    """The name itself. Raises ValueError for what is no SHA-256 in lower-case hex."""
    if not _NAME.fullmatch(sha):
        raise ValueError(f"{sha[:80]!r} is no SHA-256")
    return sha


def checked(sha: str, data: bytes) -> bytes:
    """The bytes where they are what the name says. Raises BlobDamaged."""
    if hashlib.sha256(data).hexdigest() != sha:
        raise BlobDamaged(sha)
    return data


def open_blobs(data: Path, evidence: str | None = None) -> Blobs:
    """The evidence at that address: a folder, or ``s3://bucket/prefix``; by default a folder within ``data``.

    For a thread. Raises Unwritable, DiskFull, EvidenceUnknown, EvidenceError, DriverMissing.
    """
    if evidence and evidence.lower().startswith(S3):
        from storage.blobs_s3 import open_s3

        return open_s3(evidence)
    from storage.blobs_folder import FolderBlobs

    if evidence and "://" in evidence:
        raise EvidenceUnknown(f"{evidence.partition('://')[0][:20]}://")
    return FolderBlobs(Path(evidence) if evidence else data / "evidence")
