"""The page of a city today, put together of its parts, and the same as sheets of a workbook: exactly what is shown. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.site import Gap
from probes.finding import Text
from scoring.standard_tables import Standard
from storage.jobs.last_seen import UnseenPlatform
from xuncha.console.lang import Lang, render_text
from xuncha.register.platform_rows import load_platform_table
from xuncha.reports.table_files import Cell, TableSheet
from xuncha.reports.words import clean_text, format_percent
from xuncha.settings.zone import add_zone_to_heading, format_clock, format_with_zone
from xuncha.status.not_seen import NEVER, describe_unseen_reason
from xuncha.web.overview.city_snapshot import PlatformLine, Snapshot
from xuncha.web.rendering import say_words
from xuncha.web.views.city.city_changes import CityChanges, split_changes
from xuncha.web.views.city.city_figures import (
    AnswerDay,
    CityTiles,
    DistrictRow,
    ScoreBar,
    ScoreMark,
    count_districts,
    count_tiles,
    list_answer_days,
    list_grades,
    spread_scores,
)

UNSEEN_ROWS = 300  # more stand in the list of platforms


@dataclass(frozen=True, slots=True)
class UnseenRow:
    """A platform that could not be seen: why, since when, how often in a row (0 = never visited)."""

    platform: int
    called: str
    district: str
    why: Mapping[str, str]
    since: datetime
    times: int


@dataclass(frozen=True, slots=True)
class CityView:
    """All that the page shows. ``pending``: platforms and changes still to be worked out; ``unseen_more``: not listed here;
    ``blind``: platforms whose scores and changes are left out."""

    at: datetime
    tiles: CityTiles
    grades: tuple[str, ...]
    districts: tuple[DistrictRow, ...]
    bars: tuple[ScoreBar, ...]
    marks: tuple[ScoreMark, ...]
    changes: CityChanges
    answers: tuple[AnswerDay, ...]
    unseen: tuple[UnseenRow, ...]
    unseen_more: int
    pending: int
    blind: int = 0


def build_city(
    snapshot: Snapshot, lines: Sequence[PlatformLine], days: int, blind: frozenset[int] = frozenset()
) -> CityView:
    """The page over those platforms; nothing of what became of the ``blind`` ones, which have no standing."""
    bars, marks = spread_scores(lines)
    chosen = None if len(lines) == len(snapshot.lines) else frozenset(line.known.id for line in lines)
    dark = sorted((line for line in lines if line.unseen is not None), key=_order)
    return CityView(
        snapshot.at, count_tiles(lines, snapshot.at), list_grades(lines),
        count_districts(lines, list(load_platform_table()["districts"])), bars, marks,
        split_changes([line for line in lines if line.known.id not in blind], snapshot.moves.get(days, {}), days),
        list_answer_days(snapshot.answers, chosen),
        tuple(show_unseen(line) for line in dark[:UNSEEN_ROWS]), max(0, len(dark) - UNSEEN_ROWS), snapshot.pending,
        len(blind),
    )  # fmt: skip


def _order(line: PlatformLine) -> tuple[bool, datetime, int]:
    assert line.unseen is not None
    return line.unseen.last is None, line.unseen.since, line.known.id


def show_unseen(line: PlatformLine) -> UnseenRow:
    """The row of a platform that was not seen."""
    assert line.unseen is not None
    why = describe_why(line.unseen)
    return UnseenRow(
        line.known.id, clean_text(line.called), line.known.registration.district, {"zh": why.zh, "en": why.en},
        line.unseen.since, line.unseen.times,
    )  # fmt: skip


def describe_why(unseen: UnseenPlatform) -> Text:
    """Why it was not seen; that it was not looked at yet, with what hindered that."""
    gap: Gap | None = unseen.gap
    if unseen.last is not None:
        return _clean(describe_unseen_reason(gap, unseen.reason))
    if not unseen.reason:
        return NEVER
    reason = _clean(describe_unseen_reason(None, unseen.reason))
    return Text(f"{NEVER.zh}：{reason.zh}", f"{NEVER.en}: {reason.en}")


def _clean(text: Text) -> Text:
    return Text(clean_text(text.zh), clean_text(text.en))


def build_city_sheets(view: CityView, standard: Standard, lang: Lang) -> list[TableSheet]:
    """The page as sheets: its numbers, districts, spread, changes, days and what was not seen."""

    def t(key: str, **values: object) -> str:
        return say_words(str(lang), f"city.{key}", **values)

    tiles = view.tiles
    numbers: list[list[Cell]] = [
        [t("tiles.share"), format_percent(tiles.share)],
        *([t(f"tiles.{name}"), getattr(tiles, name)]
          for name in ("registered", "seen", "today", "unseen", "never", "paused", "suspected", "confirmed")),
    ]  # fmt: skip
    grades = [name or t("no_grade") for name in view.grades]
    districts: list[list[Cell]] = [
        [
            district.district or t("no_district"), district.platforms, *(district.grades.get(name, 0) for name in view.grades), district.unseen,
            district.value, district.low, district.high,
        ]
        for district in view.districts
    ]  # fmt: skip
    changes: list[list[Cell]] = [
        [t(f"cause.{cause.cause}"), clean_text(platform.called), move.item, _said(standard, move.before.verdict, lang),
         _said(standard, move.after.verdict, lang), t(f"direction.{move.direction}")]
        for cause in view.changes.causes
        for platform in cause.named
        for move in platform.shown
    ]  # fmt: skip
    causes: list[list[Cell]] = [
        [t(f"cause.{cause.cause}"), cause.items, cause.platforms, cause.worse, cause.better]
        for cause in view.changes.causes
    ]
    since = render_text(add_zone_to_heading(Text(t("since"), t("since"))), lang)
    return [
        TableSheet(t("title"), [t("number"), t("value")], numbers, lines=[
            render_text(format_with_zone(view.at), lang), *([t("pending", n=view.pending)] if view.pending else []),
            *([t("blind", n=view.blind)] if view.blind else []),
        ]),
        TableSheet(t("districts"), [t("district"), t("platforms"), *grades, t("tiles.unseen"), t("median"), t("low"), t("high")], districts),
        TableSheet(t("spread"), [t("from"), t("platforms")], [[bar.low, bar.platforms] for bar in view.bars]),
        TableSheet(t("causes"), [t("because"), t("items"), t("platforms"), t("worse"), t("better")], causes),
        TableSheet(t("changes", n=view.changes.days), [t("because"), t("platform"), t("item"), t("before"), t("after"), t("moved")], changes),
        TableSheet(t("answers"), [t("day"), t("looks"), t("unanswered"), t("silent")], [
            [answer.day.isoformat(), answer.looks, answer.unanswered, answer.bad] for answer in view.answers
        ]),
        TableSheet(t("not_seen"), [t("platform"), t("district"), t("why"), since, t("times")], [
            [row.called, row.district, row.why[str(lang)], format_clock(row.since), row.times] for row in view.unseen
        ]),
    ]  # fmt: skip


def _said(standard: Standard, verdict: object, lang: Lang) -> str:
    return next((render_text(words.text, lang) for known, words in standard.verdicts.items() if known == verdict), "")
