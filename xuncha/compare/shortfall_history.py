"""When an item is a shortfall, since when, and whether it was fixed, from a platform's audits over time. Pure.

Wanting: not met (by a machine that looked twice, or by a person), or partly met where a person said so. A mere
suggestion, or a machine's own «partly met», asks nobody to fix anything. Well: met, or no longer applicable. Items not
seen or not decided, and a machine's «partly met», are neither, so a blocked visit opens and closes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from scoring.standard_tables import Verdict
from storage.remediations import DecidedVerdict, FoundShortfall, Remediation


class ItemStanding(StrEnum):
    """What one verdict says of an item."""

    WANTING = "wanting"
    WELL = "well"
    NOTHING = "nothing"


def classify_verdict(told: DecidedVerdict) -> ItemStanding:
    """Whether a verdict is wanting, well, or neither; defined at the head of this module."""
    if told.verdict is Verdict.FAIL or (told.verdict is Verdict.PARTIAL and told.confirmed):
        return ItemStanding.WANTING
    return ItemStanding.WELL if told.verdict in (Verdict.PASS, Verdict.NOT_APPLICABLE) else ItemStanding.NOTHING


def track_shortfalls(told: Iterable[DecidedVerdict], rows: Sequence[Remediation]) -> tuple[FoundShortfall, ...]:
    """A platform's shortfalls to store: its open rows brought up to date, and new ones. ``told`` may come in any order.

    An open row stays open, whatever is seen; seen well after it was last wanting, it is proposed for closing. A new row
    opens where an item is wanting since it was last well and since a person last closed it. What was fixed before
    anybody was shown it opens none.
    """
    by_item: dict[str, list[tuple[ItemStanding, DecidedVerdict]]] = {}
    for verdict in sorted(told, key=lambda verdict: (verdict.at, verdict.audit)):
        if (said := classify_verdict(verdict)) is not ItemStanding.NOTHING:
            by_item.setdefault(verdict.item, []).append((said, verdict))
    opened = {row.key.item: row for row in rows if row.said.closed_at is None}
    closed: dict[str, datetime] = {}
    for row in rows:
        if row.said.closed_at is not None:
            closed[row.key.item] = max(row.said.closed_at, closed.get(row.key.item, row.said.closed_at))
    found = [_kept(row, by_item.get(item, [])) for item, row in opened.items()]
    found += [
        new for item, seen in by_item.items() if item not in opened and (new := _new(item, seen, closed)) is not None
    ]
    return tuple(sorted(found, key=lambda shortfall: shortfall.item))


def _kept(row: Remediation, seen: Sequence[tuple[ItemStanding, DecidedVerdict]]) -> FoundShortfall:
    since = [(said, verdict) for said, verdict in seen if verdict.at >= row.found.opened_at]
    wanting = [verdict for said, verdict in since if said is ItemStanding.WANTING]
    # By other rules the item might never have been wanting: then keep what was seen when the row was opened.
    last, audit = (wanting[-1].at, wanting[-1].audit) if wanting else (row.found.opened_at, row.found.audit)
    well = [verdict.at for said, verdict in since if said is ItemStanding.WELL and verdict.at >= last]
    return FoundShortfall(row.key.item, row.found.opened_at, last, audit, well[0] if well else None)


def _new(
    item: str, seen: Sequence[tuple[ItemStanding, DecidedVerdict]], closed: Mapping[str, datetime]
) -> FoundShortfall | None:
    spell: list[DecidedVerdict] = []
    for said, judged in seen:
        if item in closed and judged.at <= closed[item]:
            continue
        spell = [*spell, judged] if said is ItemStanding.WANTING else []
    return FoundShortfall(item, spell[0].at, spell[-1].at, spell[-1].audit, None) if spell else None
