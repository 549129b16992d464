"""A blob is there whole or not at all, under the name of its content and no other, wherever blobs are kept."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import obstore
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.blobs.blob_store import BlobStore
from storage.blobs.folder import FolderBlobStore
from storage.blobs.open_blobs import open_blob_store
from storage.blobs.s3 import S3BlobStore
from storage.errors import BlobDamaged, BlobMissing, EvidenceUnknown

LOCAL = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def spoil(blobs: BlobStore, sha: str, data: bytes) -> None:
    """Other bytes under a blob's name, put there behind its back."""
    if isinstance(blobs, FolderBlobStore):
        blobs.path(sha).write_bytes(data)
        return
    assert isinstance(blobs, S3BlobStore)
    obstore.put(blobs._store, f"{sha[:2]}/{sha[2:4]}/{sha}", data)


async def test_what_is_put_is_got_under_its_hash(blobs: BlobStore) -> None:
    sha = await blobs.put(b"evidence")
    assert sha == hashlib.sha256(b"evidence").hexdigest()
    assert await blobs.get(sha) == b"evidence"
    assert blobs.has(sha)


@LOCAL
@given(data=st.binary(max_size=300) | st.binary(min_size=1, max_size=8).map(lambda part: part * 20_000))
def test_any_bytes_come_back_and_are_stored_once(blobs: BlobStore, data: bytes) -> None:
    sha = blobs.write(data)
    before = blobs.total()
    assert blobs.write(data) == sha == hashlib.sha256(data).hexdigest()
    assert blobs.total() == before
    assert blobs.read(sha) == data


async def test_identical_bodies_are_stored_once(blobs: BlobStore) -> None:
    names = await asyncio.gather(*(blobs.put(b"same" * 1000) for _ in range(20)))
    assert len(set(names)) == 1
    assert blobs.total() == 4000
    await blobs.put(b"other")
    assert blobs.total() == 4005


async def test_a_changed_blob_is_noticed(blobs: BlobStore) -> None:
    sha = await blobs.put(b"not guilty")
    spoil(blobs, sha, b"    guilty")
    with pytest.raises(BlobDamaged, match=sha):
        await blobs.get(sha)


@pytest.mark.parametrize("size", [8, 200_000], ids=["small", "large"])
async def test_a_cut_blob_is_mended_by_the_next_put(blobs: BlobStore, size: int) -> None:
    sha = await blobs.put(b"e" * size)
    spoil(blobs, sha, b"e" * (size - 1))
    assert await blobs.put(b"e" * size) == sha
    assert await blobs.get(sha) == b"e" * size


async def test_a_missing_blob_is_named(blobs: BlobStore) -> None:
    sha = hashlib.sha256(b"never put").hexdigest()
    assert not blobs.has(sha)
    with pytest.raises(BlobMissing, match=sha):
        await blobs.get(sha)


async def test_what_is_removed_is_gone_and_may_be_put_again(blobs: BlobStore) -> None:
    gone, stays = [await blobs.put(bytes([number])) for number in range(3)], await blobs.put(b"stays")
    blobs.remove([*gone, hashlib.sha256(b"never put").hexdigest()])
    blobs.remove(gone)
    blobs.remove([])
    assert [blobs.has(sha) for sha in (*gone, stays)] == [False, False, False, True]
    assert await blobs.put(bytes([1])) == gone[1]
    assert await blobs.get(gone[1]) == bytes([1])


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
async def test_a_hostile_name_is_no_name(blobs: BlobStore, name: str) -> None:
    with pytest.raises(ValueError, match="no SHA-256"):
        await blobs.get(name)
    with pytest.raises(ValueError, match="no SHA-256"):
        blobs.has(name)
    with pytest.raises(ValueError, match="no SHA-256"):
        blobs.remove([name])


@LOCAL
@given(name=st.text())
def test_only_hashes_are_names(blobs: BlobStore, name: str) -> None:
    with pytest.raises(ValueError, match="no SHA-256"):
        blobs.has(name)


def test_the_folder_beside_the_database_is_where_evidence_is_by_default(tmp_path: Path) -> None:
    assert open_blob_store(tmp_path).where == open_blob_store(tmp_path, "").where == str(tmp_path / "evidence")
    assert open_blob_store(tmp_path, str(tmp_path / "else")).where == str(tmp_path / "else")


@pytest.mark.parametrize("address", ["gs://bucket/evidence", "https://127.0.0.1/bucket", "file:///evidence"])
def test_another_kind_of_place_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(EvidenceUnknown, match=address.partition(":")[0]):
        open_blob_store(tmp_path, address)
    assert list(tmp_path.iterdir()) == []
