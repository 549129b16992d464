"""The commands that read the store: lists, one audit, rejudging."""

from __future__ import annotations

from pathlib import Path

from rich.table import Table
from rich.text import Text as Styled

from probes.finding import Text
from scoring.score import Stage
from storage.audits import load_audit
from storage.listing import SHORT, Listed, find_audit, list_audits
from storage.session import Store
from storage.sites import load_shown
from storage.tables import VisitState
from xuncha.audit import load_rules
from xuncha.rejudge import Rejudged, rejudge
from xuncha.stores import opened
from xuncha.summary import print_summary
from xuncha.target import BadTarget
from xuncha.words import Lang, print_table, say
from xuncha.write import prepare, write_of

STATES = {
    VisitState.RUNNING: Text("进行中", "running"),
    VisitState.INTERRUPTED: Text("已中断", "interrupted"),
    VisitState.DONE: Text("完成", "done"),
}
EVERY = 1_000_000


async def list_all(data: Path, limit: int, lang: Lang) -> int:
    """One line an audit or visit, newest first."""
    async with opened(data) as store:
        listed = await list_audits(store, limit)
    table = Table(box=None, pad_edge=False)
    for zh, en in (
        ("编号", "id"),
        ("时间", "started"),
        ("状态", "state"),
        ("页面", "views"),
        ("S_prov", "S_prov"),
        ("网址", "url"),
    ):
        table.add_column(say(Text(zh, en), lang), no_wrap=zh != "网址", overflow="fold")
    for each in listed:
        state = say(STATES[each.state], lang)
        url = say(Text(each.url, each.url), lang)
        table.add_row(
            each.short,
            f"{each.started_at.astimezone():%Y-%m-%d %H:%M}",
            state,
            str(each.views),
            _score(each),
            Styled(url),
        )
    print_table(table)
    return 0


def _score(each: Listed) -> str:
    score = each.scores.get(Stage.PROV)
    return "—" if score is None or score.value is None else f"{score.value:.1f}"


async def find_visit(store: Store, prefix: str) -> str:
    """The id of the visit that begins so. Raises NotFound, Ambiguous."""
    return (await find_audit(store, prefix)).visit


async def find_judged(store: Store, prefix: str) -> Listed:
    """The audit that begins so. Raises NotFound, Ambiguous, BadTarget for a visit that was not judged."""
    listed = await find_audit(store, prefix)
    if listed.audit is None:
        id, state = listed.short, STATES[listed.state]
        raise BadTarget(
            f"{id} 尚无判定（{state.zh}）；续查：xuncha audit --resume {id}；按已采集内容判定：xuncha rejudge {id}",
            f"{id} is not judged ({state.en}): go on by 'xuncha audit --resume {id}' or judge it by 'xuncha rejudge {id}'",
        )
    return listed


async def show_one(data: Path, prefix: str, out: Path | None, lang: Lang) -> int:
    """Print a stored audit; with ``out`` write its files again. An interrupted visit has none yet: rejudge makes one."""
    if out is not None:
        prepare(out)
    async with opened(data) as store:
        listed = await find_judged(store, prefix)
        audit, rules = await load_audit(store, listed.id), load_rules()
        site, gone = await load_shown(store, listed.visit)
        files = await write_of(store, out, audit, site, rules) if out is not None else ()
    print_summary(audit, site, rules, files, lang)
    if gone is not None:
        day = f"{gone.astimezone():%Y-%m-%d}"
        print(
            say(
                Text(
                    f"页面与截图已于 {day} 清理、不再保存；判定与分数均保留",
                    f"pages and pictures are no longer kept since {day}; verdicts and scores stand",
                ),
                lang,
            )
        )
    return 0


async def rejudge_one(data: Path, prefix: str, out: Path | None, lang: Lang) -> int:
    """Judge one visit again; tell which items moved."""
    if out is not None:
        prepare(out)
    async with opened(data) as store:
        done = await rejudge(store, prefix)
        print(moved_line(done, lang))
        if out is not None:
            files = await write_of(store, out, done.now, done.site, done.rules)
            print_summary(done.now, done.site, done.rules, files, lang)
    return 0


def moved_line(done: Rejudged, lang: Lang) -> str:
    """Which verdicts moved, and what can have moved them: the rules, or persons."""
    before, now = done.before, done.now
    rules_moved = before is None or before.ruleset != now.ruleset
    why = Text("规则已变", "rules changed") if rules_moved else Text("规则未变", "same rules")
    if before is None:
        why = Text("首次判定", "judged for the first time")
    elif (before.decisions, before.line_decisions, before.flag_decisions) != (
        now.decisions, now.line_decisions, now.flag_decisions
    ):  # fmt: skip
        why = Text(f"{why.zh}，人员判定有变", f"{why.en}, decisions changed")
    moved = Text("、".join(done.moved) or "无变化", ", ".join(done.moved) or "nothing moved")
    return f"{done.now.visit[:SHORT]} → {done.now.id[:SHORT]}  {say(why, lang)}  {say(moved, lang)}"


async def list_probes(lang: Lang) -> int:
    """Every probe, its question, and where it counts."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for check in load_rules().checks:
        counts = " ".join(f"{count.item}({count.check}) {count.points:g}" for count in check.counts)
        table.add_row(check.id, say(check.question, lang), counts)
    print_table(table)
    return 0
