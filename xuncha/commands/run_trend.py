"""The command ``trend``: one platform's audits over time, with rule changes, items that moved, and the position now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.table import Table
from rich.text import Text as Styled

from crawler.table_builder import name_nearest
from probes.finding import Text
from scoring.score import Stage
from scoring.standard_tables import TOLERANCE, Standard, Verdict
from scoring.verdict import ItemVerdict
from storage.standings import JudgedVisit, load_judged_visits
from xuncha.commands.run_rank import format_interval, format_score_value
from xuncha.compare.position import PlatformPosition, StoredPlatform, compute_position, find_stored_platform
from xuncha.console.lang import Lang, add_brackets, make_console, print_table, render_text
from xuncha.judging.rules import load_rules
from xuncha.reports import table_files
from xuncha.reports.table_files import Cell, TableSheet
from xuncha.settings.stores import open_data_store
from xuncha.settings.target import InvalidInput
from xuncha.settings.zone import add_zone_to_heading, format_clock, format_day

DATE, AUDIT, RULES, MOVED = (
    Text("日期", "date"),
    Text("检测", "audit"),
    Text("规则", "rules"),
    Text("变动条款", "items moved"),
)
CHANGED = Text("规则变更", "rules changed")
ITEM_HEADS = (Text("判定", "verdict"), Text("分值", "value"), Text("其时有效", "stood then"), Text("依据", "why"))
NUMBERS = (Text("得分", "score"), Text("下限", "low"), Text("上限", "high"), Text("覆盖率 %", "coverage %"))
MOST = 6  # moved items named on a terminal line


@dataclass(frozen=True, slots=True)
class TrendStep:
    """An audit beside its predecessor: ``moved`` are items whose verdicts differ, ``new_rules``: the rules do."""

    judged: JudgedVisit
    new_rules: bool
    moved: tuple[tuple[ItemVerdict, ItemVerdict], ...]


def list_trend_steps(history: Sequence[JudgedVisit]) -> tuple[TrendStep, ...]:
    """The audits in the order of their visits.

    An item moved if its verdict differs, became decided, or is no longer decided.
    """
    found = []
    for number, visit in enumerate(history):
        before = history[number - 1] if number else None
        old = {one.item: one for one in before.verdicts} if before else {}
        moved = tuple(
            (old[one.item], one)
            for one in visit.verdicts
            if one.item in old and old[one.item].verdict is not one.verdict
        )
        found.append(TrendStep(visit, before is not None and before.ruleset != visit.ruleset, moved))
    return tuple(found)


def _differ(then: ItemVerdict, now: ItemVerdict) -> bool:
    if then.value is None or now.value is None or then.verdict is not now.verdict:
        return then.verdict is not now.verdict
    return abs(then.value - now.value) > TOLERANCE


async def run_trend(data: Path, which: str, item: str, to: Path | None, lang: Lang) -> int:
    """Run the command; returns its exit code. Raises InvalidInput, StorageError."""
    standard, now = load_rules().standard, datetime.now(UTC)
    if item and item not in standard.by_id:
        hint = name_nearest(item, standard.by_id)
        raise InvalidInput(f"没有条目 {item[:40]!r}{hint}", f"unknown item {item[:40]!r}{hint}")
    async with open_data_store(data) as store:
        place = await find_stored_platform(store, which)
        history = await load_judged_visits(store, place.id)
    if not history:
        raise InvalidInput(f"{place.called} 尚无检测", f"{place.called} was not audited yet")
    if to is not None:
        table_files.write_tables(to, [build_trend_sheet(standard, history, item, lang)], lang)
        print(render_text(Text(f"已写出 {len(history)} 次检测：{to}", f"{len(history)} audits written: {to}"), lang))
        return 0
    console = make_console()
    console.print(Styled(render_text(Text(place.called, place.called), lang), style="bold"))
    print_table(_of_item(standard, history, item, lang) if item else _of_scores(standard, history, lang))
    console.print(Styled(render_text(_stands(place, compute_position(standard, history, now)), lang)))
    return 0


def build_trend_sheet(standard: Standard, history: Sequence[JudgedVisit], item: str, lang: Lang) -> TableSheet:
    """The table: one row per audit."""
    rows: list[list[Cell]] = []
    for step in list_trend_steps(history):
        visit = step.judged
        begin: list[Cell] = [
            format_clock(visit.at),
            visit.audit[:8],
            visit.ruleset[:8],
            render_text(CHANGED, lang) if step.new_rules else "",
        ]
        if item:
            rows.append([*begin, *_said(standard, history, visit, item, lang)])
            continue
        numbers: list[Cell] = []
        for stage in Stage:
            score = visit.scores[stage]
            numbers += [score.value, score.low, score.high, 100 * score.coverage]
        rows.append([*begin, *numbers, _moved(standard, step, lang)])
    heads = [render_text(head, lang) for head in (add_zone_to_heading(DATE), AUDIT, RULES, CHANGED)]
    if item:
        heads += [render_text(head, lang) for head in ITEM_HEADS]
    else:
        heads += [f"S_{stage} {render_text(head, lang)}" for stage in Stage for head in NUMBERS]
        heads.append(render_text(MOVED, lang))
    return TableSheet(f"{render_text(Text('趋势', 'Trend'), lang)} {item}".strip(), heads, rows)


def _said(standard: Standard, history: Sequence[JudgedVisit], visit: JudgedVisit, item: str, lang: Lang) -> list[Cell]:
    own = next((one for one in visit.verdicts if one.item == item), None)
    stood = next(
        (one for one in compute_position(standard, history, visit.at).stands if one.verdict.item == item), None
    )
    then = "" if stood is None else f"{_word(standard, stood.verdict, lang)} {format_day(stood.at)}"
    if own is None:
        return ["—", None, then, ""]
    return [_word(standard, own, lang), own.value, then, render_text(own.because, lang)]


def _word(standard: Standard, verdict: ItemVerdict, lang: Lang) -> str:
    said = render_text(standard.verdicts[verdict.verdict].text, lang)
    if verdict.verdict is Verdict.TO_CONFIRM and verdict.suggested is not None:
        return add_brackets(said, render_text(standard.verdicts[verdict.suggested.verdict].text, lang), lang)
    return said


def _moved(standard: Standard, step: TrendStep, lang: Lang, most: int = 0) -> str:
    """The items that moved; at most ``most`` of them, 0 = all."""
    shown = step.moved[:most] if most else step.moved
    words = "; ".join(
        f"{now.item} {_valued(standard, then, lang)}→{_valued(standard, now, lang)}" for then, now in shown
    )
    left = len(step.moved) - len(shown)
    return f"{words}{render_text(Text(f' 等 {len(step.moved)} 项', f' and {left} more'), lang)}" if left else words


def _valued(standard: Standard, verdict: ItemVerdict, lang: Lang) -> str:
    word = _word(standard, verdict, lang)
    return f"{word} {verdict.value:.2f}" if verdict.verdict is Verdict.PARTIAL and verdict.value is not None else word


def _of_scores(standard: Standard, history: Sequence[JudgedVisit], lang: Lang) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in (
        render_text(add_zone_to_heading(DATE), lang),
        render_text(AUDIT, lang),
        *(f"S_{stage}" for stage in Stage),
        render_text(RULES, lang),
    ):
        table.add_column(name, no_wrap=True)
    table.add_column(render_text(MOVED, lang), overflow="fold")
    for step in list_trend_steps(history):
        visit = step.judged
        rules = f"{visit.ruleset[:8]} {render_text(CHANGED, lang)}" if step.new_rules else visit.ruleset[:8]
        scores = [visit.scores[stage] for stage in Stage]
        shown = [f"{format_score_value(score)} {format_interval(score)} {score.coverage:.0%}" for score in scores]
        table.add_row(
            format_clock(visit.at), visit.audit[:8], *shown, rules, Styled(_moved(standard, step, lang, MOST) or "—")
        )
    return table


def _of_item(standard: Standard, history: Sequence[JudgedVisit], item: str, lang: Lang) -> Table:
    table = Table(box=None, pad_edge=False)
    for head in (add_zone_to_heading(DATE), AUDIT, *ITEM_HEADS[:3], RULES, ITEM_HEADS[3]):
        table.add_column(render_text(head, lang), overflow="fold", no_wrap=head is not ITEM_HEADS[3])
    for step in list_trend_steps(history):
        visit = step.judged
        verdict, value, stood, why = _said(standard, history, visit, item, lang)
        rules = f"{visit.ruleset[:8]} {render_text(CHANGED, lang)}" if step.new_rules else visit.ruleset[:8]
        number = f"{value:.2f}" if isinstance(value, float) else "—"
        table.add_row(
            format_clock(visit.at), visit.audit[:8], str(verdict), number, str(stood), rules, Styled(str(why))
        )
    return table


def _stands(place: StoredPlatform, now: PlatformPosition) -> Text:
    if not now.stands:
        return Text("目前没有有效的结论：检测都已过期", "nothing stands any more: all audits are too old")
    score = now.scores[Stage.PROV]
    zh = f"目前 S_prov {format_score_value(score)} {format_interval(score)} 覆盖率 {score.coverage:.0%}"
    en = f"stands at S_prov {format_score_value(score)} {format_interval(score)} coverage {score.coverage:.0%}"
    if now.due:
        zh, en = f"{zh}；待复查 {'、'.join(now.due)}", f"{en}; to look at again: {', '.join(now.due)}"
    return Text(zh, en)
