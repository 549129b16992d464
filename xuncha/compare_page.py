"""Two compared audits as a page: reads both visits' pages from the store, as far as they are kept, and writes the file."""

from __future__ import annotations

from pathlib import Path

from storage.audits import Audit
from storage.errors import BlobDamaged, BlobMissing, RecordDamaged
from storage.session import Store
from storage.sites import load_outline, load_shown
from xuncha.comparing import Compared
from xuncha.reports.record import write_whole
from xuncha.reports.versus import Visited, build
from xuncha.reports.versus_page import render
from xuncha.target import BadTarget
from xuncha.words import Lang
from xuncha.write import kept


async def page(store: Store, done: Compared, lang: Lang) -> str:
    """The whole page. Raises StorageError."""
    visited = await _visited(store, done.before), await _visited(store, done.after)
    return render(build(done, visited), kept(store.blobs.read), (visited[0].site, visited[1].site), str(lang))


def write(html: str, to: Path) -> None:
    """Raises BadTarget where the file cannot be written."""
    try:
        write_whole(html.encode("utf-8"), to)
    except OSError as fault:
        said = fault.strerror or str(fault)
        raise BadTarget(
            f"无法写入 {to}：{said}，请用 --to 换一处", f"cannot write {to}: {said}; choose another place with --to"
        ) from fault


async def _visited(store: Store, audit: Audit) -> Visited:
    try:
        site, gone = await load_shown(store, audit.visit)
    except (BlobMissing, BlobDamaged, RecordDamaged):
        return Visited(await load_outline(store, audit.visit), damaged=True)
    return Visited(site, gone)
