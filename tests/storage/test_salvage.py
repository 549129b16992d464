"""A view of an interrupted visit is used again only where all of its evidence is there, the record of its exchanges too."""

import asyncio
import dataclasses

import pytest

from crawler import wire
from storage.salvage import place_of, salvage
from storage.session import Store
from storage.visits import begin_visit
from tests.storage.seen import AT, PLATFORM, a_view


@pytest.mark.parametrize("field", ["exchanges_record", "screenshot"])
async def test_a_view_whose_evidence_is_gone_is_lost(store: Store, field: str) -> None:
    async with await begin_visit(store, PLATFORM, {}, AT) as keeper:
        whole = a_view(1)
        sha = await keeper.blob(wire.packed({"schema": wire.SCHEMA, "exchanges": []}), wire.MEDIA)
        seen = dataclasses.replace(whole, **{field: sha})  # type: ignore[arg-type] # both fields are names of blobs
        await keeper.view(seen)
    assert (await salvage(store, keeper.id)).views == (seen,)
    await asyncio.to_thread(store.blobs.remove, [sha])
    left = await salvage(store, keeper.id)
    assert not left.views
    assert left.lost == frozenset({place_of(seen)})
