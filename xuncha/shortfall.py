"""When an item is wanting, since when, and whether it was mended, as a platform's audits over time show it. Pure.

Wanting: not met (by a machine that looked twice, or by a person), or partly met where a person said so; a mere suggestion, and a
machine's own «partly met», tell nobody to mend anything. Well: met, or no longer applicable. What was not seen or not decided,
and a machine's «partly met», say neither, so a blocked visit opens and closes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from scoring.tables import Verdict
from storage.rectifications import Found, Rectification, Told


class Look(StrEnum):
    """What one verdict says of an item."""

    WANTING = "wanting"
    WELL = "well"
    NOTHING = "nothing"


def look(told: Told) -> Look:
    """See the head of this module."""
    if told.verdict is Verdict.FAIL or (told.verdict is Verdict.PARTIAL and told.confirmed):
        return Look.WANTING
    return Look.WELL if told.verdict in (Verdict.PASS, Verdict.NOT_APPLICABLE) else Look.NOTHING


def shortfalls(told: Iterable[Told], rows: Sequence[Rectification]) -> tuple[Found, ...]:
    """What is to be kept of one platform: its open rows brought up to date, and new ones. ``told`` in any order.

    An open row stays open, whatever is seen: found well after it was last wanting, it is proposed for closing. Without an open row
    one opens where an item is wanting since the last time it was well and since a person closed it; what was mended before anybody
    was shown it opens none.
    """
    by_item: dict[str, list[tuple[Look, Told]]] = {}
    for each in sorted(told, key=lambda each: (each.at, each.audit)):
        if (said := look(each)) is not Look.NOTHING:
            by_item.setdefault(each.item, []).append((said, each))
    opened = {row.key.item: row for row in rows if row.said.closed_at is None}
    closed: dict[str, datetime] = {}
    for row in rows:
        if row.said.closed_at is not None:
            closed[row.key.item] = max(row.said.closed_at, closed.get(row.key.item, row.said.closed_at))
    found = [_kept(row, by_item.get(item, [])) for item, row in opened.items()]
    found += [
        new for item, seen in by_item.items() if item not in opened and (new := _new(item, seen, closed)) is not None
    ]
    return tuple(sorted(found, key=lambda each: each.item))


def _kept(row: Rectification, seen: Sequence[tuple[Look, Told]]) -> Found:
    since = [(said, each) for said, each in seen if each.at >= row.found.opened_at]
    wanting = [each for said, each in since if said is Look.WANTING]
    # Judged by other rules the item may never have been wanting: then what was seen when it was opened stays.
    last, audit = (wanting[-1].at, wanting[-1].audit) if wanting else (row.found.opened_at, row.found.audit)
    well = [each.at for said, each in since if said is Look.WELL and each.at >= last]
    return Found(row.key.item, row.found.opened_at, last, audit, well[0] if well else None)


def _new(item: str, seen: Sequence[tuple[Look, Told]], closed: Mapping[str, datetime]) -> Found | None:
    spell: list[Told] = []
    for said, each in seen:
        if item in closed and each.at <= closed[item]:
            continue
        spell = [*spell, each] if said is Look.WANTING else []
    return Found(item, spell[0].at, spell[-1].at, spell[-1].audit, None) if spell else None
