"""A visit that is killed: keeps things until it dies, saying on standard output what it was promised is kept."""

from __future__ import annotations

import asyncio
import itertools
import sys
from pathlib import Path

from storage.db.session import open_store
from storage.visits.visits import begin_visit
from tests.storage.seen import PLATFORM, a_fetch, a_gap, a_timing, a_view


async def main(data: Path, database: str | None) -> None:
    async with open_store(data, database) as store:
        keeper = await begin_visit(store, PLATFORM, {})
        print("visit", keeper.id, flush=True)

        async def keep(lane: int) -> None:
            for step in itertools.count():
                number = lane * 100_000 + step
                print("blob", await keeper.blob(f"{number}".encode() * 5000, "text/plain"), flush=True)
                await keeper.view(a_view(number))
                print("view", f"v{number}", flush=True)
                await keeper.gap(a_gap())
                print("gap", "-", flush=True)
                await keeper.fetch(a_fetch(number))
                print("fetch", f"f{number}", flush=True)
                await keeper.timing(a_timing(number))
                print("timing", number, flush=True)

        await asyncio.gather(keep(0), keep(1), keep(2))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None))
