"""The command trend: the audits of one platform over time, where rules changed, which items moved, and where it stands now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.table import Table
from rich.text import Text as Styled

from probes.finding import Text
from scoring.score import Stage
from scoring.standard import nearest
from scoring.tables import TOLERANCE, Standard, Verdict
from scoring.verdict import ItemVerdict
from storage.standings import Judged, judged_of
from xuncha import workbook
from xuncha.rank import interval, points
from xuncha.rules import load_rules
from xuncha.schedule import BEIJING
from xuncha.standings import Place, Position, find, position
from xuncha.stores import opened
from xuncha.target import BadTarget
from xuncha.words import Lang, print_table, printer, say
from xuncha.workbook import Cell, Sheet

DATE, AUDIT, RULES, MOVED = (
    Text("日期", "date"),
    Text("检测", "audit"),
    Text("规则", "rules"),
    Text("变动条款", "items moved"),
)
CHANGED = Text("规则变更", "rules changed")
ITEM_HEADS = (Text("判定", "verdict"), Text("分值", "value"), Text("其时有效", "stood then"), Text("依据", "why"))
NUMBERS = (Text("得分", "score"), Text("下限", "low"), Text("上限", "high"), Text("覆盖率 %", "coverage %"))
MOST = 6  # moved items that a line on the terminal names


@dataclass(frozen=True, slots=True)
class Step:
    """One audit beside the one before: ``moved`` are the items whose verdicts differ, ``new_rules`` whether its rules do."""

    judged: Judged
    new_rules: bool
    moved: tuple[tuple[ItemVerdict, ItemVerdict], ...]


def steps(history: Sequence[Judged]) -> tuple[Step, ...]:
    """The audits in the order of their visits. Moved: decided otherwise, decided now, or not any more."""
    found = []
    for number, each in enumerate(history):
        before = history[number - 1] if number else None
        old = {one.item: one for one in before.verdicts} if before else {}
        moved = tuple(
            (old[one.item], one)
            for one in each.verdicts
            if one.item in old and old[one.item].verdict is not one.verdict
        )
        found.append(Step(each, before is not None and before.ruleset != each.ruleset, moved))
    return tuple(found)


def _differ(then: ItemVerdict, now: ItemVerdict) -> bool:
    if then.value is None or now.value is None or then.verdict is not now.verdict:
        return then.verdict is not now.verdict
    return abs(then.value - now.value) > TOLERANCE


async def run(data: Path, which: str, item: str, to: Path | None, lang: Lang) -> int:
    """Exit code of trend. Raises BadTarget, StorageError."""
    standard, now = load_rules().standard, datetime.now(UTC)
    if item and item not in standard.by_id:
        hint = nearest(item, standard.by_id)
        raise BadTarget(f"没有条目 {item[:40]!r}{hint}", f"unknown item {item[:40]!r}{hint}")
    async with opened(data) as store:
        place = await find(store, which)
        history = await judged_of(store, place.id)
    if not history:
        raise BadTarget(f"{place.called} 尚无检测", f"{place.called} was not audited yet")
    if to is not None:
        workbook.write(to, [sheet(standard, history, item, lang)], lang)
        print(say(Text(f"已写出 {len(history)} 次检测：{to}", f"{len(history)} audits written: {to}"), lang))
        return 0
    console = printer()
    console.print(Styled(say(Text(place.called, place.called), lang), style="bold"))
    print_table(_of_item(standard, history, item, lang) if item else _of_scores(standard, history, lang))
    console.print(Styled(say(_stands(place, position(standard, history, now)), lang)))
    return 0


def sheet(standard: Standard, history: Sequence[Judged], item: str, lang: Lang) -> Sheet:
    """One row an audit."""
    rows: list[list[Cell]] = []
    for step in steps(history):
        each = step.judged
        begin: list[Cell] = [
            _when(each.at),
            each.audit[:8],
            each.ruleset[:8],
            say(CHANGED, lang) if step.new_rules else "",
        ]
        if item:
            rows.append([*begin, *_said(standard, history, each, item, lang)])
            continue
        numbers: list[Cell] = []
        for stage in Stage:
            score = each.scores[stage]
            numbers += [score.value, score.low, score.high, 100 * score.coverage]
        rows.append([*begin, *numbers, _moved(standard, step, lang)])
    heads = [say(head, lang) for head in (DATE, AUDIT, RULES, CHANGED)]
    if item:
        heads += [say(head, lang) for head in ITEM_HEADS]
    else:
        heads += [f"S_{stage} {say(head, lang)}" for stage in Stage for head in NUMBERS]
        heads.append(say(MOVED, lang))
    return Sheet(f"{say(Text('趋势', 'Trend'), lang)} {item}".strip(), heads, rows)


def _said(standard: Standard, history: Sequence[Judged], each: Judged, item: str, lang: Lang) -> list[Cell]:
    own = next((one for one in each.verdicts if one.item == item), None)
    stood = next((one for one in position(standard, history, each.at).stands if one.verdict.item == item), None)
    then = "" if stood is None else f"{_word(standard, stood.verdict, lang)} {_when(stood.at)[:10]}"
    if own is None:
        return ["—", None, then, ""]
    return [_word(standard, own, lang), own.value, then, say(own.because, lang)]


def _word(standard: Standard, verdict: ItemVerdict, lang: Lang) -> str:
    said = say(standard.verdicts[verdict.verdict].text, lang)
    if verdict.verdict is Verdict.TO_CONFIRM and verdict.suggested is not None:
        return f"{said}（{say(standard.verdicts[verdict.suggested.verdict].text, lang)}）"
    return said


def _moved(standard: Standard, step: Step, lang: Lang, most: int = 0) -> str:
    """The items that moved, the first ``most`` of them where it is not 0."""
    shown = step.moved[:most] if most else step.moved
    words = "; ".join(
        f"{now.item} {_valued(standard, then, lang)}→{_valued(standard, now, lang)}" for then, now in shown
    )
    left = len(step.moved) - len(shown)
    return f"{words}{say(Text(f' 等 {len(step.moved)} 项', f' and {left} more'), lang)}" if left else words


def _valued(standard: Standard, verdict: ItemVerdict, lang: Lang) -> str:
    word = _word(standard, verdict, lang)
    return f"{word} {verdict.value:.2f}" if verdict.verdict is Verdict.PARTIAL and verdict.value is not None else word


def _of_scores(standard: Standard, history: Sequence[Judged], lang: Lang) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in (say(DATE, lang), say(AUDIT, lang), *(f"S_{stage}" for stage in Stage), say(RULES, lang)):
        table.add_column(name, no_wrap=True)
    table.add_column(say(MOVED, lang), overflow="fold")
    for step in steps(history):
        each = step.judged
        rules = f"{each.ruleset[:8]} {say(CHANGED, lang)}" if step.new_rules else each.ruleset[:8]
        scores = [each.scores[stage] for stage in Stage]
        shown = [f"{points(score)} {interval(score)} {score.coverage:.0%}" for score in scores]
        table.add_row(_when(each.at), each.audit[:8], *shown, rules, Styled(_moved(standard, step, lang, MOST) or "—"))
    return table


def _of_item(standard: Standard, history: Sequence[Judged], item: str, lang: Lang) -> Table:
    table = Table(box=None, pad_edge=False)
    for head in (DATE, AUDIT, *ITEM_HEADS[:3], RULES, ITEM_HEADS[3]):
        table.add_column(say(head, lang), overflow="fold", no_wrap=head is not ITEM_HEADS[3])
    for step in steps(history):
        each = step.judged
        verdict, value, stood, why = _said(standard, history, each, item, lang)
        rules = f"{each.ruleset[:8]} {say(CHANGED, lang)}" if step.new_rules else each.ruleset[:8]
        number = f"{value:.2f}" if isinstance(value, float) else "—"
        table.add_row(_when(each.at), each.audit[:8], str(verdict), number, str(stood), rules, Styled(str(why)))
    return table


def _stands(place: Place, now: Position) -> Text:
    if not now.stands:
        return Text("目前没有有效的结论：检测都已过期", "nothing stands any more: all audits are too old")
    score = now.scores[Stage.PROV]
    zh = f"目前 S_prov {points(score)} {interval(score)} 覆盖率 {score.coverage:.0%}"
    en = f"stands at S_prov {points(score)} {interval(score)} coverage {score.coverage:.0%}"
    if now.due:
        zh, en = f"{zh}；待复查 {'、'.join(now.due)}", f"{en}; to look at again: {', '.join(now.due)}"
    return Text(zh, en)


def _when(at: datetime) -> str:
    return f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M}"
