"""Evidence by content: a blob is named by its SHA-256, written once, whole or not at all, and checked whenever it is read."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.errors import BlobDamaged, BlobMissing, disk_errors

_NAME = re.compile(r"[0-9a-f]{64}")
_STALE_SECONDS = 3600.0  # nobody writes one blob for an hour: what is older was left by a killed process


class Blobs:
    """A folder of blobs, in two levels of folders by the first four letters of their names. Safe for several processes."""

    def __init__(self, folder: Path) -> None:
        """Makes the folder and clears what killed processes left half-written. Raises Unwritable, DiskFull."""
        self.folder = folder
        self._half = folder / "half-written"
        with disk_errors(folder):
            self._half.mkdir(parents=True, exist_ok=True)
            self._clear()

    async def put(self, data: bytes) -> str:
        """Store bytes; durable when this returns. Returns their SHA-256 in hex. Raises DiskFull, Unwritable."""
        return await asyncio.to_thread(self.write, data)

    async def get(self, sha: str) -> bytes:
        """The bytes of that name. Raises BlobMissing, BlobDamaged where they are not what the name says, ValueError for no name."""
        return await asyncio.to_thread(self.read, sha)

    def has(self, sha: str) -> bool:
        """Whether it is there. Raises ValueError for what is no SHA-256 in lower-case hex."""
        return self.path(sha).is_file()

    def path(self, sha: str) -> Path:
        """Where a blob lies. Raises ValueError for what is no SHA-256 in lower-case hex, so no name leads out of the folder."""
        if not _NAME.fullmatch(sha):
            raise ValueError(f"{sha[:80]!r} is no SHA-256")
        return self.folder / sha[:2] / sha[2:4] / sha

    def write(self, data: bytes) -> str:
        """``put`` for a thread."""
        sha = hashlib.sha256(data).hexdigest()
        path = self.path(sha)
        with disk_errors(self.folder):
            if _size(path) == len(data):
                return sha
            path.parent.mkdir(parents=True, exist_ok=True)
            with self._written(data) as half:
                os.replace(half, path)
            _sync_folder(path.parent)
        return sha

    def read(self, sha: str) -> bytes:
        """``get`` for a thread."""
        try:
            data = self.path(sha).read_bytes()
        except FileNotFoundError as error:
            raise BlobMissing(sha) from error
        if hashlib.sha256(data).hexdigest() != sha:
            raise BlobDamaged(sha)
        return data

    def total(self) -> int:
        """Bytes of all blobs together."""
        return sum(_size(path) or 0 for path in self.folder.glob("??/??/*"))

    @contextmanager
    def _written(self, data: bytes) -> Iterator[Path]:
        """A file with these bytes, safely on the disk; gone afterwards unless it was moved."""
        half = self._half / secrets.token_hex(16)
        try:
            with half.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            yield half
        finally:
            half.unlink(missing_ok=True)

    def _clear(self) -> None:
        for half in self._half.iterdir():
            try:
                if time.time() - half.stat().st_mtime > _STALE_SECONDS:
                    half.unlink()
            except FileNotFoundError:
                continue  # its own process was faster


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


def _sync_folder(folder: Path) -> None:
    """A new name is only safe once its folder is on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
