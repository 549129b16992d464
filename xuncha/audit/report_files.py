"""The report.html and audit.json of an audit, each written completely or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from crawler.site import Site
from storage.db.session import Store
from storage.documents import Document, load_documents
from storage.errors import BlobDamaged, BlobMissing
from storage.visits.audit import Audit
from xuncha.console.lang import Lang
from xuncha.judging.rules import Rules
from xuncha.reports import page, record
from xuncha.settings.target import InvalidInput


def prepare_output(out: Path) -> None:
    """Check, before an hour is spent, that the output folder is writable. Raises InvalidInput."""
    try:
        prove_writable(out)
    except OSError as fault:
        said = fault.strerror or str(fault)
        raise InvalidInput(
            f"无法写入 {out}：{said}，请用 --out 换一个目录",
            f"cannot write to {out}: {said}; choose another folder with --out",
        ) from fault


def prove_writable(folder: Path) -> None:
    """Create the folder if it is missing, then create and delete a file in it. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder):
        pass


def make_blob_reader(blob: Callable[[str], bytes]) -> Callable[[str], bytes | None]:
    """A reader of pictures by SHA-256 that gives None where one is no longer stored; the report then says so."""

    def found(sha: str) -> bytes | None:
        try:
            return blob(sha)
        except (BlobMissing, BlobDamaged):
            return None

    return found


async def load_filed_documents(store: Store, audit: Audit, site: Site) -> tuple[Document, ...]:
    """The documents filed for the audit's visit, and those that its decisions rest on."""
    named = {sha for decision in audit.decisions for sha in decision.evidence}
    return await load_documents(store, site.platform.url, audit.visit, named)


async def write_stored_report(
    store: Store, out: Path, audit: Audit, site: Site, rules: Rules, lang: Lang = Lang.ZH
) -> tuple[Path, Path]:
    """Write the report of a stored audit: ``write_report`` with the documents and pictures from the store."""
    return write_report(out, audit, site, rules, store.blobs.read, await load_filed_documents(store, audit, site), lang)


def write_report(
    out: Path,
    audit: Audit,
    site: Site,
    rules: Rules,
    blob: Callable[[str], bytes],
    documents: Iterable[Document] = (),
    lang: Lang = Lang.ZH,
) -> tuple[Path, Path]:
    """Write both files and return their paths; the report opens in ``lang``.

    Raises InvalidInput where the disk is full or the folder is gone.
    """
    facts = record.build_record(audit, site, rules.standard, rules.checks, documents)
    files = out / "report.html", out / "audit.json"
    try:
        _replace(files[0], page.render_report(facts, make_blob_reader(blob), lang=lang).encode("utf-8"))
        record.write_audit_json(facts, files[1])
    except OSError as fault:
        said = fault.strerror or str(fault)
        raise InvalidInput(
            f"报告无法写入 {out}：{said}；检测记录已保存，可用 xuncha show {audit.id[:8]} --out 目录 重新生成",
            f"cannot write the report to {out}: {said}; the audit is kept, write it again with 'xuncha show {audit.id[:8]} --out DIR'",
        ) from fault
    return files


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(name, path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
