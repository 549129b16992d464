"""The command ``verify-store``: reads all evidence that the database names and says which visits lack some of it."""

from __future__ import annotations

from pathlib import Path

from probes.finding import Text
from storage.audit_list import SHORT
from storage.stored_evidence import EvidenceCheck, find_blob_owners, verify_evidence
from xuncha.console.lang import Lang, render_text
from xuncha.console.progress_bar import ProgressLine, show_progress
from xuncha.settings.stores import open_data_store

NOT_WHOLE = 1
MOST = 100  # missing pieces listed: a backup of the wrong folder lacks all of them
SHOWN = 5  # unnamed pieces that are listed
EVERY = 10.0  # seconds between two progress lines where nobody watches
MISSING, DAMAGED = Text("缺失", "missing"), Text("损坏", "damaged")


async def run_verify_store(data: Path, lang: Lang) -> int:
    """Run the command; returns its exit code.

    It is 1 where evidence is missing or damaged, or where the database names none of what lies there. Raises
    StorageError, and EvidenceOfAnother for a database that does not belong to this evidence.
    """
    async with open_data_store(data) as store:
        with show_progress(lang) as line:
            found = await verify_evidence(store, lambda done, of: _tell(line, done, of))
        bad = [(MISSING, sha) for sha in found.missing] + [(DAMAGED, sha) for sha in found.damaged]
        for what, sha in bad[:MOST]:
            visits = " ".join(visit[:SHORT] for visit in await find_blob_owners(store, sha))
            print(render_text(Text(f"{what.zh}  {sha}  检测 {visits}", f"{what.en}  {sha}  visits {visits}"), lang))
    if len(bad) > MOST:
        print(render_text(Text(f"……另有 {len(bad) - MOST} 份", f"... and {len(bad) - MOST} more"), lang))
    size = f"{found.bytes / 1e6:.1f} MB"
    said = Text(
        f"证据完好 {found.whole} 份，{size}；缺失 {len(found.missing)} 份，损坏 {len(found.damaged)} 份",
        f"{found.whole} pieces of evidence are whole, {size}; {len(found.missing)} missing, {len(found.damaged)} damaged",
    )
    print(render_text(said, lang))
    if found.unnamed_many:
        print(render_text(_unnamed(found), lang))
    return 0 if found.sound else NOT_WHOLE


def _unnamed(found: EvidenceCheck) -> Text:
    """Evidence that no row names; if that is all of it, the database is suspect."""
    size = f"{found.unnamed_bytes / 1e6:.1f} MB"
    which = " ".join(sha[:SHORT] for sha in found.unnamed[:SHOWN]) + (" …" if found.unnamed_many > SHOWN else "")
    if found.sound:
        return Text(
            f"另有 {found.unnamed_many} 份（{size}）没有任何记录指向，可能由中断的写入或较新的备份留下：{which}",
            f"{found.unnamed_many} more ({size}) are named by no row, as a killed writer or a later copy leaves them: {which}",
        )
    return Text(
        f"有 {found.unnamed_many} 份（{size}）没有任何记录指向，请核实数据库是否被替换或清空：{which}",
        f"{found.unnamed_many} ({size}) are named by no row: see whether the database was replaced or emptied: {which}",
    )


def _tell(line: ProgressLine, done: int, of: int) -> None:
    line.tell(Text(f"已核对 {done}/{of}", f"{done}/{of} verified"), every=EVERY)
