"""audit.json of a stored audit, made in a process beside: it reads all that a visit saw."""

from __future__ import annotations

import asyncio

from storage.audits import load_audit
from storage.visits.sites import load_viewable_site
from xuncha.audit.report_files import load_filed_documents
from xuncha.judging.rules import load_rules
from xuncha.reports.record import build_record, render_record_json
from xuncha.web.deciding.judging_work import StorePlace, name_store_place, open_store_place
from xuncha.web.web_state import WebState


def render_stored_record(place: StorePlace, audit: str) -> bytes:
    """The record. Raises NotFound, Pruned, BlobMissing, BlobDamaged, RecordDamaged."""

    async def work() -> bytes:
        rules = load_rules()
        async with open_store_place(place) as store:
            judged = await load_audit(store, audit)
            site, _ = await load_viewable_site(store, judged.visit)
            documents = await load_filed_documents(store, judged, site)
            return render_record_json(build_record(judged, site, rules.standard, rules.checks, documents))

    return asyncio.run(work())


async def fetch_record(state: WebState, audit: str) -> bytes:
    """The record of that audit. Raises what ``render_stored_record`` raises."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(state.judging, render_stored_record, name_store_place(state.store), audit)
