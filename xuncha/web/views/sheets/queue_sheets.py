"""A person's queue as tables of a workbook. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from xuncha.reports.table_files import Cell, TableSheet
from xuncha.reports.words import clean_text
from xuncha.settings.zone import format_clock
from xuncha.web.views.queue_view import QueueRow
from xuncha.web.views.sheets.sent_workbook import SheetWords


def build_queue_sheets(
    mine: Iterable[QueueRow], disputes: Iterable[QueueRow], others: Iterable[QueueRow], words: SheetWords
) -> list[TableSheet]:
    """What is asked of the person, what waits for a third, and the other audits."""
    say = words.say
    shop = [say("queue.queue.platform"), say("platforms.address")]
    far = [say("queue.sheet.done"), say("queue.sheet.items")]
    looked = words.head_time("queue.queue.looked")
    own = [[*_shop(row), row.done, row.items, row.open, _due(row), *_late(row, words), format_clock(row.started_at),
            say("queue.sheet.between").join(say(f"queue.part.{part}") for part in row.parts),
            ", ".join(row.disputed), ", ".join(row.lapsed)] for row in mine]  # fmt: skip
    third: list[list[Cell]] = [[*_shop(row), ", ".join(row.disputed)] for row in disputes]
    rest: list[list[Cell]] = [
        [*_shop(row), row.done, row.items, clean_text(", ".join(row.readers)), format_clock(row.started_at)]
        for row in others
    ]
    heads = [
        *shop, *far, say("queue.queue.open"), words.head_time("queue.queue.due"), say("queue.queue.overdue"), looked, say("queue.assign.part"),
        say("queue.sheet.disputed"), say("queue.sheet.lapsed"),
    ]  # fmt: skip
    return [
        TableSheet(say("queue.queue.mine"), heads, own),
        TableSheet(say("queue.sheet.third"), [*shop, say("queue.sheet.disputed")], third),
        TableSheet(say("queue.queue.others"), [*shop, *far, say("queue.queue.readers"), looked], rest),
    ]


def _shop(row: QueueRow) -> list[Cell]:
    return [clean_text(row.name or row.url), clean_text(row.url)]


def _due(row: QueueRow) -> Cell:
    return format_clock(row.due_at) if row.due_at else ""


def _late(row: QueueRow, words: SheetWords) -> list[Cell]:
    return [words.say("queue.queue.overdue") if row.overdue else ""]
