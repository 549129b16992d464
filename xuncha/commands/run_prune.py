"""The command ``prune``: removes old evidence, keeps verdicts; shows what would go, and removes it when told to."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.table import Table
from rich.text import Text as Styled

from probes.finding import Text
from storage.audit_list import SHORT
from storage.prune.prunable import RetentionLimits
from storage.prune.prune import PrunePreview, preview_prune, prune_evidence
from xuncha.console.lang import Lang, print_table, render_text
from xuncha.settings.stores import open_data_store
from xuncha.settings.target import InvalidInput
from xuncha.settings.zone import add_zone_to_heading, format_day

_DAYS = re.compile(r"\s*(\d{1,5})\s*(?:d|days?|天|日)\s*", re.I)


async def run_prune(data: Path, keep: str, keep_audits: int, yes: bool, dry_run: bool, lang: Lang) -> int:
    """Run the command; returns its exit code.

    Raises InvalidInput, StorageError; what was removed before an error stays removed, and the next run goes on from
    there.
    """
    if yes and dry_run:
        raise InvalidInput("--yes 与 --dry-run 只能给一个", "give --yes or --dry-run, not both")
    now = datetime.now(UTC)
    limits = RetentionLimits(now - _kept(keep), keep_audits)
    async with open_data_store(data) as store:
        if not yes:
            _tell(await preview_prune(store, limits), lang)
            return 0
        done = await prune_evidence(store, limits, now)
    left = f"，完成 {done.finished} 次" if done.finished != done.marked else ""
    finished = f", {done.finished} finished" if left else ""
    said = Text(
        f"已清理 {done.marked} 次检测的页面{left}：删除证据 {done.blobs} 份，{_size(done.bytes)}；判定与分数均保留",
        f"pages of {done.marked} visits removed{finished}: {done.blobs} pieces of evidence, {_size(done.bytes)}; verdicts and scores stay",
    )
    print(render_text(said, lang))
    return 0


def _kept(said: str) -> timedelta:
    """How long evidence is kept. Raises InvalidInput."""
    found = _DAYS.fullmatch(said)
    if found is None or int(found[1]) < 1:
        raise InvalidInput(f"--keep 写法有误：{said[:40]!r}，应如 180d", f"--keep {said[:40]!r}: write it like 180d")
    return timedelta(days=int(found[1]))


def _tell(found: PrunePreview, lang: Lang) -> None:
    table = Table(box=None, pad_edge=False)
    for head in (Text("编号", "id"), add_zone_to_heading(Text("结束", "ended")), Text("网址", "url")):
        table.add_column(render_text(head, lang), no_wrap=head.en != "url", overflow="fold")
    for visit in found.visits:
        url = found.platforms.get(visit.platform, "")
        table.add_row(visit.visit[:SHORT], format_day(visit.ended_at), Styled(render_text(Text(url, url), lang)))
    if found.visits:
        print_table(table)
    left = f"，另有 {found.unfinished} 次上回未清理完" if found.unfinished else ""
    unfinished = f", and {found.unfinished} that an earlier prune left half-way" if found.unfinished else ""
    what = Text(
        f"将清理 {len(found.visits)} 次检测的页面{left}：证据 {found.blobs} 份，{_size(found.bytes)}；加 --yes 执行",
        f"would remove the pages of {len(found.visits)} visits{unfinished}: {found.blobs} pieces of evidence, "
        f"{_size(found.bytes)}; add --yes to do it",
    )
    if not found.visits and not found.unfinished:
        what = Text("没有可清理的检测", "there is nothing to remove")
    print(render_text(what, lang))


def _size(amount: int) -> str:
    return f"{amount / 1e6:.1f} MB" if amount < 1e9 else f"{amount / 1e9:.2f} GB"
