"""The commands rectify export, import and list: what platforms have to mend, written out, filled in, read back."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.table import Table
from rich.text import Text as Styled

from probes.finding import Finding, Outcome, Text
from scoring.tables import Standard
from storage.audits import Audit, load_audit
from storage.errors import NotFound
from storage.rectifications import Key, Rectification, put_found, rectifications, told_of
from storage.session import Store
from xuncha import rectify_sheet, workbook
from xuncha.guarded import BAD_USE
from xuncha.rectify_sheet import name_of, settings
from xuncha.rectifying import take
from xuncha.rules import load_rules
from xuncha.schedule import BEIJING
from xuncha.shortfall import shortfalls
from xuncha.standings import Place, find, tagged
from xuncha.stores import opened
from xuncha.words import Lang, print_table, say
from xuncha.workbook import Cell, Sheet

QUOTES = 3  # pieces of evidence in a cell


@dataclass(frozen=True, slots=True)
class Shown:
    """What the audit that saw it last says of a shortfall: why, and what pages said where."""

    because: Text
    quotes: tuple[str, ...]


async def write_out(data: Path, to: Path, tag: str, platform: str, lang: Lang) -> int:
    """Exit code of export. Raises BadTarget, StorageError."""
    standard, now = load_rules().standard, datetime.now(UTC)
    async with opened(data) as store:
        places = await _places(store, tag, platform)
        for place in places:
            await refresh(store, place.id, now)
        rows = await rectifications(store, [place.id for place in places])
        shown = await _shown(store, rows)
    helps = [(each[lang], each["help"][lang]) for each in settings()["columns"]]
    sheet = _sheet(standard, {place.id: place for place in places}, rows, shown, now, lang)
    workbook.write(to, [sheet], lang, (settings()["names"]["help"][lang], helps))
    print(say(Text(f"已写出 {len(rows)} 条：{to}", f"{len(rows)} shortfalls written: {to}"), lang))
    return 0


async def bring_in(data: Path, path: Path, lang: Lang) -> int:
    """Exit code of import: 2 where a row was bad, though the good ones count. Raises BadTarget, StorageError."""
    rows, bad = rectify_sheet.read(path)
    async with opened(data) as store:
        done = await take(store, rows, datetime.now(UTC))
    faults = [*bad, *done.bad]
    said = Text(
        f"{path.name}：更新 {done.new} 条，其中关闭 {done.closed} 条，未变 {done.same} 条，有误 {len(faults)} 处",
        f"{path.name}: {done.new} updated, {done.closed} of them closed, {done.same} unchanged, {len(faults)} faults",
    )
    print(say(said, lang))
    for fault in faults:
        text = Text(f"{fault.place}：{fault.text.zh}", f"{fault.place}: {fault.text.en}")
        print(f"xuncha: {say(text, lang)}", file=sys.stderr, flush=True)
    return BAD_USE if faults else 0


async def list_all(data: Path, tag: str, platform: str, all: bool, lang: Lang) -> int:
    """Exit code of list. Raises BadTarget, StorageError."""
    standard, now = load_rules().standard, datetime.now(UTC)
    async with opened(data) as store:
        places = {place.id: place for place in await _places(store, tag, platform)}
        for id in places:
            await refresh(store, id, now)
        rows = await rectifications(store, list(places), closed=all)
    table = Table(box=None, pad_edge=False)
    heads = (("条款", "item"), ("状态", "state"), ("首次发现", "first seen"), ("最近发现", "last seen"), ("通知", "notified"),
             ("期限", "due"), ("复查符合", "found well"), ("平台", "platform"), ("名称", "name"))  # fmt: skip
    for zh, en in heads:
        table.add_column(say(Text(zh, en), lang), overflow="fold", no_wrap=zh not in ("平台", "名称"))
    for row in rows:
        known, found, said = places[row.key.platform], row.found, row.said
        days = (found.opened_at, found.last_seen_at, said.notified_at, said.due_at, found.rechecked_at)
        table.add_row(
            row.key.item,
            settings()["states"][state(row, now)][lang],
            *(_day(each) or "—" for each in days),
            Styled(say(Text(known.called, known.called), lang)),
            Styled(_name(standard, row.key, lang)),
        )
    print_table(table)
    return 0


async def refresh(store: Store, platform: int, now: datetime) -> None:
    """Bring a platform's shortfalls up to what its audits show. Raises RecordDamaged."""
    rows = await rectifications(store, [platform], closed=True)
    await put_found(store, platform, shortfalls(await told_of(store, platform), rows), now)


