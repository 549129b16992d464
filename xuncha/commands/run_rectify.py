"""The commands ``rectify export``, ``import`` and ``list``: shortfalls to remediate, as a sheet and read back."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.table import Table
from rich.text import Text as Styled

from probes.finding import Finding, Outcome, Text
from scoring.standard_tables import Standard
from storage.audits import load_audit
from storage.db.session import Store
from storage.errors import NotFound
from storage.remediations import (
    Remediation,
    ShortfallKey,
    list_remediations,
    load_decided_verdicts,
    save_found_shortfalls,
)
from storage.visits.audit import Audit
from xuncha.compare.position import StoredPlatform, find_stored_platform, list_tagged_platforms
from xuncha.compare.shortfall_history import track_shortfalls
from xuncha.console.lang import Lang, print_table, render_text
from xuncha.guarded import BAD_USE
from xuncha.judging.rules import load_rules
from xuncha.register import shortfall_sheet
from xuncha.register.shortfall_rows import apply_shortfall_rows
from xuncha.register.shortfall_sheet import format_shortfall_number, load_rectify_table
from xuncha.reports import table_files
from xuncha.reports.table_files import Cell, TableSheet
from xuncha.settings.stores import open_data_store
from xuncha.settings.zone import BEIJING

QUOTES = 3  # quotes in a cell


@dataclass(frozen=True, slots=True)
class ShortfallEvidence:
    """The evidence of a shortfall from the last audit that saw it: the reason, and what pages said where."""

    because: Text
    quotes: tuple[str, ...]


async def export_shortfalls(data: Path, to: Path, tag: str, platform: str, lang: Lang) -> int:
    """Run ``export``; returns its exit code. Raises InvalidInput, StorageError."""
    standard, now = load_rules().standard, datetime.now(UTC)
    async with open_data_store(data) as store:
        places = await _places(store, tag, platform)
        for place in places:
            await refresh_shortfalls(store, place.id, now)
        rows = await list_remediations(store, [place.id for place in places])
        shown = await _shown(store, rows)
    helps = [(column[lang], column["help"][lang]) for column in load_rectify_table()["columns"]]
    sheet = _sheet(standard, {place.id: place for place in places}, rows, shown, now, lang)
    table_files.write_tables(to, [sheet], lang, (load_rectify_table()["names"]["help"][lang], helps))
    print(render_text(Text(f"已写出 {len(rows)} 条：{to}", f"{len(rows)} shortfalls written: {to}"), lang))
    return 0


async def import_shortfalls(data: Path, path: Path, lang: Lang) -> int:
    """Run ``import``; returns its exit code: 2 where a row was bad (the good ones still count).

    Raises InvalidInput, StorageError.
    """
    rows, bad = shortfall_sheet.read_shortfall_sheet(path)
    async with open_data_store(data) as store:
        done = await apply_shortfall_rows(store, rows, datetime.now(UTC))
    faults = [*bad, *done.bad]
    said = Text(
        f"{path.name}：更新 {done.new} 条，其中关闭 {done.closed} 条，未变 {done.same} 条，有误 {len(faults)} 处",
        f"{path.name}: {done.new} updated, {done.closed} of them closed, {done.same} unchanged, {len(faults)} faults",
    )
    print(render_text(said, lang))
    for fault in faults:
        text = Text(f"{fault.place}：{fault.text.zh}", f"{fault.place}: {fault.text.en}")
        print(f"xuncha: {render_text(text, lang)}", file=sys.stderr, flush=True)
    return BAD_USE if faults else 0


async def print_shortfalls(data: Path, tag: str, platform: str, all: bool, lang: Lang) -> int:
    """Run ``list``; returns its exit code. Raises InvalidInput, StorageError."""
    standard, now = load_rules().standard, datetime.now(UTC)
    async with open_data_store(data) as store:
        places = {place.id: place for place in await _places(store, tag, platform)}
        for id in places:
            await refresh_shortfalls(store, id, now)
        rows = await list_remediations(store, list(places), closed=all)
    table = Table(box=None, pad_edge=False)
    heads = (("条款", "item"), ("状态", "state"), ("首次发现", "first seen"), ("最近发现", "last seen"), ("通知", "notified"),
             ("期限", "due"), ("复查符合", "found well"), ("平台", "platform"), ("名称", "name"))  # fmt: skip
    for zh, en in heads:
        table.add_column(render_text(Text(zh, en), lang), overflow="fold", no_wrap=zh not in ("平台", "名称"))
    for row in rows:
        known, found, said = places[row.key.platform], row.found, row.said
        days = (found.opened_at, found.last_seen_at, said.notified_at, said.due_at, found.rechecked_at)
        table.add_row(
            row.key.item,
            load_rectify_table()["states"][find_shortfall_state(row, now)][lang],
            *(_day(day) or "—" for day in days),
            Styled(render_text(Text(known.called, known.called), lang)),
            Styled(_name(standard, row.key, lang)),
        )
    print_table(table)
    return 0


async def refresh_shortfalls(store: Store, platform: int, now: datetime) -> None:
    """Update a platform's shortfalls from its audits. Raises RecordDamaged."""
    rows = await list_remediations(store, [platform], closed=True)
    await save_found_shortfalls(
        store, platform, track_shortfalls(await load_decided_verdicts(store, platform), rows), now
    )


