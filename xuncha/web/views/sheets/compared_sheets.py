"""Two audits side by side, as tables of a workbook. Pure."""

from __future__ import annotations

from scoring.standard_tables import Standard
from storage.audit_list import ListedAudit
from xuncha.reports.table_files import Cell, TableSheet
from xuncha.reports.words import clean_text, format_number
from xuncha.settings.zone import format_clock
from xuncha.web.overview.raw_changes import ItemMove, SaidOfItem
from xuncha.web.rendering import find_report_word
from xuncha.web.views.city.compared_audits import ComparedAudits
from xuncha.web.views.sheets.sent_workbook import SheetWords, list_score_cells


def build_compared_sheets(found: ComparedAudits, standard: Standard, words: SheetWords) -> list[TableSheet]:
    """Both audits with their scores, and each item that differs."""
    say = words.say
    heads = [
        say("platforms.platform"), say("platforms.address"), words.head_time("platforms.last"), say("platforms.sheet.rules"), say("city.rank.stage"),
        *words.head_score(), say("city.rank.coverage"),
    ]  # fmt: skip
    both = [row for audit in (found.before, found.after) for row in _list_scores(audit, words)]
    moves = [
        say("city.item"), say("platforms.name"), say("city.before"), say("platforms.sheet.why_before"), say("city.after"),
        say("platforms.sheet.why_after"), say("city.moved"), say("city.because"),
    ]  # fmt: skip
    notes = [] if found.same_rules else [say("platforms.other_rules")]
    rows = [_list_move(move, found.one_platform, standard, words) for move in found.moves]
    return [
        TableSheet(say("platforms.compared"), heads, both, lines=[*notes, say("platforms.changed_items", n=len(rows))]),
        TableSheet(say("city.items"), moves, rows),
    ]


def _list_scores(audit: ListedAudit, words: SheetWords) -> list[list[Cell]]:
    head: list[Cell] = [
        clean_text(audit.name or audit.url), clean_text(audit.url), format_clock(audit.started_at), audit.ruleset[:8],
    ]  # fmt: skip
    scored: list[list[Cell]] = [
        [*head, find_report_word(words.lang, "stage", stage.value), *list_score_cells(score), score.coverage]
        for stage, score in audit.scores.items()
    ]
    return scored or [[*head, "", None, None, None, None]]


def _list_move(move: ItemMove, one_platform: bool, standard: Standard, words: SheetWords) -> list[Cell]:
    item = standard.by_id.get(move.item)
    causes = (
        words.say("platforms.platforms_differ" if label == "site" and not one_platform else f"city.cause.{label}")
        for label in move.labels
    )
    return [
        move.item, "" if item is None else words.pick({"zh": item.name.zh, "en": item.name.en}),
        _say_verdict(move.before, standard, words), _say_why(move.before, words),
        _say_verdict(move.after, standard, words), _say_why(move.after, words),
        words.say(f"city.direction.{move.direction}"), " + ".join(causes),
    ]  # fmt: skip


def _say_verdict(said: SaidOfItem, standard: Standard, words: SheetWords) -> str:
    names = {name.value: words.pick({"zh": text.zh, "en": text.en}) for name, text in standard.verdicts.items()}
    value = f" {format_number(said.value, 2)}" if said.verdict == "partial" and said.value is not None else ""
    suggested = f" ({names[said.suggested]})" if said.suggested else ""
    return f"{names[said.verdict]}{value}{suggested}"


def _say_why(said: SaidOfItem, words: SheetWords) -> str:
    return clean_text(words.pick({"zh": said.why_zh, "en": said.why_en}))
