"""The commands that read stored audits: show one, rejudge one, list the probes."""

from __future__ import annotations

from pathlib import Path

from rich.table import Table

from probes.finding import Text
from storage.audit_list import SHORT, ListedAudit, find_audit
from storage.audits import load_audit
from storage.db.session import Store
from storage.jobs.last_seen import find_unseen_visits
from storage.judgement_history import load_judgement_steps
from storage.visits.sites import load_viewable_site
from xuncha.audit.lineage import STATES, describe_lineage, describe_replacement
from xuncha.audit.rejudge_visit import RejudgedVisit, rejudge_visit
from xuncha.audit.report_files import prepare_output, write_stored_report
from xuncha.audit.summary import print_summary
from xuncha.console.lang import Lang, print_table, render_text
from xuncha.judging.isolated import IsolatedJudge
from xuncha.judging.rules import load_rules
from xuncha.settings.stores import open_data_store
from xuncha.settings.target import InvalidInput
from xuncha.settings.zone import format_day_with_zone

EVERY = 1_000_000


async def find_visit(store: Store, prefix: str) -> str:
    """The id of the visit that begins with ``prefix``. Raises NotFound, Ambiguous."""
    return (await find_audit(store, prefix)).visit


async def find_judged_audit(store: Store, prefix: str) -> ListedAudit:
    """The audit whose id begins with ``prefix``.

    Raises NotFound, Ambiguous, InvalidInput for a visit without an audit.
    """
    listed = await find_audit(store, prefix)
    if listed.audit is None:
        id, state = listed.short, STATES[listed.state]
        raise InvalidInput(
            f"{id} 尚无判定（{state.zh}）；续查：xuncha audit --resume {id}；按已采集内容判定：xuncha rejudge {id}",
            f"{id} is not judged ({state.en}): go on by 'xuncha audit --resume {id}' or judge it by 'xuncha rejudge {id}'",
        )
    return listed


async def show_audit(data: Path, prefix: str, out: Path | None, lang: Lang) -> int:
    """Print a stored audit; with ``out``, also write its report files again.

    An interrupted visit has no audit until it is rejudged.
    """
    if out is not None:
        prepare_output(out)
    async with open_data_store(data) as store:
        listed = await find_judged_audit(store, prefix)
        audit, rules = await load_audit(store, listed.id), load_rules()
        site, gone = await load_viewable_site(store, listed.visit)
        files = await write_stored_report(store, out, audit, site, rules, lang) if out is not None else ()
        steps = (await load_judgement_steps(store, [listed.visit]))[listed.visit]
        dark = await find_unseen_visits(store, [step.listed.visit for step in steps])
    own = next(step for step in steps if step.listed.id == listed.id)
    if (note := describe_replacement(own, steps)) is not None:
        print(render_text(note, lang))
    print_summary(audit, site, rules, files, lang, whole=True)
    for line in describe_lineage(steps, dark, listed.id):
        print(render_text(line, lang))
    if gone is not None:
        day = format_day_with_zone(gone)
        said = Text(
            f"页面与截图已于 {day.zh}清理、不再保存；判定与分数均保留",
            f"pages and pictures are no longer kept since {day.en}; verdicts and scores stand",
        )
        print(render_text(said, lang))
    return 0


async def rejudge_and_show(data: Path, prefix: str, out: Path | None, lang: Lang) -> int:
    """Rejudge one visit and print the items whose verdicts moved."""
    if out is not None:
        prepare_output(out)
    async with open_data_store(data) as store:
        async with IsolatedJudge() as apart:
            done = await rejudge_visit(store, prefix, judging=apart.judge)
        print(describe_moved_items(done, lang))
        if out is not None:
            files = await write_stored_report(store, out, done.now, done.site, done.rules, lang)
            print_summary(done.now, done.site, done.rules, files, lang)
    return 0


def describe_moved_items(done: RejudgedVisit, lang: Lang) -> str:
    """Say which verdicts moved, and what may have moved them: the rules or people's decisions."""
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
    visit, id = now.visit[:SHORT], now.id[:SHORT]
    head = Text(f"检测 {visit}：判定 {id}（现行）", f"visit {visit}: judgement {id} (current)")
    if before is not None and before.id != now.id:
        old = before.id[:SHORT]
        head = Text(f"检测 {visit}：判定 {old} → {id}（现行）", f"visit {visit}: judgement {old} → {id} (current)")
    return f"{render_text(head, lang)}  {render_text(why, lang)}  {render_text(moved, lang)}"


async def print_probes(lang: Lang) -> int:
    """Print every probe with its question and where it counts."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for check in load_rules().checks:
        counts = " ".join(f"{count.item}({count.check}) {count.points:g}" for count in check.counts)
        table.add_row(check.id, render_text(check.question, lang), counts)
    print_table(table)
    return 0
