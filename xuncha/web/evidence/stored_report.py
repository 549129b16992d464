"""The whole report of a stored audit, made in a process beside: it reads all that a visit saw."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from pathlib import Path

from storage.audits import load_audit
from storage.visits.sites import load_viewable_site
from xuncha.audit.report_files import load_filed_documents, make_blob_reader
from xuncha.judging.rules import load_rules
from xuncha.reports import page, record
from xuncha.settings.stores import open_data_store
from xuncha.web.web_state import WebState

KEPT = 4  # reports in memory, some 5 MB each


def render_stored_report(data: Path, audit: str, lang: str) -> bytes:
    """report.html of that audit, opening in ``lang``. Opens the store itself, for it is called in a process beside.

    Raises NotFound, BlobMissing, BlobDamaged, RecordDamaged.
    """
    return asyncio.run(_render(data, audit, lang))


async def _render(data: Path, id: str, lang: str) -> bytes:
    rules = load_rules()
    async with open_data_store(data) as store:
        audit = await load_audit(store, id)
        site, _ = await load_viewable_site(store, audit.visit)
        documents = await load_filed_documents(store, audit, site)
        facts = record.build_record(audit, site, rules.standard, rules.checks, documents)
        return page.render_report(facts, make_blob_reader(store.blobs.read), lang=lang).encode("utf-8")


class ReportCache:
    """The reports made last; one that is being made is waited for, not made twice."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._lock = asyncio.Lock()

    async def fetch_report(self, state: WebState, audit: str, lang: str) -> bytes:
        """The report. Raises what ``render_stored_report`` raises."""
        async with self._lock:
            if (audit, lang) not in self._held:
                self._held[audit, lang] = await asyncio.get_running_loop().run_in_executor(
                    state.judging, render_stored_report, state.store.data, audit, lang
                )
            self._held.move_to_end((audit, lang))
            while len(self._held) > KEPT:
                self._held.popitem(last=False)
            return self._held[audit, lang]
