"""report.html and audit.json of an audit, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from crawler.site import Site
from storage.audits import Audit
from storage.errors import BlobDamaged, BlobMissing
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


def write(out: Path, audit: Audit, site: Site, rules: Rules, blob: Callable[[str], bytes]) -> tuple[Path, Path]:
    """Both files' paths. Raises BadTarget where the disk is full or the folder has gone."""

    def kept(sha: str) -> bytes | None:
        try:
            return blob(sha)
        except (BlobMissing, BlobDamaged):
            return None  # the report says that the picture is not there

    facts = record.build(audit, site, rules.standard, rules.checks)
    files = out / "report.html", out / "audit.json"
    try:
        _replace(files[0], page.render(facts, kept).encode("utf-8"))
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
