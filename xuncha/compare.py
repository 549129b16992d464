"""The command compare: two audits item by item on the terminal, or as a page, a workbook or CSV."""

from __future__ import annotations

from pathlib import Path

from rich.table import Table
from rich.text import Text as Styled

from probes.finding import Text
from scoring.score import Stage
from scoring.tables import Verdict
from scoring.verdict import ItemVerdict
from storage.audits import Audit
from storage.listing import Listed
from xuncha import compare_page, workbook
from xuncha.changes import Change
from xuncha.comparing import Compared, compare
from xuncha.moved import Label, Way, labels, sure, way
from xuncha.rank import interval, points
from xuncha.schedule import BEIJING
from xuncha.stores import opened
from xuncha.summary import STYLES
from xuncha.words import Lang, print_table, printer, say
from xuncha.workbook import ENDINGS, Cell, Sheet

PAGE = ".html"
CAUSES = {
    Label.SITE: Text("网站变化", "site changed"),
    Label.RULES: Text("规则变化", "rules changed"),
    Label.PEOPLE: Text("人员判定变化", "decisions changed"),
    Label.SEEN: Text("看到的不同", "seen otherwise"),
    Label.UNKNOWN: Text("原因不明", "cause unknown"),
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


async def run(data: Path, first: str, second: str, to: Path | None, lang: Lang) -> int:
    """Exit code of compare. Raises BadTarget, StorageError, ConfigurationError."""
    async with opened(data) as store:
        done = await compare(store, first, second)
        html = await compare_page.page(store, done, lang) if to is not None and to.suffix.lower() == PAGE else None
    if to is None:
        _show(done, lang)
        return 0
    if html is not None:
        compare_page.write(html, to)
    else:
        workbook.write(to, sheets(done, lang), lang, endings=ENDINGS)
    changed = len(done.changed)
    print(say(Text(f"{changed} 项有变化，已写出 {to}", f"{changed} items changed, written to {to}"), lang))
    return 0


def sheets(done: Compared, lang: Lang) -> list[Sheet]:
    """All items, the changed ones first; then the scores."""
    ordered = [*done.changed, *(each for each in done.changes if not each.changed)]
    lines = [*_titles(done, lang), *(say(note, lang) for note in done.notes)]
    items = Sheet(
        say(Text("前后比较", "Comparison"), lang), [say(head, lang) for head in HEADS],
        [_row(done, each, lang) for each in ordered], frozen=2, lines=lines,
    )  # fmt: skip
    scores: list[list[Cell]] = [
        [f"S_{stage}", *_numbers(done.before, stage), *_numbers(done.after, stage)] for stage in Stage
    ]
    return [items, Sheet(say(Text("得分", "Scores"), lang), [say(head, lang) for head in SCORES], scores)]


def _row(done: Compared, each: Change, lang: Lang) -> list[Cell]:
    return [
        each.item, say(done.rules.standard.by_id[each.item].name.text, lang),
        verdict(done, each.before, lang), each.before.value, verdict(done, each.after, lang), each.after.value,
        say(how(each), lang) if each.changed else "", causes(done, each, lang),
        say(each.before.because, lang), say(each.after.because, lang),
    ]  # fmt: skip


def _numbers(audit: Audit, stage: Stage) -> list[Cell]:
    score = audit.scores[stage].score
    return [score.value, score.low, score.high, 100 * score.coverage]


def verdict(done: Compared, said: ItemVerdict, lang: Lang) -> str:
    """The verdict in words, with what is suggested where nothing is decided."""
    words = done.rules.standard.verdicts
    shown = say(words[said.verdict].text, lang)
    if said.verdict is Verdict.TO_CONFIRM and said.suggested is not None:
        return f"{shown}（{say(words[said.suggested.verdict].text, lang)}）"
    return shown


def how(each: Change) -> Text:
    """What became of it: better or worse only where that holds whatever was not seen."""
    before, after = each.before.verdict, each.after.verdict
    if Verdict.NOT_APPLICABLE in (before, after) and before is not after:
        return Text("适用性变化", "applies otherwise")
    if sure(each) and (moved := way(each)) is not Way.NEITHER:
        return Text("改善", "better") if moved is Way.BETTER else Text("变差", "worse")
    if each.shift:  # by rules, persons or our sight: nothing follows for the shop
        return Text("分值升高", "value higher") if each.shift > 0 else Text("分值降低", "value lower")
    if before.decided and not after.decided:
        return Text("后一次未能判定", "not decided any more")
    if after.decided and not before.decided:
        return Text("后一次得以判定", "decided now")
    return (
        Text("待确认内容变化", "to confirm otherwise")
        if not before.decided
        else Text("经人员确认", "confirmed by persons")
    )


def causes(done: Compared, each: Change, lang: Lang) -> str:
    words = {**CAUSES, **({} if done.one_platform else {Label.SITE: OTHER_PLATFORM})}
    return " + ".join(say(words[label], lang) for label in labels(each))


def _titles(done: Compared, lang: Lang) -> list[str]:
    names = Text("前", "before"), Text("后", "after")
    return [
        _title(name, listed, audit, lang)
        for name, listed, audit in zip(names, done.listed, (done.before, done.after), strict=True)
    ]


def _title(name: Text, listed: Listed, audit: Audit, lang: Lang) -> str:
    rules = say(Text("规则", "rules"), lang)
    shop = listed.name or listed.url
    when = f"{listed.started_at.astimezone(BEIJING):%Y-%m-%d %H:%M}"
    parts = (f"{say(name, lang)} {audit.id[:8]}", when, f"{rules} {audit.ruleset[:8]}", say(Text(shop, shop), lang))
    return " · ".join(parts)


def _show(done: Compared, lang: Lang) -> None:
    console = printer()
    for line in _titles(done, lang):
        console.print(Styled(line))
    for stage in Stage:
        before, after = done.before.scores[stage].score, done.after.scores[stage].score
        console.print(Styled(
            f"S_{stage}: {points(before)} {interval(before)} {before.coverage:.0%} → {points(after)} {interval(after)} {after.coverage:.0%}"
        ))  # fmt: skip
    for note in done.notes:
        console.print(Styled(say(note, lang), style="yellow"))
    table = Table(box=None, pad_edge=False)
    for head in (HEADS[0], HEADS[2], HEADS[4], HEADS[6], HEADS[7], HEADS[1]):
        table.add_column(say(head, lang), overflow="fold", no_wrap=head is not HEADS[1])
    for each in done.changed:
        table.add_row(
            each.item,
            Styled(_valued(done, each.before, lang), style=STYLES.get(each.before.verdict, "dim")),
            Styled(_valued(done, each.after, lang), style=STYLES.get(each.after.verdict, "dim")),
            Styled(say(how(each), lang)),
            Styled(causes(done, each, lang)),
            Styled(say(done.rules.standard.by_id[each.item].name.text, lang)),
        )
    if done.changed:
        print_table(table)
    changed, same = len(done.changed), len(done.changes) - len(done.changed)
    counted = Text(f"{changed} 项有变化，{same} 项不变", f"{changed} items changed, {same} did not")
    console.print(Styled(say(counted, lang)))


def _valued(done: Compared, said: ItemVerdict, lang: Lang) -> str:
    shown = verdict(done, said, lang)
    return f"{shown} {said.value:.2f}" if said.verdict is Verdict.PARTIAL and said.value is not None else shown
