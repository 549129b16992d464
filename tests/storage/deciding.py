"""A process that keeps decisions and documents until it dies, saying on standard output what it was promised is kept."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import sys
from datetime import UTC, datetime
from pathlib import Path

from scoring.decisions.decision import Decision, FlagDecision, LineDecision
from scoring.standard_tables import Verdict
from storage.db.session import open_store
from storage.decisions import AnyDecision, save_decisions
from storage.documents import Document, save_document
from storage.visits.visits import begin_visit
from tests.storage.seen import PLATFORM

AT = "2026-11-25T02:00:00+00:00"
BATCH = 5


def a_decision(item: str, visit: str, who: str = "甲", reason: str = "看过截图", value: float = 0.5) -> Decision:
    return Decision(item, Verdict.PARTIAL, value, who, AT, reason, ("ab" * 32,), "档案 7", "a1", visit, "1:x")


def a_batch(visit: str, number: int) -> list[AnyDecision]:
    """Five words of one sheet."""
    items: list[AnyDecision] = [a_decision(f"{number}-{place}", visit) for place in range(BATCH - 2)]
    line = LineDecision(f"R{number}", True, "甲", AT, "看过", "", "a1", visit, "1:y")
    return [*items, line, FlagDecision(f"goods{number}", True, "甲", AT, "看过", "a1", visit)]


def a_document(visit: str, data: bytes, item: str = "first") -> Document:
    sha = hashlib.sha256(data).hexdigest()
    taken = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)
    return Document(item, sha, len(data), "image/png", "截图.png", taken, "a1", visit, "甲", "首页", "mobile", taken)


async def main(data: Path, database: str | None) -> None:
    async with open_store(data, database) as store, await begin_visit(store, PLATFORM, {}) as keeper:
        print("visit", keeper.id, flush=True)
        for number in itertools.count():
            await save_decisions(store, a_batch(keeper.id, number))
            print("decisions", number, flush=True)
            body = f"{number}".encode() * 5000
            await save_document(store, a_document(keeper.id, body), body)
            print("document", hashlib.sha256(body).hexdigest(), flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None))
