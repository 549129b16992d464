"""Merges a filled-in shortfall sheet into the stored remarks: a cell counts where it differs from what was exported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from probes.finding import Text
from storage.db.session import Store
from storage.errors import NotFound
from storage.remediations import Said, load_remarks, load_remediation, save_remark
from xuncha.register.platform_rows import FieldFault
from xuncha.register.platform_sheet import CellFault
from xuncha.register.shortfall_sheet import ShortfallRow
from xuncha.settings.zone import BEIJING

FIELDS = {"notified": "notified_at", "due": "due_at", "person": "person", "note": "note", "reason": "reason"}


@dataclass(frozen=True, slots=True)
class ShortfallImport:
    """Rows that said something new, those of them that closed a shortfall, rows that changed nothing, and errors."""

    new: int
    closed: int
    same: int
    bad: tuple[CellFault, ...]


async def apply_shortfall_rows(store: Store, rows: Sequence[ShortfallRow], now: datetime) -> ShortfallImport:
    """Store the good rows, each by itself. Raises StorageError."""
    new = closed = same = 0
    bad: list[CellFault] = []
    for row in rows:
        try:
            before, after = await _put(store, row, now)
        except FieldFault as fault:
            bad.append(CellFault(row.places.get(fault.key, row.places["id"]), fault.text))
            continue
        new += before != after
        same += before == after
        closed += before.closed_at is None and after.closed_at is not None
    return ShortfallImport(new, closed, same, tuple(bad))


async def _put(store: Store, row: ShortfallRow, now: datetime) -> tuple[Said, Said]:
    """The remarks before and after the row. Raises FieldFault."""
    try:
        known = await load_remediation(store, row.key)
    except NotFound as fault:
        raise FieldFault("id", Text("没有这一条，请重新导出", "there is no such shortfall: export anew")) from fault
    words = await load_remarks(store, row.key)
    if row.version > len(words):
        raise FieldFault("version", Text("版本被改动，请重新导出", "the version was changed: export anew"))
    written = words[row.version - 1] if row.version else Said()
    after = merge_remarks(row.said, written, known.said, now)
    if after == known.said:
        return known.said, after
    _sound(after, known.said, now)
    if not await save_remark(store, row.key, after, known.words, now):
        raise FieldFault(
            "id", Text("刚刚被他人修改，请重新读入", "somebody else has just changed it: read the sheet again")
        )
    return known.said, after


def merge_remarks(said: Mapping[str, Any], written: Said, known: Said, now: datetime) -> Said:
    """Merge a row into the remarks. Raises FieldFault where a cell and the store were both changed, differently.

    ``said``: the row; ``written``: what the sheet was exported with; ``known``: what holds now.
    """
    after = known
    for key, name in FIELDS.items():
        if key not in said:
            continue
        empty = None if key in ("notified", "due") else ""
        cell: Any = said[key] or empty
        base, current = getattr(written, name), getattr(known, name)
        if cell in (base, current):
            continue
        if current != base:
            raise FieldFault(key, _meanwhile(current))
        after = replace(after, **{name: cell})
    close = said.get("closed")
    # Yes or no: a cell that differs from both the exported and the stored value finds them equal, so none conflicts.
    if close is not None and close not in (written.closed_at is not None, known.closed_at is not None):
        after = replace(after, closed_at=now if close else None, reason=after.reason if close else "")
    return after


def _meanwhile(current: datetime | str | None) -> Text:
    shown = f"{current.astimezone(BEIJING):%Y-%m-%d}" if isinstance(current, datetime) else (current or "—")[:40]
    return Text(
        f"导出之后已改为 {shown!r}，请重新导出再填", f"changed to {shown!r} since the sheet was written: export anew"
    )


def _sound(after: Said, before: Said, now: datetime) -> None:
    """Check that the remarks make sense. Raises FieldFault."""
    if after.notified_at is not None and after.notified_at > now:
        raise FieldFault("notified", Text("通知日期晚于今天", "notified on a day that is yet to come"))
    if after.due_at is not None and after.notified_at is not None and after.due_at < after.notified_at:
        raise FieldFault("due", Text("期限早于通知日期", "due before it was notified"))
    if after.closed_at is None and after.reason:
        raise FieldFault(
            "reason", Text("写了关闭理由，但「已关闭」不是 是", "a reason for closing, but it is not closed")
        )
    if after.closed_at is not None and before.closed_at is None:
        if not after.reason:
            raise FieldFault("reason", Text("关闭须写明理由", "say why it is closed"))
        if not after.person:
            raise FieldFault("person", Text("关闭须写明负责人", "say who closed it"))
