"""A view of an interrupted visit is used again only where all of its evidence is there, the record of its exchanges too."""

import asyncio
import dataclasses

import pytest

from crawler.network import exchange_log
from storage.db.session import Store
from storage.visits.salvage import salvage_visit, view_place_of
from storage.visits.visits import begin_visit
from tests.storage.seen import AT, PLATFORM, a_view


@pytest.mark.parametrize("field", ["exchanges_record", "screenshot"])
async def test_a_view_whose_evidence_is_gone_is_lost(store: Store, field: str) -> None:
    async with await begin_visit(store, PLATFORM, {}, AT) as keeper:
        whole = a_view(1)
        sha = await keeper.blob(
            exchange_log.pack_record({"schema": exchange_log.SCHEMA, "exchanges": []}), exchange_log.MEDIA
        )
        seen = dataclasses.replace(whole, **{field: sha})  # type: ignore[arg-type] # both fields are names of blobs
        await keeper.view(seen)
    assert (await salvage_visit(store, keeper.id)).views == (seen,)
    await asyncio.to_thread(store.blobs.remove, [sha])
    left = await salvage_visit(store, keeper.id)
    assert not left.views
    assert left.lost == frozenset({view_place_of(seen)})
