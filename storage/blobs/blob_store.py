"""Evidence named by content: a blob's name is its SHA-256; it is written once, whole or not at all, and checked on every read."""

from __future__ import annotations

import asyncio
import hashlib
import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator

from storage.errors import BlobDamaged

_NAME = re.compile(r"[0-9a-f]{64}")
PROOF_BYTES = 32  # size of a blob that only proves writing works; it stays where deleting is forbidden
MARK = "store-id"  # file beside the folders of blobs, none of which has such a name
_OWNER = re.compile(r"[0-9a-f]{32}")


class BlobStore(ABC):
    """A place for blobs. Safe for several threads, processes and, where it is shared, machines.

    The short names (``write``, ``read``, ``has``, ``remove``, ``total``) block and are for threads only; ``put`` and
    ``get`` may be awaited.
    Any name that is not a SHA-256 in lower-case hex raises ValueError, so no name leads outside the place.
    """

    @property
    @abstractmethod
    def where(self) -> str:
        """The place as shown to people, without secrets."""

    @abstractmethod
    def write(self, data: bytes) -> str:
        """Store bytes and return their SHA-256 in hex; durable on return. Raises DiskFull, Unwritable, EvidenceError."""

    @abstractmethod
    def read(self, sha: str) -> bytes:
        """The bytes of that name. Raises BlobMissing, BlobDamaged if they do not match the name, EvidenceError."""

    @abstractmethod
    def has(self, sha: str) -> bool:
        """Whether that blob exists. Raises EvidenceError."""

    @abstractmethod
    def remove(self, shas: Collection[str]) -> None:
        """Delete these blobs; missing ones are ignored. Raises Unwritable, EvidenceError."""

    @abstractmethod
    def total(self) -> int:
        """Total size of all blobs in bytes. Raises EvidenceError."""

    @abstractmethod
    def listed(self) -> Iterator[tuple[str, int]]:
        """All blobs with their sizes in bytes, in no particular order. Raises EvidenceError, Unwritable."""

    @abstractmethod
    def owner(self) -> str:
        """The name of the store this place belongs to (storage/db/identity.py), "" if it is unmarked. Raises EvidenceError."""

    @abstractmethod
    def mark(self, owner: str) -> str:
        """Mark an unmarked place and return its owner, which is another store if that one was faster. Durable on return.

        Raises DiskFull, Unwritable, EvidenceError.
        """

    async def put(self, data: bytes) -> str:
        """Like ``write``, without blocking the event loop."""
        return await asyncio.to_thread(self.write, data)

    async def get(self, sha: str) -> bytes:
        """Like ``read``, without blocking the event loop."""
        return await asyncio.to_thread(self.read, sha)


def is_blob_name(words: str) -> bool:
    """Whether a file or object of that name is a blob."""
    return _NAME.fullmatch(words) is not None


def check_blob_name(sha: str) -> str:
    """Return the name itself. Raises ValueError unless it is a SHA-256 in lower-case hex."""
    if not _NAME.fullmatch(sha):
        raise ValueError(f"{sha[:80]!r} is no SHA-256")
    return sha


def check_blob_bytes(sha: str, data: bytes) -> bytes:
    """Return the bytes if they match the name. Raises BlobDamaged."""
    if hashlib.sha256(data).hexdigest() != sha:
        raise BlobDamaged(sha)
    return data


def parse_owner_mark(mark: bytes) -> str:
    """The owner named by the mark; "" for a mark that was only half written, which is then written anew."""
    said = mark[:64].decode("ascii", "replace").strip()
    return said if _OWNER.fullmatch(said) else ""
