"""A prune that is killed, or meets somebody who stores evidence at the same moment, loses nothing that is kept."""

from __future__ import annotations

import asyncio
import hashlib
import random
import subprocess
import sys
from collections.abc import Callable, Collection, Coroutine
from pathlib import Path

import pytest
from sqlalchemy import select, text

from storage.blobs.folder import FolderBlobStore
from storage.db.evidence_locks import lock_against_prune, restore_blobs
from storage.db.prune_tables import PruningRow, RemovalRow
from storage.db.session import Store, open_store
from storage.db.tables import EvidenceRow
from storage.documents import save_document
from storage.errors import EvidenceUnreachable, Pruned, StorageError
from storage.prune.prune import mark_visit_pruned, preview_prune, prune_evidence
from storage.visits.extend import CaptureBuffer, continue_visit
from storage.visits.sites import load_site
from storage.visits.visits import begin_visit
from tests.storage.objects import ObjectServer
from tests.storage.prune.aged import LIMITS, NOW, a_visit, names_of, whole
from tests.storage.prune.test_prune import a_document
from tests.storage.seen import PLATFORM, a_view

ROOT = Path(__file__).parents[3]
BODY = b"a body that comes again"
Storing = Callable[[Store, str], Coroutine[None, None, None]]


async def unfinished(store: Store) -> tuple[int, int]:
    """Visits marked and not finished, blobs marked and not removed."""
    async with store.reading() as session:
        visits = (await session.scalars(select(PruningRow.visit_id).where(PruningRow.done_at.is_(None)))).all()
        blobs = (await session.scalars(select(RemovalRow.sha256).where(RemovalRow.gone_at.is_(None)))).all()
    return len(visits), len(blobs)


