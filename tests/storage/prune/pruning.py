"""A prune that is killed: goes on until it is done, saying on standard output what it has come to."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Collection
from pathlib import Path

from storage.db.session import open_store
from storage.prune import prune as pruning
from tests.storage.prune.aged import LIMITS, NOW


async def main(data: Path, evidence: str, database: str | None) -> None:
    pruning.BATCH = 2
    async with open_store(data, database, evidence) as store:
        remove = store.blobs.remove

        def one_by_one(shas: Collection[str]) -> None:
            """As any store may: killed in between, some are gone and some not."""
            for sha in shas:
                remove([sha])
                print("removed", sha, flush=True)

        store.blobs.remove = one_by_one  # type: ignore[method-assign]  # says more, does the same
        print("open", flush=True)
        mark = pruning.mark_visit_pruned

        async def telling(*given: object) -> bool:
            done = await mark(*given)  # type: ignore[arg-type]  # as they came
            print("marked", flush=True)
            return done

        pruning.mark_visit_pruned = telling  # type: ignore[assignment]  # says more, does the same
        await pruning.prune_evidence(store, LIMITS, NOW)
        print("done", flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else None))
