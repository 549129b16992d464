"""A blob is there whole or not at all, under the name of its content and no other."""

from __future__ import annotations

import asyncio
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.blobs import Blobs
from storage.errors import BlobDamaged, BlobMissing, DiskFull, Unwritable


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "evidence")


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_what_is_put_is_got_under_its_hash(blobs: Blobs) -> None:
    sha = await blobs.put(b"evidence")
    assert sha == hashlib.sha256(b"evidence").hexdigest()
    assert await blobs.get(sha) == b"evidence"
    assert blobs.has(sha)
    assert blobs.path(sha) == blobs.folder / sha[:2] / sha[2:4] / sha


async def test_nothing_is_a_blob_too(blobs: Blobs) -> None:
    assert await blobs.get(await blobs.put(b"")) == b""


async def test_identical_bodies_are_stored_once(blobs: Blobs) -> None:
    names = await asyncio.gather(*(blobs.put(b"same" * 1000) for _ in range(20)))
    assert len(set(names)) == 1
    assert len(files(blobs.folder)) == 1
    assert blobs.total() == 4000
    await blobs.put(b"other")
    assert blobs.total() == 4005


async def test_a_stored_file_is_not_written_again(blobs: Blobs) -> None:
    path = blobs.path(await blobs.put(b"once"))
    before = path.stat().st_ino
    await blobs.put(b"once")
    assert path.stat().st_ino == before


async def test_a_changed_blob_is_noticed(blobs: Blobs) -> None:
    sha = await blobs.put(b"not guilty")
    blobs.path(sha).write_bytes(b"    guilty")
    with pytest.raises(BlobDamaged, match=sha):
        await blobs.get(sha)


async def test_a_cut_blob_is_mended_by_the_next_put(blobs: Blobs) -> None:
    sha = await blobs.put(b"evidence")
    blobs.path(sha).write_bytes(b"evi")
    assert await blobs.put(b"evidence") == sha
    assert await blobs.get(sha) == b"evidence"


async def test_a_missing_blob_is_named(blobs: Blobs) -> None:
    sha = hashlib.sha256(b"never put").hexdigest()
    assert not blobs.has(sha)
    with pytest.raises(BlobMissing, match=sha):
        await blobs.get(sha)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "../../../etc/passwd",
        "/etc/passwd",
        "a" * 63,
        "A" * 64,
        "a" * 64 + "\n",
        "a" * 62 + "/.",
        "\0" * 64,
        "ａ" * 64,
    ],
)
async def test_a_hostile_name_is_no_name(blobs: Blobs, name: str) -> None:
    with pytest.raises(ValueError, match="no SHA-256"):
        await blobs.get(name)
    with pytest.raises(ValueError, match="no SHA-256"):
        blobs.has(name)


@given(name=st.text())
def test_only_hashes_are_names(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    with pytest.raises(ValueError, match="no SHA-256"):
        Blobs(tmp_path_factory.getbasetemp() / "names").has(name)


def test_a_killed_process_leaves_at_most_what_the_next_start_clears(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    Blobs(folder)
    old, young = folder / "half-written" / "old", folder / "half-written" / "young"
    old.write_bytes(b"x")
    young.write_bytes(b"x")
    yesterday = time.time() - 86400
    os.utime(old, (yesterday, yesterday))
    blobs = Blobs(folder)
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


async def test_a_full_disk_is_named_and_leaves_nothing_half_written(small_disk: Path) -> None:
    blobs = Blobs(small_disk / "evidence")
    kept = await blobs.put(b"k" * 300_000)
    with pytest.raises(DiskFull, match="The disk is full"):
        await blobs.put(b"x" * 900_000)
    assert files(blobs.folder) == [blobs.path(kept)]
    assert await blobs.get(kept) == b"k" * 300_000
    await blobs.put(b"y" * 300_000)  # what still fits is taken


def test_a_quota_is_a_full_disk_where_nobody_may_mount(tmp_path: Path) -> None:
    code = """
import asyncio, pathlib, resource, signal, sys
from storage.blobs import Blobs
from storage.errors import DiskFull
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
blobs = Blobs(pathlib.Path(sys.argv[1]))
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
        Blobs(tmp_path / "file" / "evidence")
