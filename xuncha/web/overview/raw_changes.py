"""What differs between two judgements of a platform and why, worked out of stored bytes in a process that judges.

Nothing is judged anew: where the rules differ and the earlier visit was not judged again by the later ones, the cause of what the
machine says otherwise stays unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.standard_tables import Verdict
from scoring.verdict import ItemVerdict
from storage.audits import Circumstances
from storage.db.codec import decode_record, pause_garbage_collection
from storage.overview.raw_histories import RawAudit
from xuncha.audit.pipeline import read_requested_items
from xuncha.compare.causes import Bridge, ItemChange, find_item_changes
from xuncha.compare.direction import ChangeLabel, Direction, find_direction, is_direction_certain, label_change


@dataclass(frozen=True, slots=True)
class RawPair:
    """Two judgements of one platform. ``bridge``: the earlier visit judged by the later one's rules, None without such."""

    before: RawAudit
    after: RawAudit
    bridge: RawAudit | None = None


@dataclass(frozen=True, slots=True)
class SaidOfItem:
    """What a judgement said of an item; ``suggested`` where nothing was decided but a verdict was suggested."""

    verdict: Verdict
    value: float | None
    suggested: Verdict | None
    confirmed: bool
    why_zh: str
    why_en: str


@dataclass(frozen=True, slots=True)
class ItemMove:
    """One item whose verdict differs. ``direction`` is the shop's own; ``certain``: it rests on decided verdicts alone."""

    item: str
    labels: tuple[ChangeLabel, ...]
    direction: Direction
    certain: bool
    before: SaidOfItem
    after: SaidOfItem


def compare_raw_pairs(pairs: Sequence[RawPair]) -> list[tuple[ItemMove, ...]]:
    """The items that differ within each of these pairs, in the order of the standard. Raises RecordDamaged."""
    with pause_garbage_collection():
        return [_compare(pair) for pair in pairs]


def _compare(pair: RawPair) -> tuple[ItemMove, ...]:
    old, new = dict(pair.before.verdicts), dict(pair.after.verdicts)
    unlike = [item for item, record in old.items() if item in new and new[item] != record]
    before, after = _read(old, unlike), _read(new, unlike)
    then, now = decode_record(Circumstances, pair.before.around), decode_record(Circumstances, pair.after.around)
    flags = [{(decision.flag, decision.value) for decision in around.flag_decisions} for around in (then, now)]
    same_rules = pair.before.head.ruleset == pair.after.head.ruleset
    same_site = pair.before.head.visit == pair.after.head.visit
    bridge = None
    if (
        flags[0] != flags[1]
    ):  # people decided the profile otherwise: then even the same rules do not prove that the site changed
        same_rules = same_site = False
    elif same_rules or pair.bridge is not None:
        middle = before if pair.bridge is None else _read(dict(pair.bridge.verdicts), unlike)
        bridge = Bridge(middle, middle, after)
    asked = [set(read_requested_items(around.facts)) for around in (then, now)]
    return tuple(
        ItemMove(
            change.item, label_change(change), find_direction(change), is_direction_certain(change), _said(change.before), _said(change.after)
        )
        for change in find_item_changes(before, after, bridge, same_rules, same_site)
        if change.changed and _compared(change, asked)
    )  # fmt: skip


def _compared(change: ItemChange, asked: Sequence[set[str]]) -> bool:
    """Whether both audits were asked about the item, or a person decided it."""
    return all(not some or change.item in some for some in asked) or change.before.confirmed or change.after.confirmed


def _read(records: dict[str, bytes], items: Sequence[str]) -> tuple[ItemVerdict, ...]:
    return tuple(decode_record(ItemVerdict, records[item]) for item in items if item in records)


def _said(verdict: ItemVerdict) -> SaidOfItem:
    suggested = verdict.suggested.verdict if verdict.suggested is not None and not verdict.verdict.decided else None
    return SaidOfItem(
        verdict.verdict, verdict.value, suggested, verdict.confirmed, verdict.because.zh, verdict.because.en
    )
