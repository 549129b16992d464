"""Pruning and verifying take as long for each visit and piece of evidence however many there are."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, insert, select

from bench.large import NOW, fill
from storage import stored_evidence
from storage.db.register_tables import JobKind, JobState, RunRow
from storage.db.session import Store, open_store
from storage.db.tables import EvidenceRow, VisitRow
from storage.prune import prune as pruning
from storage.prune.prunable import RetentionLimits
from storage.prune.prune import preview_prune, prune_evidence
from storage.stored_evidence import verify_evidence

FEW, MANY = 60, 240  # audits
EACH = 3  # pieces of evidence a visit
OF_ONE = 6  # audits of one platform
MORE = 1.3  # of the steps of a linear growth; a quadratic part would show as up to four
STEPS = 50  # of SQLite's own machine, between two counts


@dataclass
class Counter:
    """How often SQLite has done ``STEPS`` steps."""

    times: int = 0

    def add(self) -> int:
        self.times += 1
        return 0


@asynccontextmanager
async def filled(data: Path, audits: int, counter: Counter) -> AsyncIterator[Store]:
    """A store with that many audits on registered platforms, all of which wait for their next; each visit has evidence of its own."""
    async with open_store(data) as store:
        await fill(store, audits, audits // OF_ONE)
        async with store.reading() as session:
            seen = (await session.execute(select(VisitRow.id, VisitRow.platform_id))).all()
        pieces = [(row.id, f"{row.id} {number}".encode()) for row in seen for number in range(EACH)]
        for _, data_of in pieces:
            path = store.blobs.path(hashlib.sha256(data_of).hexdigest())  # type: ignore[attr-defined]  # a folder's
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data_of)
        async with store.writing() as session:
            await session.execute(
                insert(EvidenceRow),
                [
                    {
                        "visit_id": visit,
                        "sha256": hashlib.sha256(one).hexdigest(),
                        "media": "text/plain",
                        "size": len(one),
                    }
                    for visit, one in pieces
                ],
            )
            for platform in {row.platform_id for row in seen}:
                session.add(
                    RunRow(
                        id=f"{platform:016x}", platform_id=platform, kind=JobKind.AUDIT.value, due_at=NOW, priority=0,
                        state=JobState.WAITING.value, not_before=NOW, attempts=0, visit_id=None, reason="",
                    )
                )  # fmt: skip

        def hear(connection: Any, record: object) -> None:
            connection.run_async(lambda driven: driven.set_progress_handler(counter.add, STEPS))

        await store.engine.dispose()  # those that are open are not heard
        event.listen(store.engine.sync_engine, "connect", hear)
        yield store


async def steps(counter: Counter, doing: Awaitable[object]) -> int:
    before = counter.times
    await doing
    return counter.times - before


async def test_four_times_the_visits_take_four_times_the_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "BATCH", 8)  # so that both take many batches
    monkeypatch.setattr(stored_evidence, "NAMES", 16)
    taken: dict[int, dict[str, int]] = {}
    for audits in (FEW, MANY):
        counter = Counter()
        limits = RetentionLimits(NOW)
        async with filled(tmp_path / str(audits), audits, counter) as store:
            kept = audits // OF_ONE + 1  # the newest of each platform, and the one that all are copies of
            taken[audits] = {
                "verify": await steps(counter, verify_evidence(store)),
                "preview": await steps(counter, preview_prune(store, limits)),
                "prune": await steps(counter, prune_evidence(store, limits, NOW)),
                "verify what is left": await steps(counter, verify_evidence(store)),
            }
            assert (await verify_evidence(store)).whole == kept * EACH
            assert not (await preview_prune(store, limits)).visits
            assert sum(1 for _ in store.blobs.listed()) == kept * EACH
    for name, few in taken[FEW].items():
        assert taken[MANY][name] <= few * MANY / FEW * MORE, f"{name}: {few} steps, then {taken[MANY][name]}"
