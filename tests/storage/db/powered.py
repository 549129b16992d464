"""A process that keeps all a store keeps, and says after each with which of its syncs to the disk it was promised."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from storage.db.connecting import engines
from storage.db.register_tables import JobKind
from storage.db.session import open_store
from storage.decisions import save_decisions
from storage.documents import save_document
from storage.jobs import jobs
from storage.platforms import DueTimes, Registration, list_registered_platforms, save_registration
from storage.visits.visits import begin_visit
from tests.storage.deciding import a_decision, a_document
from tests.storage.seen import PLATFORM, a_view

NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)
ROUNDS = 6
RELAXED = "relaxed"  # as SQLite would have it by itself in this mode: a commit may be lost with the power


def syncs() -> int:
    log = Path(os.environ["POWER_LOG"], "log")
    return log.read_text("utf-8").count("\n") if log.exists() else 0


def promised(kind: str, name: object) -> None:
    print(syncs(), kind, name, flush=True)


async def main(data: Path) -> None:
    async with open_store(data) as store:
        promised("store", store.blobs.owner())
        await save_registration(store, Registration("https://a.example/"), DueTimes(), NOW)
        (platform,) = [platform.id for platform in await list_registered_platforms(store)]
        keeper = await begin_visit(store, PLATFORM, {})
        promised("visit", keeper.id)
        for number in range(ROUNDS):
            promised("blob", await keeper.blob(f"{number}".encode() * 900, "text/plain"))
            await keeper.view(a_view(number))
            promised("view", f"v{number}")
            await save_decisions(store, [a_decision(f"{number}-1", keeper.id)])
            promised("decision", f"{number}-1")
            body = f"document {number}".encode()
            await save_document(store, a_document(keeper.id, body), body)
            promised("document", store.blobs.write(body))
            run = await jobs.request_job(store, platform, JobKind.LIGHT, NOW + timedelta(hours=number))
            assert run is not None
            promised("run", run.id)
            if number == ROUNDS // 2:
                async with store.engine.connect() as connection:
                    await connection.execute(text("PRAGMA wal_checkpoint(RESTART)"))
                promised("checkpoint", "-")
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    if RELAXED in sys.argv:
        strict = engines._prepare_sqlite

        def relaxed(connection: object, record: object) -> None:
            strict(connection, record)
            connection.execute("PRAGMA synchronous=normal")  # type: ignore[attr-defined]  # of a driver without types

        engines._prepare_sqlite = relaxed
    asyncio.run(main(Path(sys.argv[1])))
