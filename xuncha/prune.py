"""The prune command: old evidence goes, what was judged of it stays. Shows first what would go, and removes it when told to."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.table import Table
from rich.text import Text as Styled

from probes.finding import Text
from storage.listing import SHORT
from storage.prunable import Limits
from storage.prune import Survey, prune, survey
from xuncha.stores import opened
from xuncha.target import BadTarget
from xuncha.words import Lang, print_table, say

_DAYS = re.compile(r"\s*(\d{1,5})\s*(?:d|days?|天|日)\s*", re.I)


async def run_prune(data: Path, keep: str, keep_audits: int, yes: bool, dry_run: bool, lang: Lang) -> int:
    """Exit code of the command. Raises BadTarget, StorageError; what was removed until then stays removed, the next one goes on."""
    if yes and dry_run:
        raise BadTarget("--yes 与 --dry-run 只能给一个", "give --yes or --dry-run, not both")
    now = datetime.now(UTC)
    limits = Limits(now - _kept(keep), keep_audits)
    async with opened(data) as store:
        if not yes:
            _tell(await survey(store, limits), lang)
            return 0
        done = await prune(store, limits, now)
    left = f"，完成 {done.finished} 次" if done.finished != done.marked else ""
    finished = f", {done.finished} finished" if left else ""
    said = Text(
        f"已清理 {done.marked} 次检测的页面{left}：删除证据 {done.blobs} 份，{_size(done.bytes)}；判定与分数均保留",
        f"pages of {done.marked} visits removed{finished}: {done.blobs} pieces of evidence, {_size(done.bytes)}; verdicts and scores stay",
    )
    print(say(said, lang))
    return 0


def _kept(said: str) -> timedelta:
    """How long evidence is kept. Raises BadTarget."""
    found = _DAYS.fullmatch(said)
    if found is None or int(found[1]) < 1:
        raise BadTarget(f"--keep 写法有误：{said[:40]!r}，应如 180d", f"--keep {said[:40]!r}: write it like 180d")
    return timedelta(days=int(found[1]))


def _tell(found: Survey, lang: Lang) -> None:
    table = Table(box=None, pad_edge=False)
    for zh, en in (("编号", "id"), ("结束", "ended"), ("网址", "url")):
        table.add_column(say(Text(zh, en), lang), no_wrap=zh != "网址", overflow="fold")
    for each in found.visits:
        url = found.platforms.get(each.platform, "")
        table.add_row(each.visit[:SHORT], f"{each.ended_at.astimezone():%Y-%m-%d}", Styled(say(Text(url, url), lang)))
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
    print(say(what, lang))


def _size(amount: int) -> str:
    return f"{amount / 1e6:.1f} MB" if amount < 1e9 else f"{amount / 1e9:.2f} GB"
