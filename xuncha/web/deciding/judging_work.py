"""What the judging processes do for the workbench: each opens the store itself, and nothing of it runs beside pages."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from storage.audits import load_audit
from storage.db.session import Store, open_store
from storage.visits.sites import load_site
from xuncha.audit.rejudge_visit import rejudge_visit
from xuncha.judging.rules import load_rules
from xuncha.settings.stores import EVIDENCE
from xuncha.sheets.decide import find_current_bases
from xuncha.web.serving.kept_objects import settle_objects


@dataclass(frozen=True, slots=True)
class StorePlace:
    """Where a store is, for a process that opens it again; ``database`` holds its password and is for our own processes only."""

    data: Path
    database: str


def name_store_place(store: Store) -> StorePlace:
    """The place of an open store."""
    return StorePlace(store.data, store.engine.url.render_as_string(hide_password=False))


def open_store_place(place: StorePlace) -> AbstractAsyncContextManager[Store]:
    """The store of that place. Raises StorageError when it is entered."""
    return open_store(place.data, place.database, os.environ.get(EVIDENCE))


def give_way(nice: int) -> None:
    """Begin a judging process: it takes of the processors what pages leave, for a page is waited for and a judgement is not."""
    os.nice(nice)


def load_rules_ahead() -> None:
    """Have a judging process ready before the first page asks for it."""
    load_rules()
    settle_objects()


def rejudge_in_process(place: StorePlace, visit: str) -> str:
    """Judge the whole visit again with all decisions; returns the id of the audit that counts now. Raises what ``rejudge_visit`` raises."""

    async def work() -> str:
        async with open_store_place(place) as store:
            return (await rejudge_visit(store, visit, anew=False)).now.id

    return asyncio.run(work())


def find_bases_in_process(place: StorePlace, audit: str) -> tuple[Mapping[str, str], frozenset[str]]:
    """What items and red lines of that audit's visit rest on today, and which of them the rules see otherwise since. Raises StorageError."""

    async def work() -> tuple[Mapping[str, str], frozenset[str]]:
        async with open_store_place(place) as store:
            judged = await load_audit(store, audit)
            return find_current_bases(load_rules(), judged, await load_site(store, judged.visit))

    return asyncio.run(work())
