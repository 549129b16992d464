"""report.html and audit.json of an audit, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from crawler.site import Site
from storage.audits import Audit
from storage.documents import Document, documents_of
from storage.errors import BlobDamaged, BlobMissing
from storage.session import Store
from xuncha.audit import Rules
from xuncha.reports import page, record
from xuncha.target import BadTarget


def prepare(out: Path) -> None:
    """Prove, before an hour is spent, that the folder can be written to. Raises BadTarget."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as fault:
        said = fault.strerror or str(fault)
        raise BadTarget(
            f"无法写入 {out}：{said}，请用 --out 换一个目录",
            f"cannot write to {out}: {said}; choose another folder with --out",
        ) from fault


def kept(blob: Callable[[str], bytes]) -> Callable[[str], bytes | None]:
    """Pictures that are not there any more are None; the report says so."""

    def found(sha: str) -> bytes | None:
        try:
            return blob(sha)
        except (BlobMissing, BlobDamaged):
            return None

    return found


async def filed(store: Store, audit: Audit, site: Site) -> tuple[Document, ...]:
    """The documents filed on the audit's visit, and those that its decisions rest on."""
    named = {sha for each in audit.decisions for sha in each.evidence}
    return await documents_of(store, site.platform.url, audit.visit, named)


async def write_of(store: Store, out: Path, audit: Audit, site: Site, rules: Rules) -> tuple[Path, Path]:
    """``write`` with what the store holds of it."""
    return write(out, audit, site, rules, store.blobs.read, await filed(store, audit, site))


def write(
    out: Path,
    audit: Audit,
    site: Site,
    rules: Rules,
    blob: Callable[[str], bytes],
    documents: Iterable[Document] = (),
) -> tuple[Path, Path]:
    """Both files' paths. Raises BadTarget where the disk is full or the folder has gone."""
    facts = record.build(audit, site, rules.standard, rules.checks, documents)
    files = out / "report.html", out / "audit.json"
    try:
        _replace(files[0], page.render(facts, kept(blob)).encode("utf-8"))
        record.write(facts, files[1])
    except OSError as fault:
        said = fault.strerror or str(fault)
        raise BadTarget(
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
