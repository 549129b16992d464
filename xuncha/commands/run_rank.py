"""The command ``rank``: registered platforms by score; those not comparable or without a score are listed apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from rich.table import Table
from rich.text import Text as Styled

from probes.finding import Text
from probes.schema.flags import FLAGS
from scoring.grade_range import Grade
from scoring.score import Score, Stage
from storage.jobs.last_seen import UnseenPlatform, list_unseen_platforms
from storage.jobs.queue_status import filter_by_tag as only
from storage.overview.platform_standings import PlatformStanding
from storage.platforms import RegisteredPlatform
from xuncha.compare.position import list_tagged_platforms
from xuncha.compare.rank_entrants import Entrant, RankedEntrant, Ranking, RankingGroup, UnrankedEntrant, rank_entrants
from xuncha.compare.standing_work import load_standings
from xuncha.console.lang import Lang, make_console, print_table, render_text, suggest_nearest
from xuncha.reports import table_files
from xuncha.reports.table_files import Cell, TableSheet
from xuncha.settings.stores import open_data_store
from xuncha.settings.target import InvalidInput
from xuncha.settings.zone import add_zone_to_heading, format_day, format_day_with_zone
from xuncha.status.not_seen import NOT_SEEN, describe_unseen_platform

LAST = Text("最近检测", "last visit")
HEADS = (
    Text("名次", "rank"), Text("并列", "tied with"), Text("编号", "no."), Text("平台", "platform"), Text("网址", "url"),
    Text("得分", "score"), Text("下限", "low"), Text("上限", "high"), Text("等级", "grade"), Text("覆盖率 %", "coverage %"),
    Text("过期条款", "stale items"), LAST, Text("说明", "note"),
)  # fmt: skip
UNSEEN = Text(NOT_SEEN.zh, "Not seen")
RANKED, APART, NO_SCORE = Text("排名", "Ranking"), Text("不可比", "Not comparable"), Text("无得分", "Without a score")
EXPLAINED = Text(
    "只在平台属性与规则版本都相同的平台之间排名；[下限, 上限] 不重叠才分先后，重叠为并列，名次写作可能的范围",
    "Only platforms of the same profile under the same rules are ranked against each other; intervals [low, high] that do not overlap "
    "settle the order, others are tied and their rank is the range it may lie in",
)


@dataclass(frozen=True, slots=True)
class RankListing:
    """Everything that is listed.

    Platforms by id, their standings, the ranking of those with a score, why others have none, and who was not seen.
    """

    stage: Stage
    known: Mapping[int, RegisteredPlatform]
    standings: Mapping[int, PlatformStanding]
    ranking: Ranking
    without: Mapping[int, Text]
    unseen: Mapping[int, Text] = field(default_factory=dict)


def parse_stage(said: str) -> Stage:
    """The stage of that name. Raises InvalidInput."""
    if said not in tuple(Stage):
        hint = suggest_nearest(said, tuple(Stage))
        raise InvalidInput(
            f"--stage {said[:40]!r} 应为 auto、prov 或 final{hint.zh}",
            f"--stage {said[:40]!r} must be auto, prov or final{hint.en}",
        )
    return Stage(said)


async def run_rank(data: Path, tag: str, stage: Stage, to: Path | None, lang: Lang) -> int:
    """Run the command; returns its exit code. Raises InvalidInput, StorageError."""
    now = datetime.now(UTC)
    async with open_data_store(data) as store:
        known = {platform.id: platform for platform in await list_tagged_platforms(store, tag)}
        standings = await load_standings(store, known, now)
        unseen = await list_unseen_platforms(store, await only(store, tag))
    listing = build_rank_listing(known, standings, stage, {platform.platform: platform for platform in unseen})
    if to is not None:
        table_files.write_tables(to, build_rank_sheets(listing, lang), lang)
        print(render_text(Text(f"已写出 {len(known)} 个平台：{to}", f"{len(known)} platforms written: {to}"), lang))
    else:
        _show(listing, lang)
    return 0


def build_rank_listing(
    known: Mapping[int, RegisteredPlatform],
    standings: Mapping[int, PlatformStanding],
    stage: Stage,
    unseen: Mapping[int, UnseenPlatform] | None = None,
    *,
    name_ties: bool = True,
) -> RankListing:
    """Decide who is ranked, and why the others are not. Pure. ``unseen``: platforms that the last visit did not see.

    ``name_ties``: whether it is told who ties with whom.
    """
    dark = {id: describe_unseen_platform(platform) for id, platform in (unseen or {}).items()}
    without = {id: why for id, standing in standings.items() if (why := _without(standing, stage)) is not None}
    entrants = [
        Entrant(id, standing.scores[stage], standing.profile, standing.rulesets)
        for id, standing in standings.items()
        if id not in without
    ]
    return RankListing(stage, known, standings, rank_entrants(entrants, name_ties=name_ties), without, dark)


def _without(standing: PlatformStanding, stage: Stage) -> Text | None:
    """Why a platform has no score; None where it has one."""
    if standing.last is None:
        return Text("尚未检测", "not audited yet")
    if not standing.stood:
        day = format_day_with_zone(standing.last)
        return Text(f"最近检测 {day.zh}已过期", f"its last audit of {day.en} is too old")
    score = standing.scores[stage]
    if score.value is None:
        return Text(
            f"覆盖率 {score.coverage:.0%}，不足以给分", f"coverage {score.coverage:.0%} is too small for a score"
        )
    return None


def build_rank_sheets(listing: RankListing, lang: Lang) -> list[TableSheet]:
    """One table a file: the ranked platforms, then the others with a note that says why."""
    rows: list[Sequence[Cell]] = []
    for group in listing.ranking.groups:
        note = describe_group(group) if len(listing.ranking.groups) > 1 else Text("", "")
        rows += [
            _row(listing, row.entrant.id, _ranks(row), _tied(row), _with_sight(listing, row.entrant.id, note), lang)
            for row in group.ranked
        ]
    for id, name, why in list_unranked(listing):
        rows.append(_row(listing, id, render_text(name, lang), "", why, lang))
    title = f"{render_text(RANKED, lang)} S_{listing.stage}"
    return [
        TableSheet(
            title,
            [render_text(add_zone_to_heading(head) if head is LAST else head, lang) for head in HEADS],
            rows,
            frozen=4,
            lines=[render_text(EXPLAINED, lang)],
        )
    ]


def list_unranked(listing: RankListing) -> Iterator[tuple[int, Text, Text]]:
    """Platforms without a rank: id, name and why. One without a score because nobody saw it is called not seen."""
    for unranked in listing.ranking.apart:
        yield unranked.entrant.id, APART, _with_sight(listing, unranked.entrant.id, _reason(unranked))
    for id, why in sorted(listing.without.items()):
        unseen = listing.unseen.get(id)
        yield (id, NO_SCORE, why) if unseen is None else (id, UNSEEN, unseen)


def _with_sight(listing: RankListing, id: int, note: Text) -> Text:
    """The note, extended where the last visit did not see the platform, so that its score comes from earlier visits."""
    unseen = listing.unseen.get(id)
    if unseen is None:
        return note
    zh, en = f"{unseen.zh}；得分来自此前的检测", f"{unseen.en}; its score is that of earlier visits"
    return Text(f"{note.zh}；{zh}", f"{note.en}; {en}") if note.zh else Text(zh, en)


def _row(listing: RankListing, id: int, place: str, tied: str, note: Text, lang: Lang) -> list[Cell]:
    known, standing = listing.known[id].registration, listing.standings[id]
    score = standing.scores[listing.stage]
    seen = standing.stood
    return [
        place, tied, str(id), known.name, known.url, score.value,
        *((score.low, score.high) if seen else (None, None)),
        render_text(describe_grade(standing.grades[listing.stage]), lang) if seen else "", 100 * score.coverage if seen else None,
        str(len(standing.stale)) if seen else "", format_day(standing.last) if standing.last else "", render_text(note, lang),
    ]  # fmt: skip


def _show(listing: RankListing, lang: Lang) -> None:
    console = make_console()
    console.print(Styled(f"{render_text(RANKED, lang)} S_{listing.stage}", style="bold"))
    for group in listing.ranking.groups:
        if len(listing.ranking.groups) > 1:
            console.print(Styled(render_text(describe_group(group), lang)))
        table = _table(lang)
        for ranked in group.ranked:
            mark = render_text(Text(" 并列", " tied"), lang) if ranked.tied else ""
            table.add_row(*_cells(listing, ranked.entrant.id, f"{_ranks(ranked)}{mark}", lang))
        print_table(table)
    for group in listing.ranking.groups:
        for ranked in group.ranked:
            if ranked.entrant.id in listing.unseen:
                console.print(
                    Styled(
                        f"{ranked.entrant.id}  {render_text(_with_sight(listing, ranked.entrant.id, Text('', '')), lang)}"
                    )
                )
    others = list(list_unranked(listing))
    for name in (APART, UNSEEN, NO_SCORE):
        here = [(id, why) for id, of, why in others if of is name]
        if not here:
            continue
        console.print(Styled(render_text(name, lang), style="bold"))
        table = _table(lang, note=True)
        for id, why in here:
            table.add_row(*_cells(listing, id, "—", lang), Styled(render_text(why, lang)))
        print_table(table)
    console.print(Styled(render_text(EXPLAINED, lang), style="dim"))


def _table(lang: Lang, note: bool = False) -> Table:
    table = Table(box=None, pad_edge=False)
    heads = [Text("名次", "rank"), Text("编号", "no."), Text("得分", "score"), Text("[下限, 上限]", "[low, high]"),
             Text("等级", "grade"), Text("覆盖率", "coverage"), Text("过期", "stale"), add_zone_to_heading(LAST),
             Text("平台", "platform")]  # fmt: skip
    for head in (*heads, *((Text("说明", "note"),) if note else ())):
        table.add_column(Styled(render_text(head, lang)), overflow="fold", no_wrap=head.en not in ("platform", "note"))
    return table


def _cells(listing: RankListing, id: int, place: str, lang: Lang) -> list[str | Styled]:
    known, standing = listing.known[id].registration, listing.standings[id]
    name = known.name or known.url
    if not standing.stood:
        return [
            place,
            str(id),
            "—",
            "—",
            "—",
            "—",
            "—",
            format_day(standing.last),
            Styled(render_text(Text(name, name), lang)),
        ]
    score = standing.scores[listing.stage]
    grade = render_text(describe_grade(standing.grades[listing.stage]), lang) or "—"
    return [place, str(id), format_score_value(score), format_interval(score), grade, f"{score.coverage:.0%}", str(len(standing.stale)),
            format_day(standing.last), Styled(render_text(Text(name, name), lang))]  # fmt: skip


def format_score_value(score: Score) -> str:
    """A score with one digit, or a dash."""
    return "—" if score.value is None else f"{score.value:.1f}"


def describe_grade(grade: Grade) -> Text:
    """A grade, or the range it lies in (worst first), with the red lines that lower it.

    Empty where no grade may be shown (``scoring.grade_range``).
    """
    if grade.unfit:
        return Text("不合格", "unfit")
    if grade.best is None or grade.worst is None:
        return Text("", "")
    named = grade.one or f"{grade.worst}–{grade.best}"
    if grade.capped_by:
        lines = " ".join(grade.capped_by)
        return Text(f"{named}（红线 {lines}）", f"{named} (red line {lines})")
    return Text(f"{named}（待补证）", f"{named} (evidence pending)") if grade.note == "evidence" else Text(named, named)


def format_interval(score: Score) -> str:
    """A score's interval, as «[low, high]» with one digit each."""
    return f"[{score.low:.1f}, {score.high:.1f}]"


