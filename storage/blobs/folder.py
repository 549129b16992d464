"""Evidence in a folder: each blob is a file, written whole or not at all and durable before its name is returned."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.blobs.blob_store import MARK, BlobStore, check_blob_bytes, check_blob_name, is_blob_name, parse_owner_mark
from storage.errors import BlobMissing, disk_errors

_STALE_SECONDS = 3600.0  # no blob takes an hour to write: older files were left by killed processes


class FolderBlobStore(BlobStore):
    """A folder of blobs in two levels of subfolders named by the first four letters of the hash. Safe for several processes."""

    def __init__(self, folder: Path) -> None:
        """Create the folder and remove half-written files of killed processes. Raises Unwritable, DiskFull."""
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
        """The file of a blob. Raises ValueError unless ``sha`` is a SHA-256 in lower-case hex: no name leads outside the folder."""
        return self.folder / check_blob_name(sha)[:2] / sha[2:4] / sha

    def write(self, data: bytes) -> str:
        sha = hashlib.sha256(data).hexdigest()
        path = self.path(sha)
        with disk_errors(self.folder):
            if _size(path) == len(data):
                return sha
            self._make(path.parent)
            with self._written(data) as half:
                os.replace(half, path)
            _sync_folder(path.parent)
        return sha

    def _make(self, folder: Path) -> None:
        """Create the two folders a blob lies in. Their own names are durable before the blob is reported as stored."""
        for level in (folder.parent, folder):
            if not level.is_dir():
                level.mkdir(exist_ok=True)
                _sync_folder(level.parent)

    def read(self, sha: str) -> bytes:
        try:
            return check_blob_bytes(sha, self.path(sha).read_bytes())
        except FileNotFoundError as error:
            raise BlobMissing(sha) from error

    def remove(self, shas: Collection[str]) -> None:
        paths = [self.path(sha) for sha in shas]
        with disk_errors(self.folder):
            for path in paths:
                path.unlink(missing_ok=True)

    def total(self) -> int:
        return sum(size for _, size in self.listed())

    def listed(self) -> Iterator[tuple[str, int]]:
        for path in self.folder.glob("??/??/*"):
            if is_blob_name(path.name) and (size := _size(path)) is not None:
                yield path.name, size

    def owner(self) -> str:
        with disk_errors(self.folder):
            try:
                return parse_owner_mark((self.folder / MARK).read_bytes())
            except FileNotFoundError:
                return ""

    def mark(self, owner: str) -> str:
        path = self.folder / MARK
        with disk_errors(self.folder), self._written(f"{owner}\n".encode("ascii")) as half:
            try:
                os.link(half, path)  # never replaces an existing file
            except FileExistsError:
                if self.owner():
                    return self.owner()
                os.replace(half, path)  # the existing file was half written when the machine lost power
            _sync_folder(self.folder)
        return self.owner()

    @contextmanager
    def _written(self, data: bytes) -> Iterator[Path]:
        """A temporary file with these bytes, durable; deleted afterwards unless it was moved."""
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
                continue  # its own process removed it first


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


def _sync_folder(folder: Path) -> None:
    """Sync a folder: a new name in it is durable only after that."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
