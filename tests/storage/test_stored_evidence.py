"""Verifying reads all evidence that something kept names, and nothing else, wherever it lies."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import stored_evidence
from storage.db.session import Store, open_store
from storage.documents import Document, save_document
from storage.errors import BlobDamaged
from storage.packs import begin_pack
from storage.prune.prune import prune_evidence
from storage.stored_evidence import find_blob_owners, verify_evidence
from tests.storage.prune.aged import LIMITS, NOW, a_visit, names_of

BODIES = tuple(f"body {number}".encode() for number in range(20))


@pytest.fixture
async def opened(tmp_path: Path, database: str | None, evidence: str) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "data", database, evidence) as store:
        yield store


async def test_what_is_whole_is_counted_once(opened: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_evidence, "NAMES", 7)  # several times asked
    one, two = await a_visit(opened, "一", bodies=BODIES), await a_visit(opened, "二", bodies=BODIES)
    told: list[tuple[int, int]] = []
    found = await verify_evidence(opened, lambda done, of: told.append((done, of)))
    there = await names_of(opened, one) | await names_of(opened, two)
    assert (found.whole, found.missing, found.damaged) == (len(there), (), ())
    assert found.bytes == opened.blobs.total()
    assert told[-1] == (len(there), len(there))


async def test_what_is_missing_or_damaged_is_named_with_whose_it_is(opened: Store) -> None:
    data = b"a licence that was filed"
    sha = hashlib.sha256(data).hexdigest()
    one = await a_visit(opened, "一", bodies=BODIES)
    two = await a_visit(opened, "二", bodies=BODIES[:1])
    await save_document(opened, Document("1.1", sha, len(data), "text/plain", "a.txt", NOW, "a", two), data)
    gone = hashlib.sha256(BODIES[0]).hexdigest()
    opened.blobs.remove([gone, sha])
    found = await verify_evidence(opened)
    assert (set(found.missing), found.damaged) == ({gone, sha}, ())
    assert await find_blob_owners(opened, gone) == tuple(sorted((one, two)))
    assert await find_blob_owners(opened, sha) == (two,)


@pytest.mark.parametrize("size", [1_000, 1_000_000])
async def test_pieces_that_changed_places_are_both_damaged(tmp_path: Path, size: int) -> None:
    """Of the same size too, which no listing of files would show."""
    bodies = [bytes([number]) * size for number in range(2)]
    async with open_store(tmp_path / "data") as store:
        visit = await a_visit(store, "一", bodies=bodies)
        shas = [hashlib.sha256(body).hexdigest() for body in bodies]
        for sha, body in zip(shas, reversed(bodies), strict=True):
            (tmp_path / "data" / "evidence" / sha[:2] / sha[2:4] / sha).write_bytes(body)
        found = await verify_evidence(store)
        assert (found.missing, set(found.damaged), found.sound) == ((), set(shas), False)
        assert await find_blob_owners(store, shas[0]) == (visit,)
        for sha in shas:
            with pytest.raises(BlobDamaged):
                await store.blobs.get(sha)


async def test_a_changed_piece_is_damaged(tmp_path: Path, database: str | None) -> None:
    async with open_store(tmp_path / "data", database) as store:
        await a_visit(store, "一", bodies=BODIES)
        sha = hashlib.sha256(BODIES[3]).hexdigest()
        (tmp_path / "data" / "evidence" / sha[:2] / sha[2:4] / sha).write_bytes(BODIES[3] + b" ")
        found = await verify_evidence(store)
        assert (found.missing, found.damaged) == ((), (sha,))


async def test_what_a_prune_took_is_not_missed(opened: Store) -> None:
    await a_visit(opened, "旧", days=400, bodies=BODIES)
    await a_visit(opened, "新", days=1, bodies=BODIES[:2])
    before = await verify_evidence(opened)
    removed = await prune_evidence(opened, LIMITS, NOW)
    after = await verify_evidence(opened)
    assert removed.blobs > 0
    assert (after.whole, after.missing) == (before.whole - removed.blobs, ())


async def test_what_a_pack_is_made_of_is_read_too(opened: Store) -> None:
    visit = await a_visit(opened, "一")
    keeper = await begin_pack(opened, "a", NOW, visit, "b" * 64, NOW)
    file = await keeper.add("a.json", b"of the pack alone")
    await keeper.finish((file,), False, 0, NOW, file.sha256, "")
    assert (await verify_evidence(opened)).missing == ()
    opened.blobs.remove([file.sha256])
    assert (await verify_evidence(opened)).missing == (file.sha256,)
    assert await find_blob_owners(opened, file.sha256) == (visit,)