def find_shortfall_state(row: Remediation, now: datetime) -> str:
    """The shortfall's state, a key of ``states``. A day ends when the next one begins in Beijing."""
    said = row.said
    if said.closed_at is not None:
        return "closed"
    if row.found.rechecked_at is not None:
        return "well"
    if said.due_at is not None and said.due_at.astimezone(BEIJING).date() < now.astimezone(BEIJING).date():
        return "overdue"
    return "notified" if said.notified_at is not None else "open"


async def _places(store: Store, tag: str, platform: str) -> Sequence[StoredPlatform]:
    listed = [
        StoredPlatform(other.id, other.registration.url, other.registration.name)
        for other in await list_tagged_platforms(store, tag)
    ]
    if not platform:
        return listed
    one = await find_stored_platform(store, platform)
    return [one] if not tag or one.id in {other.id for other in listed} else []


async def _shown(store: Store, rows: Sequence[Remediation]) -> dict[ShortfallKey, ShortfallEvidence]:
    """The evidence of each row. Each audit is read once; an audit that is gone gives none."""
    found: dict[ShortfallKey, ShortfallEvidence] = {}
    for id in dict.fromkeys(row.found.audit for row in rows):
        try:
            audit = await load_audit(store, id)
        except NotFound:
            continue
        for row in rows:
            if row.found.audit == id and (shown := _of(audit, row.key.item)) is not None:
                found[row.key] = shown
    return found


def _of(audit: Audit, item: str) -> ShortfallEvidence | None:
    """Evidence of the checks that earned less than full points, else of any check of the item."""
    verdict = next((verdict for verdict in audit.verdicts if verdict.item == item), None)
    if verdict is None:
        return None
    findings = {finding.id: finding for finding in audit.findings}
    short = [id for check in verdict.checks if check.points < check.of for id in check.findings]
    named = short or [id for check in verdict.checks for id in check.findings]
    known = [findings[id] for id in dict.fromkeys(named) if id in findings]
    known.sort(key=lambda finding: finding.outcome is not Outcome.NO)
    return ShortfallEvidence(verdict.because, _quotes(known))


def _quotes(findings: Sequence[Finding]) -> tuple[str, ...]:
    pieces = [piece for finding in findings for piece in finding.answer.evidence]
    pieces.sort(key=lambda piece: not piece.quote)
    lines = dict.fromkeys(f"「{piece.quote}」 {piece.url}" if piece.quote else piece.url for piece in pieces)
    return tuple(line for line in lines if line)[:QUOTES]


def _sheet(
    standard: Standard,
    places: Mapping[int, StoredPlatform],
    rows: Sequence[Remediation],
    shown: Mapping[ShortfallKey, ShortfallEvidence],
    now: datetime,
    lang: Lang,
) -> TableSheet:
    columns = load_rectify_table()["columns"]
    cells = [_cells(standard, places[row.key.platform], row, shown.get(row.key), now, lang) for row in rows]
    fill = frozenset(at for at, column in enumerate(columns) if column.get("fill"))
    heads = [column[lang] for column in columns]
    return TableSheet(load_rectify_table()["names"]["sheet"][lang], heads, cells, frozen=2, fill=fill)


def _cells(
    standard: Standard,
    place: StoredPlatform,
    row: Remediation,
    shown: ShortfallEvidence | None,
    now: datetime,
    lang: Lang,
) -> list[Cell]:
    item, said = standard.by_id.get(row.key.item), row.said
    by_key = {
        "id": format_shortfall_number(row.key), "version": str(row.words), "platform": place.name, "url": place.url,
        "item": row.key.item, "name": _name(standard, row.key, lang),
        "wanting": render_text(shown.because, lang) if shown else "",
        "quote": "\n".join(render_text(Text(quote, quote), lang) for quote in shown.quotes) if shown else "",
        "remedy": render_text(item.remedy.text, lang) if item else "",
        "first": _day(row.found.opened_at), "last": _day(row.found.last_seen_at), "audit": row.found.audit[:8],
        "state": _state(row, now, lang), "notified": _day(said.notified_at), "due": _day(said.due_at),
        "person": said.person, "note": said.note, "closed": "", "reason": said.reason,
    }  # fmt: skip
    return [by_key[column["key"]] for column in load_rectify_table()["columns"]]


def _state(row: Remediation, now: datetime, lang: Lang) -> str:
    words: str = load_rectify_table()["states"][find_shortfall_state(row, now)][lang]
    return f"{words} {_day(row.found.rechecked_at)}".strip() if find_shortfall_state(row, now) == "well" else words


def _name(standard: Standard, key: ShortfallKey, lang: Lang) -> str:
    item = standard.by_id.get(key.item)
    return render_text(item.name.text, lang) if item else ""


def _day(at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(BEIJING):%Y-%m-%d}"