def _ranks(entrant: RankedEntrant) -> str:
    return str(entrant.best) if entrant.best == entrant.worst else f"{entrant.best}–{entrant.worst}"


def _tied(entrant: RankedEntrant) -> str:
    return " ".join(str(id) for id in entrant.tied)


def describe_group(group: RankingGroup) -> Text:
    """What the platforms of a group have in common."""
    flags = [(flag, value) for flag, value in sorted(group.profile.items())]
    zh = "、".join(_flag(flag).zh if value else f"非{_flag(flag).zh}" for flag, value in flags) or "未知"
    en = ", ".join(_flag(flag).en if value else f"not {_flag(flag).en}" for flag, value in flags) or "unknown"
    return Text(f"属性：{zh}；规则 {group.ruleset[:8]}", f"profile: {en}; rules {group.ruleset[:8]}")


def _reason(entrant: UnrankedEntrant) -> Text:
    zh, en = ("、".join(_flag(flag).zh for flag in entrant.flags), ", ".join(_flag(flag).en for flag in entrant.flags))
    return {
        "mixed": Text("各次检测所用规则不同，请先 xuncha rejudge --all", "its audits used different rules: run 'xuncha rejudge --all'"),
        "rules": Text("所用规则与其他平台不同，请先 xuncha rejudge --all", "judged by other rules than the rest: run 'xuncha rejudge --all'"),
        "profile": Text(f"平台属性与其他平台不同：{zh}", f"its profile differs from the rest: {en}"),
        "alone": Text("没有可比的其他平台", "there is none to compare it with"),
    }[entrant.reason]  # fmt: skip


def _flag(flag: str) -> Text:
    words = FLAGS.get(flag)
    return Text(words["zh"], words["en"]) if words else Text(flag, flag)