def state(row: Rectification, now: datetime) -> str:
    """A key of ``states``. A day is over when the next one begins in Beijing."""
    said = row.said
    if said.closed_at is not None:
        return "closed"
    if row.found.rechecked_at is not None:
        return "well"
    if said.due_at is not None and said.due_at.astimezone(BEIJING).date() < now.astimezone(BEIJING).date():
        return "overdue"
    return "notified" if said.notified_at is not None else "open"


async def _places(store: Store, tag: str, platform: str) -> Sequence[Place]:
    listed = [Place(each.id, each.registration.url, each.registration.name) for each in await tagged(store, tag)]
    if not platform:
        return listed
    one = await find(store, platform)
    return [one] if not tag or one.id in {each.id for each in listed} else []


async def _shown(store: Store, rows: Sequence[Rectification]) -> dict[Key, Shown]:
    """Audit by audit, each read once; an audit that is gone shows nothing."""
    found: dict[Key, Shown] = {}
    for id in dict.fromkeys(row.found.audit for row in rows):
        try:
            audit = await load_audit(store, id)
        except NotFound:
            continue
        for row in rows:
            if row.found.audit == id and (shown := _of(audit, row.key.item)) is not None:
                found[row.key] = shown
    return found


def _of(audit: Audit, item: str) -> Shown | None:
    """The evidence of the checks that earned nothing or less than all, else of any of the item's."""
    verdict = next((each for each in audit.verdicts if each.item == item), None)
    if verdict is None:
        return None
    findings = {each.id: each for each in audit.findings}
    short = [id for check in verdict.checks if check.points < check.of for id in check.findings]
    named = short or [id for check in verdict.checks for id in check.findings]
    known = [findings[id] for id in dict.fromkeys(named) if id in findings]
    known.sort(key=lambda each: each.outcome is not Outcome.NO)
    return Shown(verdict.because, _quotes(known))


def _quotes(findings: Sequence[Finding]) -> tuple[str, ...]:
    pieces = [piece for each in findings for piece in each.answer.evidence]
    pieces.sort(key=lambda piece: not piece.quote)
    lines = dict.fromkeys(f"「{piece.quote}」 {piece.url}" if piece.quote else piece.url for piece in pieces)
    return tuple(line for line in lines if line)[:QUOTES]


def _sheet(
    standard: Standard,
    places: Mapping[int, Place],
    rows: Sequence[Rectification],
    shown: Mapping[Key, Shown],
    now: datetime,
    lang: Lang,
) -> Sheet:
    columns = settings()["columns"]
    cells = [_cells(standard, places[row.key.platform], row, shown.get(row.key), now, lang) for row in rows]
    fill = frozenset(at for at, column in enumerate(columns) if column.get("fill"))
    heads = [column[lang] for column in columns]
    return Sheet(settings()["names"]["sheet"][lang], heads, cells, frozen=2, fill=fill)


def _cells(
    standard: Standard, place: Place, row: Rectification, shown: Shown | None, now: datetime, lang: Lang
) -> list[Cell]:
    item, said = standard.by_id.get(row.key.item), row.said
    by_key = {
        "id": name_of(row.key), "version": str(row.words), "platform": place.name, "url": place.url,
        "item": row.key.item, "name": _name(standard, row.key, lang),
        "wanting": say(shown.because, lang) if shown else "",
        "quote": "\n".join(say(Text(each, each), lang) for each in shown.quotes) if shown else "",
        "remedy": say(item.remedy.text, lang) if item else "",
        "first": _day(row.found.opened_at), "last": _day(row.found.last_seen_at), "audit": row.found.audit[:8],
        "state": _state(row, now, lang), "notified": _day(said.notified_at), "due": _day(said.due_at),
        "person": said.person, "note": said.note, "closed": "", "reason": said.reason,
    }  # fmt: skip
    return [by_key[column["key"]] for column in settings()["columns"]]


def _state(row: Rectification, now: datetime, lang: Lang) -> str:
    words: str = settings()["states"][state(row, now)][lang]
    return f"{words} {_day(row.found.rechecked_at)}".strip() if state(row, now) == "well" else words


def _name(standard: Standard, key: Key, lang: Lang) -> str:
    item = standard.by_id.get(key.item)
    return say(item.name.text, lang) if item else ""


def _day(at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(BEIJING):%Y-%m-%d}"
