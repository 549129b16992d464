"""What a sheet says of shortfalls, put beside what was said before: a cell counts where it differs from what the sheet was written with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from probes.finding import Text
from storage.errors import NotFound
from storage.rectifications import Said, rectification, say, words_of
from storage.session import Store
from xuncha.rectify_sheet import Row
from xuncha.register_sheet import Bad
from xuncha.registering import Wrong
from xuncha.schedule import BEIJING

FIELDS = {"notified": "notified_at", "due": "due_at", "person": "person", "note": "note", "reason": "reason"}


@dataclass(frozen=True, slots=True)
class Taken:
    """Rows that said something new, those of them that closed something, rows that did not, and the faults of the others."""

    new: int
    closed: int
    same: int
    bad: tuple[Bad, ...]


async def take(store: Store, rows: Sequence[Row], now: datetime) -> Taken:
    """Good rows are kept, each for itself. Raises StorageError."""
    new = closed = same = 0
    bad: list[Bad] = []
    for row in rows:
        try:
            before, after = await _put(store, row, now)
        except Wrong as fault:
            bad.append(Bad(row.places.get(fault.key, row.places["id"]), fault.text))
            continue
        new += before != after
        same += before == after
        closed += before.closed_at is None and after.closed_at is not None
    return Taken(new, closed, same, tuple(bad))


async def _put(store: Store, row: Row, now: datetime) -> tuple[Said, Said]:
    """What was said before and now. Raises Wrong."""
    try:
        known = await rectification(store, row.key)
    except NotFound as fault:
        raise Wrong("id", Text("没有这一条，请重新导出", "there is no such shortfall: export anew")) from fault
    words = await words_of(store, row.key)
    if row.version > len(words):
        raise Wrong("version", Text("版本被改动，请重新导出", "the version was changed: export anew"))
    written = words[row.version - 1] if row.version else Said()
    after = merged(row.said, written, known.said, now)
    if after == known.said:
        return known.said, after
    _sound(after, known.said, now)
    if not await say(store, row.key, after, known.words, now):
        raise Wrong("id", Text("刚刚被他人修改，请重新读入", "somebody else has just changed it: read the sheet again"))
    return known.said, after


def merged(said: Mapping[str, Any], written: Said, known: Said, now: datetime) -> Said:
    """``written`` is what the sheet was written with, ``known`` what holds now. Raises Wrong where both changed, and not alike."""
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
            raise Wrong(key, _meanwhile(current))
        after = replace(after, **{name: cell})
    close = said.get("closed")
    # Yes or no: what differs from what was written and from what holds differs from both alike.
    if close is not None and close not in (written.closed_at is not None, known.closed_at is not None):
        after = replace(after, closed_at=now if close else None, reason=after.reason if close else "")
    return after


def _meanwhile(current: datetime | str | None) -> Text:
    shown = f"{current.astimezone(BEIJING):%Y-%m-%d}" if isinstance(current, datetime) else (current or "—")[:40]
    return Text(
        f"导出之后已改为 {shown!r}，请重新导出再填", f"changed to {shown!r} since the sheet was written: export anew"
    )


def _sound(after: Said, before: Said, now: datetime) -> None:
    """Raises Wrong for what cannot be meant."""
    if after.notified_at is not None and after.notified_at > now:
        raise Wrong("notified", Text("通知日期晚于今天", "notified on a day that is yet to come"))
    if after.due_at is not None and after.notified_at is not None and after.due_at < after.notified_at:
        raise Wrong("due", Text("期限早于通知日期", "due before it was notified"))
    if after.closed_at is None and after.reason:
        raise Wrong("reason", Text("写了关闭理由，但「已关闭」不是 是", "a reason for closing, but it is not closed"))
    if after.closed_at is not None and before.closed_at is None:
        if not after.reason:
            raise Wrong("reason", Text("关闭须写明理由", "say why it is closed"))
        if not after.person:
            raise Wrong("person", Text("关闭须写明负责人", "say who closed it"))
