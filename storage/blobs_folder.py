"""Evidence in a folder: each blob a file, written whole or not at all and safely on the disk before its name is given."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.blobs import Blobs, checked, name
from storage.errors import BlobMissing, disk_errors

_STALE_SECONDS = 3600.0  # nobody writes one blob for an hour: what is older was left by a killed process


class FolderBlobs(Blobs):
    """A folder of blobs, in two levels of folders by the first four letters of their names. Safe for several processes."""

    def __init__(self, folder: Path) -> None:
        """Makes the folder and clears what killed processes left half-written. Raises Unwritable, DiskFull."""
        self.folder = folder
        self._half = folder / "half-written"
        with disk_errors(folder):
            self._half.mkdir(parents=True, exist_ok=True)
            self._clear()

    @property
    def where(self) -> str:
        return str(self.folder)

    def has(self, sha: str) -> bool:
        return self.path(sha).is_file()

    def path(self, sha: str) -> Path:
        """Where a blob lies. Raises ValueError for what is no SHA-256 in lower-case hex, so no name leads out of the folder."""
        return self.folder / name(sha)[:2] / sha[2:4] / sha

    def write(self, data: bytes) -> str:
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
        try:
            return checked(sha, self.path(sha).read_bytes())
        except FileNotFoundError as error:
            raise BlobMissing(sha) from error

    def remove(self, shas: Collection[str]) -> None:
        paths = [self.path(sha) for sha in shas]
        with disk_errors(self.folder):
            for path in paths:
                path.unlink(missing_ok=True)

    def total(self) -> int:
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
