"""The register as a filter leaves it, and one platform over time, as tables of a workbook. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from scoring.standard_tables import Standard
from storage.overview.answer_days import AnswerCount
from xuncha.reports.table_files import Cell, TableSheet
from xuncha.reports.words import clean_text
from xuncha.settings.zone import format_clock
from xuncha.web.views.city.city_figures import STAGE
from xuncha.web.views.city.platform_list import PlatformRow
from xuncha.web.views.city.platform_story import PlatformStory
from xuncha.web.views.city.rank_view import RankView
from xuncha.web.views.sheets.sent_workbook import SheetWords, list_score_cells


def build_register_sheets(
    rows: Iterable[PlatformRow], states: Mapping[str, Mapping[str, str]], words: SheetWords
) -> list[TableSheet]:
    """The platforms as the page lists them, on all of its pages. ``states``: what states are called."""
    say = words.say
    heads = [
        say("platforms.platform"), say("platforms.address"), say("platforms.district"), say("platforms.tag"), say("platforms.batch"),
        say("platforms.state"), words.head_time("platforms.due.head"), words.head_time("platforms.last"), *words.head_score(),
        say("city.rank.grade"), say("city.tiles.confirmed"), say("city.tiles.suspected"), say("platforms.reason"),
    ]  # fmt: skip
    cells: list[list[Cell]] = [
        [
            row.called, row.url, row.district, "、".join(row.tags), clean_text(row.batch), words.pick(states[row.state]),
            format_clock(row.due_at) if row.due_at else "", format_clock(row.last) if row.last else "", *list_score_cells(row.score),
            row.grade, ", ".join(row.confirmed), ", ".join(row.suspected), words.pick(row.why),
        ]
        for row in rows
    ]  # fmt: skip
    return [TableSheet(say("platforms.title"), heads, cells)]


def build_story_sheets(
    row: PlatformRow, story: PlatformStory, answers: Sequence[tuple[date, AnswerCount | None]], standard: Standard,
    states: Mapping[str, Mapping[str, str]], words: SheetWords,
) -> list[TableSheet]:  # fmt: skip
    """One platform: where it stands, its items over time, its light checks, and what happened."""
    say = words.say
    said = {name.value: words.pick({"zh": text.zh, "en": text.en}) for name, text in standard.verdicts.items()}
    items = [item.id for item in standard.items]
    audits: list[list[Cell]] = [
        [
            format_clock(outline.head.at), *list_score_cells(outline.scores.get(STAGE)),
            *(said.get(outline.verdicts.get(item, ("", None))[0], "") for item in items),
        ]
        for outline in story.outlines
    ]  # fmt: skip
    events: list[list[Cell]] = [
        [
            format_clock(event.at),
            words.pick(event.said) if event.said else say(f"platforms.event.{event.kind}", **event.numbers),
            *list_score_cells(event.score),
        ]
        for event in story.events
    ]
    hidden = sum(story.hidden.values())
    return [
        *build_register_sheets([row], states, words),
        TableSheet(
            say("platforms.heat"), [words.head_time("platforms.last"), *words.head_score(), *items], audits,
            lines=[say("platforms.heat_blind", n=hidden)] if hidden else [],
        ),
        TableSheet(say("platforms.sheet.answers"), [say("city.day"), say("city.looks"), say("city.unanswered")], [
            [day.isoformat(), *((count.looks, count.unanswered) if count else (None, None))] for day, count in answers
        ]),
        TableSheet(say("platforms.timeline"), [words.head_time("city.since"), say("platforms.timeline"), *words.head_score()], events),
    ]  # fmt: skip


def build_hidden_sheets(view: RankView, words: SheetWords) -> list[TableSheet]:
    """The platforms that the ranking names without a place because the person has yet to decide them; none where there are none."""
    rows: list[list[Cell]] = [
        [row.called, words.pick(row.section), words.pick(row.why)]
        for row in view.without
        if row.platform not in view.listing.known
    ]
    heads = [words.say("platforms.platform"), words.say("city.rank.section"), words.say("city.why")]
    return [TableSheet(words.say("city.rank.without"), heads, rows)] if rows else []