@pytest.mark.commands
@pytest.mark.parametrize("round", range(5))
@pytest.mark.usefixtures("ready_tables")
async def test_killed_anywhere_the_next_one_finishes(
    tmp_path: Path, database: str | None, evidence: str, round: int
) -> None:
    async with open_store(tmp_path, database, evidence) as store:
        olds = [await a_visit(store, f"old {number}", bodies=[b"of two", bytes([number])]) for number in range(4)]
        newest = await a_visit(store, "newest", 1, bodies=[b"of two"])
        gone = set().union(*[await names_of(store, visit) for visit in olds]) - await names_of(store, newest)
    words = [
        sys.executable,
        "-m",
        "tests.storage.prune.pruning",
        str(tmp_path),
        evidence,
        *([database] if database else []),
    ]
    process = await asyncio.create_subprocess_exec(*words, stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    for _ in range(random.Random(round).randint(1, 4 + len(gone))):
        assert await process.stdout.readline(), "it ended by itself"
    process.kill()
    await process.communicate()
    async with open_store(tmp_path, database, evidence) as store:
        assert await whole(store, newest)
        found = await preview_prune(store, LIMITS)
        assert len(found.visits) + found.unfinished in (0, 4)  # 0: it had just ended
        await prune_evidence(store, LIMITS, NOW)
        assert await unfinished(store) == (0, 0)
        assert await whole(store, newest)
        assert [sha for sha in gone if store.blobs.has(sha)] == []
        for visit in olds:
            with pytest.raises(Pruned):
                await load_site(store, visit)


class Dies(FolderBlobStore):
    """Removes what it is told to, and is killed before anybody hears of it."""

    def remove(self, shas: Collection[str]) -> None:
        super().remove(shas)
        raise EvidenceUnreachable("killed")


class Between(FolderBlobStore):
    """Stops the first to put something between that and saying so in the database."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.reached, self.goes_on = asyncio.Event(), asyncio.Event()

    async def put(self, data: bytes) -> str:
        sha = await super().put(data)
        if not self.reached.is_set():
            self.reached.set()
            await self.goes_on.wait()
        return sha


async def by_a_crawl(store: Store, newest: str) -> None:
    async with await begin_visit(store, PLATFORM, {}) as keeper:
        await keeper.blob(BODY, "text/plain")


async def as_a_document(store: Store, newest: str) -> None:
    await save_document(store, a_document(newest, BODY), BODY)


async def by_hand(store: Store, newest: str) -> None:
    held = CaptureBuffer(store)
    await held.blob(BODY, "text/plain")
    await held.view(a_view(7))
    await continue_visit(store, newest, held)


async def whole_prune(store: Store, old: str) -> None:
    assert (await prune_evidence(store, LIMITS, NOW)).finished == 1


async def killed_prune(store: Store, old: str) -> None:
    assert isinstance(store.blobs, FolderBlobStore)
    store.blobs = Dies(store.blobs.folder)
    with pytest.raises(StorageError, match="killed"):
        await prune_evidence(store, LIMITS, NOW)
    assert (await unfinished(store))[0] == 1


async def begun_prune(store: Store, old: str) -> None:
    assert await mark_visit_pruned(store, old, LIMITS, NOW)


async def twice_pruned(store: Store, old: str) -> None:
    """Removed, put again by a visit of its own, and that visit removed, too."""
    await prune_evidence(store, LIMITS, NOW)
    await a_visit(store, "old again", bodies=[BODY])
    await prune_evidence(store, LIMITS, NOW)


@pytest.mark.usefixtures("ready_tables")
@pytest.mark.parametrize("meets", [whole_prune, killed_prune, begun_prune, twice_pruned])
@pytest.mark.parametrize("stored", [by_a_crawl, as_a_document, by_hand])
async def test_what_is_being_stored_is_there_whatever_a_prune_takes_at_that_moment(
    tmp_path: Path,
    database: str | None,
    stored: Storing,
    meets: Storing,
) -> None:
    sha = hashlib.sha256(BODY).hexdigest()
    async with open_store(tmp_path, database) as store, open_store(tmp_path, database) as other:
        old, newest = await a_visit(store, "old", bodies=[BODY]), await a_visit(store, "newest", 1)
        assert isinstance(store.blobs, FolderBlobStore)
        store.blobs = between = Between(store.blobs.folder)
        writing = asyncio.create_task(stored(store, newest))
        await between.reached.wait()
        await meets(other, old)
        assert store.blobs.has(sha) is (meets is begun_prune)
        between.goes_on.set()
        await writing
        assert await store.blobs.get(sha) == BODY
        await prune_evidence(store, LIMITS, NOW)
        assert await unfinished(store) == (0, 0)
        assert await store.blobs.get(sha) == BODY


async def test_a_prune_waits_for_whoever_is_about_to_refer_to_a_blob(tmp_path: Path, fresh: str) -> None:
    """On PostgreSQL a transaction sees nothing of another that has not ended. SQLite lets them come one after the other anyway."""
    async with open_store(tmp_path, fresh) as store, open_store(tmp_path, fresh) as other:
        await a_visit(store, "old", bodies=[BODY])
        newest = await a_visit(store, "newest", 1)
        sha = await store.blobs.put(BODY)
        async with store.writing() as session:
            await lock_against_prune(store, session)
            await restore_blobs(store, session, {sha: BODY})
            await store.once(session, EvidenceRow, visit_id=newest, sha256=sha, media="text/plain", size=len(BODY))
            pruned = asyncio.create_task(prune_evidence(other, LIMITS, NOW))
            while not await waits_for_a_lock(other):
                assert not pruned.done()
        assert (await pruned).finished == 1
        assert await store.blobs.get(sha) == BODY
        assert await whole(store, newest)


async def waits_for_a_lock(store: Store) -> bool:
    async with store.reading() as session:
        query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        return bool(await session.scalar(text(query)))


@pytest.mark.usefixtures("ready_tables")
async def test_many_store_the_same_while_others_prune(tmp_path: Path, database: str | None) -> None:
    bodies = [f"body {number}".encode() for number in range(6)]
    async with open_store(tmp_path, database) as one, open_store(tmp_path, database) as two:
        await a_visit(one, "newest", 1)

        async def visiting(lane: int) -> list[str]:
            made = []
            for round in range(6):
                old = round % 2 == 0
                some = random.Random(lane * 10 + round).sample(bodies, 4)
                made.append(await a_visit(one, f"v{lane}", 300 if old else 10, bodies=some))
            return made

        async def pruning_on() -> None:
            while not visits.done():
                await prune_evidence(two, LIMITS, NOW)

        visits = asyncio.gather(*(visiting(lane) for lane in range(3)))
        await asyncio.gather(visits, pruning_on())
        await prune_evidence(two, LIMITS, NOW)
        for lane in await visits:
            for number, visit in enumerate(lane):
                assert await whole(one, visit) is (number % 2 == 1)


async def test_an_object_store_that_is_away_leaves_the_rest_to_the_next_prune(
    tmp_path: Path, bucket: str, object_server: ObjectServer
) -> None:
    async with open_store(tmp_path, None, bucket) as store:
        old, newest = await a_visit(store, "old"), await a_visit(store, "newest", 1)
        gone = await names_of(store, old) - await names_of(store, newest)
        object_server.stop()
        try:
            with pytest.raises(EvidenceUnreachable):
                await prune_evidence(store, LIMITS, NOW)
        finally:
            object_server.start()
        assert (await unfinished(store))[0] == 1
        assert [store.blobs.has(sha) for sha in gone] == [True] * len(gone)
        assert (await preview_prune(store, LIMITS)).unfinished == 1
        assert (await prune_evidence(store, LIMITS, NOW)).finished == 1
        assert [sha for sha in gone if store.blobs.has(sha)] == []
        assert await whole(store, newest)
