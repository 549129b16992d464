"""An audit's items as its page's filter leaves them, its red lines and what was not seen, as tables of a workbook. Pure."""

from __future__ import annotations

from storage.audit_list import ListedAudit
from xuncha.reports.table_files import Cell, TableSheet
from xuncha.reports.words import clean_text, format_number
from xuncha.settings.zone import format_clock
from xuncha.web.rendering import find_report_word
from xuncha.web.views.agreement_view import AgreementTable
from xuncha.web.views.audit_overview import AuditOverview, ItemLine
from xuncha.web.views.sheets.sent_workbook import SheetWords


def build_item_sheets(listed: ListedAudit, over: AuditOverview, words: SheetWords) -> list[TableSheet]:
    """The items that the filter leaves, then red lines that are raised, then what was not seen."""
    say, pick = words.say, words.pick
    heads = [
        say("city.item"), say("platforms.name"), say("audit.filter.verdict"), say("audit.item.suggested"), say("audit.strip.waits"),
        say("audit.sheet.confirmed"), say("audit.sheet.weight"), say("audit.sheet.evidence"), say("audit.sheet.because"),
    ]  # fmt: skip
    items = [_list_cells(line, over, words) for chapter in over.chapters for line in chapter.shown]
    raised: list[list[Cell]] = [
        [line["id"], pick(line["trigger"]), find_report_word(words.lang, "red", line["state"]),
         "\n".join(dict.fromkeys(clean_text(pick(found["because"])) for found in findings))]
        for line, findings in over.raised
    ]  # fmt: skip
    gaps: list[list[Cell]] = [
        [find_report_word(words.lang, "gaps", reason), find_report_word(words.lang, "roles", gap["role"]),
         find_report_word(words.lang, "device", gap["device"]), gap["look"], pick(gap["because"]), gap["url"] or ""]
        for reason, rows, _ in over.gaps
        for gap in rows
    ]  # fmt: skip
    shop = f"{clean_text(listed.name or listed.url)} {format_clock(listed.started_at)} {listed.short}"
    return [
        TableSheet(say("city.items"), heads, items, frozen=2, lines=[shop]),
        TableSheet(say("platforms.red.head"), [say("platforms.red.head"), say("audit.sheet.trigger"), say("platforms.state"),
                                               say("audit.sheet.because")], raised),
        TableSheet(say("audit.gaps.title"), [say("city.why"), say("runs.head.page"), say("audit.filter.device"), say("audit.sheet.look"),
                                             say("audit.sheet.because"), say("platforms.address")], gaps),
    ]  # fmt: skip


def build_agreement_sheets(
    table: AgreementTable, verdicts: dict[str, dict[str, str]], seconds: dict[str, float], words: SheetWords
) -> list[TableSheet]:
    """What each assessor said of each item that may be seen, and how far pairs agree."""
    say, pick = words.say, words.pick

    def said(verdict: str, value: float | None) -> str:
        shown = f" {format_number(value, 2)}" if verdict == "partial" and value is not None else ""
        return f"{pick(verdicts[verdict])}{shown}"

    rows: list[list[Cell]] = [
        [
            row.item, pick(row.name), *("" if word is None else said(word.verdict.value, word.value) for word in row.said),
            said(row.machine, row.machine_value), row.apart, seconds.get(row.item, 0.0) / 60 or None,
            say("queue.agreement.waits") if row.waits else "",
        ]
        for row in table.rows
    ]  # fmt: skip
    heads = [
        say("queue.agreement.item"), say("platforms.name"), *map(clean_text, table.assessors), say("queue.agreement.machine"),
        say("queue.agreement.apart"), say("queue.agreement.minutes"), say("queue.queue.notes"),
    ]  # fmt: skip
    pairs: list[list[Cell]] = [
        [clean_text(pair["first"]), clean_text(pair["second"]), pair["items"], pair["share"], pair["kappa"]]
        for pair in table.pairs
    ]
    pair_heads = [
        say("queue.agreement.pair"),
        "",
        say("queue.agreement.both"),
        say("queue.agreement.share"),
        say("queue.agreement.kappa"),
    ]
    return [
        TableSheet(say("queue.agreement.title"), heads, rows, frozen=2),
        TableSheet(say("queue.agreement.pairs"), pair_heads, pairs),
    ]


def _list_cells(line: ItemLine, over: AuditOverview, words: SheetWords) -> list[Cell]:
    item, pick = line.item, words.pick
    value = f" {format_number(item['value'], 2)}" if item["verdict"] == "partial" and item["value"] is not None else ""
    suggested = item["suggested"] if item["verdict"] == "to_confirm" else None
    found = "\n".join(f"{hit.before}{hit.found}{hit.after}" for hit in line.hits) or pick(item["because"])
    return [
        item["item"], pick(item["name"]), f"{pick(over.verdicts[item['verdict']])}{value}",
        pick(over.verdicts[suggested["verdict"]]) if suggested else "", "✓" if line.waits else "", "✓" if item["confirmed"] else "",
        item["weight"], line.evidence, found,
    ]  # fmt: skip
