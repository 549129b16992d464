"""What only a folder of blobs has to do with: files, full disks, killed processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.blobs.folder import FolderBlobStore
from storage.errors import DiskFull, Unwritable


@pytest.fixture
def blobs(tmp_path: Path) -> FolderBlobStore:
    return FolderBlobStore(tmp_path / "evidence")


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_a_blob_is_a_file_and_stored_once(blobs: FolderBlobStore) -> None:
    sha = await blobs.put(b"same" * 1000)
    await blobs.put(b"same" * 1000)
    assert files(blobs.folder) == [blobs.path(sha)] == [blobs.folder / sha[:2] / sha[2:4] / sha]


async def test_a_stored_file_is_not_written_again(blobs: FolderBlobStore) -> None:
    path = blobs.path(await blobs.put(b"once"))
    before = path.stat().st_ino
    await blobs.put(b"once")
    assert path.stat().st_ino == before


def test_a_killed_process_leaves_at_most_what_the_next_start_clears(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    FolderBlobStore(folder)
    old, young = folder / "half-written" / "old", folder / "half-written" / "young"
    old.write_bytes(b"x")
    young.write_bytes(b"x")
    yesterday = time.time() - 86400
    os.utime(old, (yesterday, yesterday))
    blobs = FolderBlobStore(folder)
    assert not old.exists()
    assert young.exists()  # somebody may be writing it
    assert blobs.total() == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 1 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        pytest.skip(f"may not mount: {made.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.commands
async def test_a_full_disk_is_named_and_leaves_nothing_half_written(small_disk: Path) -> None:
    blobs = FolderBlobStore(small_disk / "evidence")
    kept = await blobs.put(b"k" * 300_000)
    with pytest.raises(DiskFull, match="The disk is full"):
        await blobs.put(b"x" * 900_000)
    assert files(blobs.folder) == [blobs.path(kept)]
    assert await blobs.get(kept) == b"k" * 300_000
    await blobs.put(b"y" * 300_000)  # what still fits is taken


@pytest.mark.commands
def test_a_quota_is_a_full_disk_where_nobody_may_mount(tmp_path: Path) -> None:
    code = """
import asyncio, pathlib, resource, signal, sys
from storage.blobs.folder import FolderBlobStore
from storage.errors import DiskFull
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
blobs = FolderBlobStore(pathlib.Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    asyncio.run(blobs.put(b"x" * 2000))
except DiskFull:
    print("full")
"""
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout == "full\n"
    assert files(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Unwritable, match="cannot be written"):
        FolderBlobStore(tmp_path / "file" / "evidence")
