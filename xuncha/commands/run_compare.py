"""The command ``compare``: two audits item by item on the terminal, or as a page, a workbook or CSV."""

from __future__ import annotations

from pathlib import Path

from rich.table import Table
from rich.text import Text as Styled

from probes.finding import Text
from scoring.score import Stage
from scoring.standard_tables import Verdict
from scoring.verdict import ItemVerdict
from storage.audit_list import ListedAudit
from storage.visits.audit import Audit
from xuncha.audit.summary import STYLES
from xuncha.commands.run_rank import format_interval, format_score_value
from xuncha.compare import comparison_page
from xuncha.compare.causes import ItemChange
from xuncha.compare.direction import ChangeLabel, Direction, find_direction, is_direction_certain, label_change
from xuncha.compare.two_audits import Comparison, compare_audits
from xuncha.console.lang import Lang, add_brackets, make_console, print_table, render_text
from xuncha.reports import table_files
from xuncha.reports.table_files import ENDINGS, Cell, TableSheet
from xuncha.settings.stores import open_data_store
from xuncha.settings.zone import format_with_zone

PAGE = ".html"
CAUSES = {
    ChangeLabel.SITE: Text("网站变化", "site changed"),
    ChangeLabel.RULES: Text("规则变化", "rules changed"),
    ChangeLabel.PEOPLE: Text("人员判定变化", "decisions changed"),
    ChangeLabel.SEEN: Text("看到的不同", "seen otherwise"),
    ChangeLabel.UNKNOWN: Text("原因不明", "cause unknown"),
}
OTHER_PLATFORM = Text("平台不同", "platforms differ")
HEADS = (
    Text("条款", "item"), Text("名称", "name"), Text("前", "before"), Text("前分值", "value before"), Text("后", "after"),
    Text("后分值", "value after"), Text("变化", "change"), Text("原因", "cause"), Text("前：依据", "why before"),
    Text("后：依据", "why after"),
)  # fmt: skip
SCORES = (
    Text("阶段", "stage"), Text("前得分", "score before"), Text("前下限", "low before"), Text("前上限", "high before"),
    Text("前覆盖率 %", "coverage % before"), Text("后得分", "score after"), Text("后下限", "low after"),
    Text("后上限", "high after"), Text("后覆盖率 %", "coverage % after"),
)  # fmt: skip


async def run_compare(data: Path, first: str, second: str, to: Path | None, lang: Lang) -> int:
    """Run the command; returns its exit code. Raises InvalidInput, StorageError, ConfigurationError."""
    async with open_data_store(data) as store:
        done = await compare_audits(store, first, second)
        html = (
            await comparison_page.make_comparison_page(store, done, lang)
            if to is not None and to.suffix.lower() == PAGE
            else None
        )
    if to is None:
        _show(done, lang)
        return 0
    if html is not None:
        comparison_page.write_comparison_page(html, to)
    else:
        table_files.write_tables(to, build_comparison_sheets(done, lang), lang, endings=ENDINGS)
    changed = len(done.changed)
    print(render_text(Text(f"{changed} 项有变化，已写出 {to}", f"{changed} items changed, written to {to}"), lang))
    return 0


def build_comparison_sheets(done: Comparison, lang: Lang) -> list[TableSheet]:
    """The sheets of a comparison: all items, the changed ones first; then the scores."""
    ordered = [*done.changed, *(change for change in done.changes if not change.changed)]
    lines = [*_titles(done, lang), *(render_text(note, lang) for note in done.notes)]
    items = TableSheet(
        render_text(Text("前后比较", "Comparison"), lang), [render_text(head, lang) for head in HEADS],
        [_row(done, change, lang) for change in ordered], frozen=2, lines=lines,
    )  # fmt: skip
    scores: list[list[Cell]] = [
        [f"S_{stage}", *_numbers(done.before, stage), *_numbers(done.after, stage)] for stage in Stage
    ]
    return [
        items,
        TableSheet(render_text(Text("得分", "Scores"), lang), [render_text(head, lang) for head in SCORES], scores),
    ]


def _row(done: Comparison, change: ItemChange, lang: Lang) -> list[Cell]:
    return [
        change.item, render_text(done.rules.standard.by_id[change.item].name.text, lang),
        describe_verdict(done, change.before, lang), change.before.value, describe_verdict(done, change.after, lang), change.after.value,
        render_text(describe_direction(change), lang) if change.changed else "", describe_causes(done, change, lang),
        render_text(change.before.because, lang), render_text(change.after.because, lang),
    ]  # fmt: skip


