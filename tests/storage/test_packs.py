"""Packs are made once, stand against prunes, follow each other, and what was begun and never ended is forgotten."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from storage.db.evidence_locks import lock_against_prune
from storage.db.pack_tables import PackBlobRow, PackRow
from storage.db.session import Store
from storage.packs import ABANDONED, BATCH_FILES, Pack, PackWriter, begin_pack, find_pack, find_previous_pack
from storage.prune.prune import preview_prune, prune_evidence
from tests.storage.prune.aged import LIMITS, NOW, a_visit
from tests.storage.seen import PLATFORM

BASIS = "b" * 64


def day(number: int) -> datetime:
    return datetime(2026, 1, number, tzinfo=UTC)


async def begun(store: Store, visit: str, audit: str = "a1", basis: str = BASIS) -> PackWriter:
    return await begin_pack(store, audit, day(1), visit, basis, NOW)


async def ended(keeper: PackWriter, previous: str = "") -> Pack:
    manifest = await keeper.add("manifest.json", f"manifest of {keeper.id}".encode())
    return await keeper.finish((manifest, *keeper.files[:-1]), False, 3, NOW, manifest.sha256, previous)


async def test_a_pack_comes_back_as_it_was_made(store: Store) -> None:
    keeper = await begun(store, await a_visit(store, "old"))
    for number in range(BATCH_FILES + 3):  # more than one transaction keeps
        await keeper.add(f"views/{number}.json", f"view {number % 7}".encode())
    pack = await ended(keeper)
    found = await find_pack(store, "a1", BASIS)
    assert found == pack
    assert found.files[0].name == "manifest.json"
    for file in pack.files:
        data = store.blobs.read(file.sha256)
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file.size, file.sha256)
    assert pack.size == sum(file.size for file in pack.files)


async def test_a_pack_that_is_being_made_is_not_found(store: Store) -> None:
    keeper = await begun(store, await a_visit(store, "old"))
    await keeper.add("a", b"a")
    assert await find_pack(store, "a1", BASIS) is None
    await ended(keeper)
    assert await find_pack(store, "a1", "c" * 64) is None


async def test_made_by_two_at_once_it_is_one(store: Store) -> None:
    visit = await a_visit(store, "old")
    keepers = [await begun(store, visit) for _ in range(2)]
    packs = await asyncio.gather(*(ended(keeper) for keeper in keepers))
    assert packs[0] == packs[1]
    async with store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(PackRow)) == 1
        assert set(await session.scalars(select(PackBlobRow.pack_id))) == {packs[0].id}


async def test_a_pack_follows_that_of_the_audit_before(store: Store) -> None:
    visit = await a_visit(store, "old")
    for audit, number in (("a1", 1), ("a2", 2)):
        keeper = await begin_pack(store, audit, day(number), visit, BASIS, NOW)
        await ended(keeper)
    before = await find_previous_pack(store, PLATFORM.url, "a3", day(3))
    assert before is not None
    assert before.audit == "a2"
    again = await find_previous_pack(store, PLATFORM.url, "a2", day(2))  # of the same audit: what went before that
    assert again is not None
    assert again.audit == "a1"
    assert await find_previous_pack(store, PLATFORM.url, "a1", day(1)) is None
    assert await find_previous_pack(store, "https://another.example/", "a3", day(3)) is None


async def test_a_prune_takes_neither_the_pack_nor_the_evidence_it_was_made_of(store: Store) -> None:
    old, _ = await a_visit(store, "old"), await a_visit(store, "new", 1)
    assert [visit.visit for visit in (await preview_prune(store, LIMITS)).visits] == [old]
    keeper = await begun(store, old)
    await keeper.add("report.html", b"report")
    pack = await ended(keeper)
    assert (await preview_prune(store, LIMITS)).visits == ()
    await prune_evidence(store, LIMITS, NOW)
    assert all(store.blobs.has(file.sha256) for file in pack.files)


async def test_what_was_begun_and_left_is_forgotten_and_pruned(store: Store) -> None:
    visit = await a_visit(store, "old")
    left = await begun(store, visit)
    for number in range(BATCH_FILES):
        await left.add(f"{number}", f"left {number}".encode())
    shas = [file.sha256 for file in left.files]
    later = NOW + ABANDONED + timedelta(seconds=1)
    keeper = await begin_pack(store, "a2", day(2), visit, BASIS, later)
    await keeper.add("kept", b"left 0")  # what both need stays
    await ended(keeper)
    async with store.writing() as session:
        await lock_against_prune(store, session)
        assert await session.get(PackRow, left.id) is None
    await prune_evidence(store, LIMITS, later)
    assert [store.blobs.has(sha) for sha in shas] == [True] + [False] * (BATCH_FILES - 1)
