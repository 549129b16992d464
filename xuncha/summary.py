"""What a person sees on the terminal after an audit."""

from __future__ import annotations

from pathlib import Path

from rich.table import Table
from rich.text import Text as Styled

from crawler.site import Site
from probes.finding import Text
from scoring.agreement import agreement
from scoring.decision import Decision, FlagDecision, LineDecision
from scoring.rulings import rulings
from scoring.score import Stage, StageScore, reached
from scoring.tables import Verdict
from storage.audits import Audit
from xuncha.audit import Rules, asked_items
from xuncha.words import Lang, print_table, printer, say

STYLES = {Verdict.PASS: "green", Verdict.PARTIAL: "yellow", Verdict.FAIL: "red", Verdict.TO_CONFIRM: "cyan"}
TITLE = Text("公开可观测部分检测结果（非评价结论）", "Result of what can be observed from outside (not an assessment)")
STAGES = {
    Stage.PROV: Text("S_prov 含待确认建议", "S_prov with suggestions to confirm"),
    Stage.AUTO: Text("S_auto 仅自动判定", "S_auto by the machine alone"),
}


def print_summary(audit: Audit, site: Site, rules: Rules, files: tuple[Path, ...], lang: Lang) -> None:
    """Scores, then every item that was judged or has a suggestion, then where the report is."""
    console = printer()
    console.print(Styled(say(TITLE, lang), style="bold"))
    console.print(Styled(say(Text(site.platform.url, site.platform.url), lang)))
    for stage, words in {**(_final(audit) if audit.decisions else {}), **STAGES}.items():
        console.print(Styled(f"{say(words, lang)}: {_score(audit.scores[stage], lang)}"))
    for line in _people(audit):
        console.print(Styled(say(line, lang)))
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    asked = asked_items(audit.facts)
    for each in audit.verdicts:
        if each.reason in ("no_probe", "no_document") and each.verdict is not Verdict.FAIL:
            continue
        if asked and each.item not in asked and not each.confirmed:
            continue
        words = rules.standard.verdicts[each.verdict].text
        style = STYLES.get(each.verdict, "dim")
        table.add_row(each.item, Styled(say(words, lang), style=style), Styled(say(each.because, lang)))
    print_table(table)
    seen = say(
        Text(f"页面 {len(site.views)}，缺口 {len(site.gaps)}", f"{len(site.views)} views, {len(site.gaps)} gaps"), lang
    )
    console.print(Styled(f"{seen}; {audit.id[:8]}"))
    for file in files:
        console.print(Styled(str(file)))


def _final(audit: Audit) -> dict[Stage, Text]:
    """The final stage, which is unfinished as long as something awaits a person or a document."""
    if reached(audit.verdicts) is Stage.FINAL:
        return {Stage.FINAL: Text("S_final 终评", "S_final")}
    return {Stage.FINAL: Text("S_final 计入人员判定，尚未完成", "S_final with persons' decisions, unfinished")}


def _people(audit: Audit) -> list[Text]:
    """Who decided, how far two of them agree, and the red lines that one audit alone shows."""
    if not (audit.decisions or audit.line_decisions or audit.flag_decisions):
        return []
    words: list[Decision | LineDecision | FlagDecision] = []
    words += [*audit.decisions, *audit.line_decisions, *audit.flag_decisions]
    names = list(dict.fromkeys(each.assessor for each in words))
    carried = sum(each.carried for each in words)
    lines = [Text(
        f"人员判定：{'、'.join(names)}；条款 {len({each.item for each in audit.decisions})} 项，沿用 {carried} 条",
        f"decided by {', '.join(names)}: {len({each.item for each in audit.decisions})} items, {carried} decisions carried over",
    )]  # fmt: skip
    for each in agreement(audit.decisions):
        kappa = "—" if each.kappa is None else f"{each.kappa:.2f}"
        lines.append(Text(
            f"{each.first} 与 {each.second}：{each.items} 项均判，一致 {each.share:.0%}，kappa {kappa}",
            f"{each.first} and {each.second}: {each.items} items, {each.share:.0%} alike, kappa {kappa}",
        ))  # fmt: skip
    lone = sorted(rulings(audit.line_decisions).lone)
    if lone:
        lines.append(Text(
            f"红线 {'、'.join(lone)} 已由人员确认，但只有一次检测支持，仍列为线索",
            f"red lines {', '.join(lone)} are confirmed by a person but shown by one audit only: they stay suspected",
        ))  # fmt: skip
    return lines


def _score(stage: StageScore, lang: Lang) -> str:
    score = stage.score
    value = "—" if score.value is None else f"{score.value:.1f}"
    coverage = say(Text("覆盖率", "coverage"), lang)
    return f"{value}  [{score.low:.1f}, {score.high:.1f}]  {coverage} {score.coverage:.0%}"
