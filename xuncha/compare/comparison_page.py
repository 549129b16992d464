"""The comparison page: reads both visits' pages from the store, as far as they are still kept, and writes the file."""

from __future__ import annotations

from pathlib import Path

from storage.db.session import Store
from storage.errors import BlobDamaged, BlobMissing, RecordDamaged
from storage.visits.audit import Audit
from storage.visits.sites import load_outline, load_viewable_site
from xuncha.audit.report_files import make_blob_reader
from xuncha.compare.two_audits import Comparison
from xuncha.compare.versus import ComparedVisit, build_comparison_record
from xuncha.compare.versus_page import render_comparison
from xuncha.console.lang import Lang
from xuncha.reports.record import write_atomically
from xuncha.settings.target import InvalidInput


async def make_comparison_page(store: Store, done: Comparison, lang: Lang) -> str:
    """The page as HTML. Raises StorageError."""
    visited = await _visited(store, done.before), await _visited(store, done.after)
    return render_comparison(
        build_comparison_record(done, visited),
        make_blob_reader(store.blobs.read),
        (visited[0].site, visited[1].site),
        str(lang),
    )


def write_comparison_page(html: str, to: Path) -> None:
    """Write the file. Raises InvalidInput where that is not possible."""
    try:
        write_atomically(html.encode("utf-8"), to)
    except OSError as fault:
        said = fault.strerror or str(fault)
        raise InvalidInput(
            f"无法写入 {to}：{said}，请用 --to 换一处", f"cannot write {to}: {said}; choose another place with --to"
        ) from fault


async def _visited(store: Store, audit: Audit) -> ComparedVisit:
    try:
        site, gone = await load_viewable_site(store, audit.visit)
    except (BlobMissing, BlobDamaged, RecordDamaged):
        return ComparedVisit(await load_outline(store, audit.visit), damaged=True)
    return ComparedVisit(site, gone)
