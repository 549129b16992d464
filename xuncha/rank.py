"""The command rank: registered platforms by the score of their standing, those that cannot be compared or have no score apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.table import Table
from rich.text import Text as Styled

from probes.finding import Text
from probes.profile import FLAGS
from scoring.grade import Grade
from scoring.score import Score, Stage
from storage.register import Registered
from xuncha import workbook
from xuncha.ranking import Apart, Entrant, Group, Ranked, Ranking, rank
from xuncha.rules import load_rules
from xuncha.schedule import BEIJING
from xuncha.standings import Position, position_of, tagged
from xuncha.stores import opened
from xuncha.target import BadTarget
from xuncha.words import Lang, meant, print_table, printer, say
from xuncha.workbook import Cell, Sheet

HEADS = (
    Text("名次", "rank"), Text("并列", "tied with"), Text("编号", "no."), Text("平台", "platform"), Text("网址", "url"),
    Text("得分", "score"), Text("下限", "low"), Text("上限", "high"), Text("等级", "grade"), Text("覆盖率 %", "coverage %"),
    Text("过期条款", "stale items"), Text("最近检测", "last visit"), Text("说明", "note"),
)  # fmt: skip
RANKED, APART, NO_SCORE = Text("排名", "Ranking"), Text("不可比", "Not comparable"), Text("无得分", "Without a score")
EXPLAINED = Text(
    "只在平台属性与规则版本都相同的平台之间排名；[下限, 上限] 不重叠才分先后，重叠为并列，名次写作可能的范围",
    "Only platforms of the same profile under the same rules are ranked against each other; intervals [low, high] that do not overlap "
    "settle the order, others are tied and their rank is the range it may lie in",
)


@dataclass(frozen=True, slots=True)
class Listing:
    """All that is listed: platforms by id, where they stand, the ranking of those with a score, and why others have none."""

    stage: Stage
    known: Mapping[int, Registered]
    positions: Mapping[int, Position]
    ranking: Ranking
    without: Mapping[int, Text]


def stage_of(said: str) -> Stage:
    """Raises BadTarget."""
    if said not in tuple(Stage):
        hint = meant(said, tuple(Stage))
        raise BadTarget(
            f"--stage {said[:40]!r} 应为 auto、prov 或 final{hint.zh}",
            f"--stage {said[:40]!r} must be auto, prov or final{hint.en}",
        )
    return Stage(said)


async def run(data: Path, tag: str, stage: Stage, to: Path | None, lang: Lang) -> int:
    """Exit code of rank. Raises BadTarget, StorageError."""
    standard, now = load_rules().standard, datetime.now(UTC)
    async with opened(data) as store:
        known = {each.id: each for each in await tagged(store, tag)}
        positions = {id: await position_of(store, standard, id, now) for id in known}
    listing = listed(known, positions, stage)
    if to is not None:
        workbook.write(to, sheets(listing, lang), lang)
        print(say(Text(f"已写出 {len(known)} 个平台：{to}", f"{len(known)} platforms written: {to}"), lang))
    else:
        _show(listing, lang)
    return 0


def listed(known: Mapping[int, Registered], positions: Mapping[int, Position], stage: Stage) -> Listing:
    """Pure: who is ranked, and why the others are not."""
    without = {id: why for id, each in positions.items() if (why := _without(each, stage)) is not None}
    entrants = [
        Entrant(id, each.scores[stage], each.profile, each.rulesets)
        for id, each in positions.items()
        if id not in without
    ]
    return Listing(stage, known, positions, rank(entrants), without)


def _without(position: Position, stage: Stage) -> Text | None:
    """Why there is no score; None where there is one."""
    if position.last is None:
        return Text("尚未检测", "not audited yet")
    if not position.stands:
        return Text(f"最近检测 {_day(position.last)} 已过期", f"its last audit of {_day(position.last)} is too old")
    score = position.scores[stage]
    if score.value is None:
        return Text(
            f"覆盖率 {score.coverage:.0%}，不足以给分", f"coverage {score.coverage:.0%} is too small for a score"
        )
    return None


def sheets(listing: Listing, lang: Lang) -> list[Sheet]:
    """One table a file: the ranked, then those apart; the note says why."""
    rows: list[Sequence[Cell]] = []
    for group in listing.ranking.groups:
        note = _described(group) if len(listing.ranking.groups) > 1 else Text("", "")
        rows += [_row(listing, each.entrant.id, _ranks(each), _tied(each), note, lang) for each in group.ranked]
    for id, name, why in _others(listing):
        rows.append(_row(listing, id, say(name, lang), "", why, lang))
    title = f"{say(RANKED, lang)} S_{listing.stage}"
    return [Sheet(title, [say(head, lang) for head in HEADS], rows, frozen=4, lines=[say(EXPLAINED, lang)])]


def _others(listing: Listing) -> Iterator[tuple[int, Text, Text]]:
    for each in listing.ranking.apart:
        yield each.entrant.id, APART, _reason(each)
    for id, why in sorted(listing.without.items()):
        yield id, NO_SCORE, why


def _row(listing: Listing, id: int, place: str, tied: str, note: Text, lang: Lang) -> list[Cell]:
    known, position = listing.known[id].registration, listing.positions[id]
    score = position.scores[listing.stage]
    seen = bool(position.stands)
    return [
        place, tied, str(id), known.name, known.url, score.value,
        *((score.low, score.high) if seen else (None, None)),
        say(graded(position.grades[listing.stage]), lang) if seen else "", 100 * score.coverage if seen else None,
        str(len(position.stale)) if seen else "", _day(position.last), say(note, lang),
    ]  # fmt: skip


def _show(listing: Listing, lang: Lang) -> None:
    console = printer()
    console.print(Styled(f"{say(RANKED, lang)} S_{listing.stage}", style="bold"))
    for group in listing.ranking.groups:
        if len(listing.ranking.groups) > 1:
            console.print(Styled(say(_described(group), lang)))
        table = _table(lang)
        for each in group.ranked:
            mark = say(Text(" 并列", " tied"), lang) if each.tied else ""
            table.add_row(*_cells(listing, each.entrant.id, f"{_ranks(each)}{mark}", lang))
        print_table(table)
    others = list(_others(listing))
    for name in (APART, NO_SCORE):
        here = [(id, why) for id, of, why in others if of is name]
        if not here:
            continue
        console.print(Styled(say(name, lang), style="bold"))
        table = _table(lang, note=True)
        for id, why in here:
            table.add_row(*_cells(listing, id, "—", lang), Styled(say(why, lang)))
        print_table(table)
    console.print(Styled(say(EXPLAINED, lang), style="dim"))


def _table(lang: Lang, note: bool = False) -> Table:
    table = Table(box=None, pad_edge=False)
    heads = [Text("名次", "rank"), Text("编号", "no."), Text("得分", "score"), Text("[下限, 上限]", "[low, high]"),
             Text("等级", "grade"), Text("覆盖率", "coverage"), Text("过期", "stale"), Text("最近检测", "last visit"),
             Text("平台", "platform")]  # fmt: skip
    for head in (*heads, *((Text("说明", "note"),) if note else ())):
        table.add_column(say(head, lang), overflow="fold", no_wrap=head.en not in ("platform", "note"))
    return table


def _cells(listing: Listing, id: int, place: str, lang: Lang) -> list[str | Styled]:
    known, position = listing.known[id].registration, listing.positions[id]
    name = known.name or known.url
    if not position.stands:
        return [
            place,
            str(id),
            "—",
            "—",
            "—",
            "—",
            "—",
            _day(position.last) or "—",
            Styled(say(Text(name, name), lang)),
        ]
    score = position.scores[listing.stage]
    grade = say(graded(position.grades[listing.stage]), lang) or "—"
    return [place, str(id), points(score), interval(score), grade, f"{score.coverage:.0%}", str(len(position.stale)),
            _day(position.last), Styled(say(Text(name, name), lang))]  # fmt: skip


def points(score: Score) -> str:
    return "—" if score.value is None else f"{score.value:.1f}"


def graded(grade: Grade) -> Text:
    """One grade, or the range it lies in, worst first, with the red lines that lower it; empty where none may be told
    (``scoring.grade``)."""
    if grade.unfit:
        return Text("不合格", "unfit")
    if grade.best is None or grade.worst is None:
        return Text("", "")
    named = grade.one or f"{grade.worst}–{grade.best}"
    if grade.capped_by:
        lines = " ".join(grade.capped_by)
        return Text(f"{named}（红线 {lines}）", f"{named} (red line {lines})")
    return Text(f"{named}（待补证）", f"{named} (evidence pending)") if grade.note == "evidence" else Text(named, named)


def interval(score: Score) -> str:
    return f"[{score.low:.1f}, {score.high:.1f}]"


def _ranks(each: Ranked) -> str:
    return str(each.best) if each.best == each.worst else f"{each.best}–{each.worst}"


def _tied(each: Ranked) -> str:
    return " ".join(str(id) for id in each.tied)


def _described(group: Group) -> Text:
    flags = [(flag, value) for flag, value in sorted(group.profile.items())]
    zh = "、".join(_flag(flag).zh if value else f"非{_flag(flag).zh}" for flag, value in flags) or "未知"
    en = ", ".join(_flag(flag).en if value else f"not {_flag(flag).en}" for flag, value in flags) or "unknown"
    return Text(f"属性：{zh}；规则 {group.ruleset[:8]}", f"profile: {en}; rules {group.ruleset[:8]}")


def _reason(each: Apart) -> Text:
    zh, en = ("、".join(_flag(flag).zh for flag in each.flags), ", ".join(_flag(flag).en for flag in each.flags))
    return {
        "mixed": Text("各次检测所用规则不同，请先 xuncha rejudge --all", "its audits used different rules: run 'xuncha rejudge --all'"),
        "rules": Text("所用规则与其他平台不同，请先 xuncha rejudge --all", "judged by other rules than the rest: run 'xuncha rejudge --all'"),
        "profile": Text(f"平台属性与其他平台不同：{zh}", f"its profile differs from the rest: {en}"),
        "alone": Text("没有可比的其他平台", "there is none to compare it with"),
    }[each.reason]  # fmt: skip


def _flag(flag: str) -> Text:
    words = FLAGS.get(flag)
    return Text(words["zh"], words["en"]) if words else Text(flag, flag)


def _day(at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(BEIJING):%Y-%m-%d}"
