"""The summary of an audit on the terminal."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rich.table import Table
from rich.text import Text as Styled

from crawler.site import Site
from probes.finding import Text
from scoring.decisions.agreement import measure_agreement
from scoring.decisions.decision import Decision, FlagDecision, LineDecision
from scoring.decisions.red_line_rulings import rule_red_lines
from scoring.score import Stage, StageScore, reached_stage
from scoring.standard_tables import Verdict
from storage.visits.audit import Audit
from xuncha.audit.pipeline import read_requested_items
from xuncha.console.lang import Lang, make_console, print_table, render_text
from xuncha.judging.decision_contradictions import find_contradictions
from xuncha.judging.rules import Rules
from xuncha.reports.missed import count_missed

STYLES = {Verdict.PASS: "green", Verdict.PARTIAL: "yellow", Verdict.FAIL: "red", Verdict.TO_CONFIRM: "cyan"}
TITLE = Text("公开可观测部分检测结果（非评价结论）", "Result of what can be observed from outside (not an assessment)")
STAGES = {
    Stage.PROV: Text("S_prov 含待确认建议", "S_prov with suggestions to confirm"),
    Stage.AUTO: Text("S_auto 仅自动判定", "S_auto by the machine alone"),
}


UNASKED = Text("未检测", "not asked about")
NOT_ASKED = Text("本次检测只看指定条款", "this audit was of other items alone")


def print_summary(
    audit: Audit, site: Site, rules: Rules, files: tuple[Path, ...], lang: Lang, whole: bool = False
) -> None:
    """Print scores, each item judged or with a suggestion (``whole``: every item), and the report's paths."""
    console = make_console()
    console.print(Styled(render_text(TITLE, lang), style="bold"))
    console.print(Styled(render_text(Text(site.platform.url, site.platform.url), lang)))
    for stage, words in {**(_final(audit) if audit.decisions else {}), **STAGES}.items():
        console.print(Styled(f"{render_text(words, lang)}: {_score(audit.scores[stage], lang)}"))
    for line in _people(audit):
        console.print(Styled(render_text(line, lang)))
    table = Table(box=None, pad_edge=False, show_header=False)
    for fold in (False, False, True, True):
        table.add_column(no_wrap=not fold, overflow="fold")
    asked = read_requested_items(audit.facts)
    for verdict in audit.verdicts:
        if not whole and verdict.reason in ("no_probe", "no_document") and verdict.verdict is not Verdict.FAIL:
            continue
        left = bool(asked) and verdict.item not in asked and not verdict.confirmed
        if left and not whole:
            continue
        words, because = rules.standard.verdicts[verdict.verdict].text, verdict.because
        if left:
            words, because = UNASKED, NOT_ASKED
        elif verdict.confirmed:
            because = _signed(because, audit, verdict.item)
        item = rules.standard.by_id.get(verdict.item)  # an old audit's standard may have had other items
        table.add_row(
            verdict.item,
            Styled(render_text(words, lang), style="dim" if left else STYLES.get(verdict.verdict, "dim")),
            Styled(render_text(item.name.text, lang) if item else ""),
            Styled(render_text(because, lang)),
        )
    print_table(table)
    if whole:
        console.print(Styled(render_text(_counted(audit, rules, asked), lang)))
    for doubt in find_contradictions(rules.standard, rules.checks, audit):
        console.print(Styled(render_text(doubt.question, lang), style="yellow"))
    console.print(Styled(f"{render_text(pages_seen(site), lang)}; {audit.id[:8]}"))
    for file in files:
        console.print(Styled(str(file)))


def pages_seen(site: Site) -> Text:
    """How many views were captured and how many pages missed, worded and counted as in the head of the report."""
    missed = count_missed(site.gaps)
    return Text(f"{len(site.views)} 次查看，{missed} 处未见", f"{len(site.views)} views, {missed} missed")


def _signed(because: Text, audit: Audit, item: str) -> Text:
    """A person's reason, with the names of everyone who decided the item."""
    names = dict.fromkeys(decision.assessor for decision in audit.decisions if decision.item == item)
    return Text(f"{because.zh}（{'、'.join(names)}判定）", f"{because.en} (decided by {', '.join(names)})")


def _counted(audit: Audit, rules: Rules, asked: tuple[str, ...]) -> Text:
    """The number of items of each verdict."""
    left = [verdict for verdict in audit.verdicts if asked and verdict.item not in asked and not verdict.confirmed]
    counts = Counter(verdict.verdict for verdict in audit.verdicts if verdict not in left)
    said = [(rules.standard.verdicts[verdict].text, n) for verdict in Verdict if (n := counts[verdict])]
    said += [(UNASKED, len(left))] if left else []
    return Text(
        f"共 {len(audit.verdicts)} 项：{'、'.join(f'{words.zh} {n}' for words, n in said)}",
        f"{len(audit.verdicts)} items: {', '.join(f'{n} {words.en}' for words, n in said)}",
    )


def _final(audit: Audit) -> dict[Stage, Text]:
    """The final stage of each score, marked unfinished while anything awaits a person or a document."""
    if reached_stage(audit.verdicts) is Stage.FINAL:
        return {Stage.FINAL: Text("S_final 终评", "S_final")}
    return {Stage.FINAL: Text("S_final 计入人员判定，尚未完成", "S_final with persons' decisions, unfinished")}


def _people(audit: Audit) -> list[Text]:
    """Who decided, how far any two of them agree, and the red lines that only one audit shows."""
    if not (audit.decisions or audit.line_decisions or audit.flag_decisions):
        return []
    words: list[Decision | LineDecision | FlagDecision] = []
    words += [*audit.decisions, *audit.line_decisions, *audit.flag_decisions]
    names = list(dict.fromkeys(word.assessor for word in words))
    carried = sum(word.carried for word in words)
    lines = [Text(
        f"人员判定：{'、'.join(names)}；条款 {len({decision.item for decision in audit.decisions})} 项，沿用 {carried} 条",
        f"decided by {', '.join(names)}: {len({decision.item for decision in audit.decisions})} items, {carried} decisions carried over",
    )]  # fmt: skip
    for pair in measure_agreement(audit.decisions):
        kappa = "—" if pair.kappa is None else f"{pair.kappa:.2f}"
        lines.append(Text(
            f"{pair.first} 与 {pair.second}：{pair.items} 项均判，一致 {pair.share:.0%}，kappa {kappa}",
            f"{pair.first} and {pair.second}: {pair.items} items, {pair.share:.0%} alike, kappa {kappa}",
        ))  # fmt: skip
    lone = sorted(rule_red_lines(audit.line_decisions).lone)
    if lone:
        lines.append(Text(
            f"红线 {'、'.join(lone)} 已由人员确认，但只有一次检测支持，仍列为线索",
            f"red lines {', '.join(lone)} are confirmed by a person but shown by one audit only: they stay suspected",
        ))  # fmt: skip
    return lines


def _score(stage: StageScore, lang: Lang) -> str:
    score = stage.score
    value = "—" if score.value is None else f"{score.value:.1f}"
    coverage = render_text(Text("覆盖率", "coverage"), lang)
    return f"{value}  [{score.low:.1f}, {score.high:.1f}]  {coverage} {score.coverage:.0%}"