def _numbers(audit: Audit, stage: Stage) -> list[Cell]:
    score = audit.scores[stage].score
    return [score.value, score.low, score.high, 100 * score.coverage]


def describe_verdict(done: Comparison, said: ItemVerdict, lang: Lang) -> str:
    """The verdict in words, with the suggestion where nothing is decided."""
    words = done.rules.standard.verdicts
    shown = render_text(words[said.verdict].text, lang)
    if said.verdict is Verdict.TO_CONFIRM and said.suggested is not None:
        return add_brackets(shown, render_text(words[said.suggested.verdict].text, lang), lang)
    return shown


def describe_direction(change: ItemChange) -> Text:
    """What became of an item: better or worse only where that holds whatever was not seen."""
    before, after = change.before.verdict, change.after.verdict
    if Verdict.NOT_APPLICABLE in (before, after) and before is not after:
        return Text("适用性变化", "applies otherwise")
    if is_direction_certain(change) and (moved := find_direction(change)) is not Direction.NEITHER:
        return Text("改善", "better") if moved is Direction.BETTER else Text("变差", "worse")
    if change.shift:  # because of rules, people or our own sight: says nothing about the shop
        return Text("分值升高", "value higher") if change.shift > 0 else Text("分值降低", "value lower")
    if before.decided and not after.decided:
        return Text("后一次未能判定", "not decided any more")
    if after.decided and not before.decided:
        return Text("后一次得以判定", "decided now")
    return (
        Text("待确认内容变化", "to confirm otherwise")
        if not before.decided
        else Text("经人员确认", "confirmed by persons")
    )


def describe_causes(done: Comparison, change: ItemChange, lang: Lang) -> str:
    """Why an item's verdict differs, as labels joined by a plus sign."""
    words = {**CAUSES, **({} if done.one_platform else {ChangeLabel.SITE: OTHER_PLATFORM})}
    return " + ".join(render_text(words[label], lang) for label in label_change(change))


def _titles(done: Comparison, lang: Lang) -> list[str]:
    names = Text("前", "before"), Text("后", "after")
    return [
        _title(name, listed, audit, lang)
        for name, listed, audit in zip(names, done.listed, (done.before, done.after), strict=True)
    ]


def _title(name: Text, listed: ListedAudit, audit: Audit, lang: Lang) -> str:
    rules = render_text(Text("规则", "rules"), lang)
    shop = listed.name or listed.url
    when = render_text(format_with_zone(listed.started_at), lang)
    parts = (
        f"{render_text(name, lang)} {audit.id[:8]}",
        when,
        f"{rules} {audit.ruleset[:8]}",
        render_text(Text(shop, shop), lang),
    )
    return " · ".join(parts)


def _show(done: Comparison, lang: Lang) -> None:
    console = make_console()
    for line in _titles(done, lang):
        console.print(Styled(line))
    for stage in Stage:
        before, after = done.before.scores[stage].score, done.after.scores[stage].score
        console.print(Styled(
            f"S_{stage}: {format_score_value(before)} {format_interval(before)} {before.coverage:.0%} → "
            f"{format_score_value(after)} {format_interval(after)} {after.coverage:.0%}"
        ))  # fmt: skip
    for note in done.notes:
        console.print(Styled(render_text(note, lang), style="yellow"))
    table = Table(box=None, pad_edge=False)
    for head in (HEADS[0], HEADS[2], HEADS[4], HEADS[6], HEADS[7], HEADS[1]):
        table.add_column(render_text(head, lang), overflow="fold", no_wrap=head is not HEADS[1])
    for change in done.changed:
        table.add_row(
            change.item,
            Styled(_valued(done, change.before, lang), style=STYLES.get(change.before.verdict, "dim")),
            Styled(_valued(done, change.after, lang), style=STYLES.get(change.after.verdict, "dim")),
            Styled(render_text(describe_direction(change), lang)),
            Styled(describe_causes(done, change, lang)),
            Styled(render_text(done.rules.standard.by_id[change.item].name.text, lang)),
        )
    if done.changed:
        print_table(table)
    changed, same = len(done.changed), len(done.changes) - len(done.changed)
    counted = Text(f"{changed} 项有变化，{same} 项不变", f"{changed} items changed, {same} did not")
    console.print(Styled(render_text(counted, lang)))


def _valued(done: Comparison, said: ItemVerdict, lang: Lang) -> str:
    shown = describe_verdict(done, said, lang)
    return f"{shown} {said.value:.2f}" if said.verdict is Verdict.PARTIAL and said.value is not None else shown
