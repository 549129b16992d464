"""The sheet command: a workbook in which persons decide what a machine may not, with all they need to see beside it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from probes.finding import Text
from scoring.tables import Standard, Verdict
from storage.audits import load_audit
from storage.sites import load_site
from xuncha.audit import load_rules
from xuncha.lists import find_judged
from xuncha.reports import record
from xuncha.sheet_book import Book
from xuncha.sheet_rows import Composer
from xuncha.stores import opened
from xuncha.target import BadTarget
from xuncha.words import Lang, say
from xuncha.write import filed, kept

WAITING = (Verdict.TO_CONFIRM, Verdict.PENDING_DOCUMENT)


async def make_sheet(data: Path, prefix: str, to: Path, lang: Lang) -> int:
    """Exit code of the command. Raises BadTarget, StorageError, ConfigurationError."""
    if to.suffix.lower() != ".xlsx":
        raise BadTarget(f"--to 应以 .xlsx 结尾：{to}", f"--to must end in .xlsx: {to}")
    async with opened(data) as store:
        listed = await find_judged(store, prefix)
        audit, site = await load_audit(store, listed.id), await load_site(store, listed.visit)
        rules = load_rules()
        facts = record.build(audit, site, rules.standard, rules.checks, await filed(store, audit, site))
        composer = Composer(facts, kept(store.blobs.read), lang)
        rows = composer.rows()
    _whole(to, lambda path: Book(composer, path).write(rows, deciding(rules.standard)))
    waiting = sum(each.verdict in WAITING for each in audit.verdicts)
    said = Text(
        f"{to}：共 {len(audit.verdicts)} 项，{waiting} 项待判定；填好后运行 xuncha decide {listed.short} --from {to}",
        f"{to}: {len(audit.verdicts)} items, {waiting} wait to be decided; then run 'xuncha decide {listed.short} --from {to}'",
    )
    print(say(said, lang))
    return 0


def deciding(standard: Standard) -> dict[str, object]:
    """The figures that the sheet's instructions name."""
    rules = standard.deciding
    return {
        "minutes": f"{rules.second_audit_minutes:g}",
        "days": f"{rules.stands_days:g}",
        "apart": f"{standard.values.assessors_apart:g}",
    }


def _whole(to: Path, write: Callable[[Path], None]) -> None:
    """The file whole or not at all: a sheet that somebody fills in is not lost to a half-written one."""
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=to.parent, prefix=".sheet-") as folder:
            half = Path(folder) / "sheet.xlsx"
            write(half)
            os.replace(half, to)
    except OSError as fault:
        said = fault.strerror or str(fault)
        raise BadTarget(f"无法写入 {to}：{said}", f"cannot write {to}: {said}") from fault
