"""One item across platforms as a table of a workbook. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xuncha.reports.table_files import Cell, TableSheet
from xuncha.reports.words import clean_text, format_number
from xuncha.web.views.batch_view import BatchGroup, BatchPlatform
from xuncha.web.views.sheets.sent_workbook import SheetWords

PARTIAL = "partial"


def build_batch_sheets(
    item: str, name: Mapping[str, str], tag: str, groups: Iterable[BatchGroup],
    verdicts: Mapping[str, Mapping[str, str]], words: SheetWords,
) -> list[TableSheet]:  # fmt: skip
    """The item on each platform, those with the same finding one below the other under the number of their group."""
    say, pick = words.say, words.pick
    rows: list[list[Cell]] = [
        [
            number, clean_text(platform.name or platform.url), clean_text(platform.url), pick(verdicts[platform.verdict]), _own(platform, words),
            _suggested(group, verdicts, words), pick(group.because),
        ]
        for number, group in enumerate(groups, 1)
        for platform in group.platforms
    ]  # fmt: skip
    heads = [
        say("queue.batch.sheet.group"), say("queue.batch.platform"), say("platforms.address"), say("queue.batch.verdict"),
        say("queue.batch.own"), say("queue.batch.sheet.suggested"), say("audit.sheet.because"),
    ]  # fmt: skip
    shown = f"{item} {pick(name)}" + (f" · {say('queue.batch.tag')}: {clean_text(tag)}" if tag else "")
    return [TableSheet(say("queue.batch.title"), heads, rows, frozen=2, lines=[shown])]


def _own(platform: BatchPlatform, words: SheetWords) -> str:
    if platform.waits:
        return words.say("queue.batch.waits")
    return words.say("queue.batch.decided") if platform.own else ""


def _suggested(group: BatchGroup, verdicts: Mapping[str, Mapping[str, str]], words: SheetWords) -> str:
    """What the machine suggests, where it can be agreed with; else why not, as the page says it."""
    if group.suggested is None:
        return words.say("queue.batch.decided_there" if group.decided else "queue.batch.nothing")
    verdict, value = group.suggested
    return words.pick(verdicts[verdict]) + (f" {format_number(value, 2)}" if verdict == PARTIAL else "")
