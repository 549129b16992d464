"""What differs between two audits, item by item, and why: the rules, the site, or people's decisions. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from scoring.standard_tables import TOLERANCE, Verdict
from scoring.verdict import ItemVerdict


class Cause(StrEnum):
    """Why an item's verdict differs. When comparing two platforms, ``SITE`` means that the platforms differ."""

    RULES = "rules"
    SITE = "site"
    PEOPLE = "people"
    UNKNOWN = "unknown"  # rules or site: what would tell them apart is no longer stored


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One item before and after; an unchanged item has no causes.

    ``shift``: how much its value grew, None where one of them has no value. ``alike``: the two verdicts under the same
    rules and the same decisions about the platform, as far as they are known.
    """

    item: str
    before: ItemVerdict
    after: ItemVerdict
    changed: bool
    causes: tuple[Cause, ...]
    shift: float | None
    alike: tuple[ItemVerdict, ItemVerdict]


@dataclass(frozen=True, slots=True)
class Bridge:
    """Both Sites judged under the same rules, by the machine alone.

    ``before_profile`` is the earlier Site under the platform profile that people decided in the later audit. Each is
    the audit's own verdicts where nothing had to be judged again.
    """

    before: tuple[ItemVerdict, ...]
    before_profile: tuple[ItemVerdict, ...]
    after: tuple[ItemVerdict, ...]


def find_item_changes(
    before: Iterable[ItemVerdict],
    after: Iterable[ItemVerdict],
    bridge: Bridge | None,
    same_rules: bool,
    same_site: bool,
) -> tuple[ItemChange, ...]:
    """Every item that both audits have, in the order of ``before``.

    ``bridge`` is None where the Sites can no longer be judged under the same rules. With a bridge: a difference between
    an audit and its own Site under the common rules comes from the rules, one between the two Sites under the common
    rules from the site, and people's decisions from people. Without one: under the same rules only the site can differ,
    in the same visit only the rules; otherwise the cause is unknown.
    """
    then, now = _by_item(before), _by_item(after)
    middle = bridge or Bridge((), (), ())
    first, told, second = _by_item(middle.before), _by_item(middle.before_profile), _by_item(middle.after)
    found = []
    for item, old in then.items():
        new = now.get(item)
        if new is None:
            continue
        alike = told.get(item, old), second.get(item, new)
        bare = _bare(old, new, same_rules, same_site)
        causes = set(bare if bridge is None else _bridged(old, first.get(item, old), *alike, new))
        if _persons(old) != _persons(new):
            causes.add(Cause.PEOPLE)
        shift = None if old.value is None or new.value is None else new.value - old.value
        # Rules and site may have moved it in opposite directions: the published verdict did not change.
        changed = not _alike(old, new)
        told_of = tuple(cause for cause in Cause if cause in causes) or (Cause.UNKNOWN,)
        found.append(ItemChange(item, old, new, changed, told_of if changed else (), shift, alike))
    return tuple(found)


def _bridged(
    old: ItemVerdict, first: ItemVerdict, told: ItemVerdict, second: ItemVerdict, new: ItemVerdict
) -> Iterator[Cause]:
    if not _same_machine(old, first) or not _same_machine(second, new):
        yield Cause.RULES
    if not _same_machine(first, told):
        yield Cause.PEOPLE
    if not _same_machine(told, second):
        yield Cause.SITE


def _bare(old: ItemVerdict, new: ItemVerdict, same_rules: bool, same_site: bool) -> Iterator[Cause]:
    if not _same_machine(old, new):
        yield Cause.SITE if same_rules and not same_site else Cause.RULES if same_site else Cause.UNKNOWN


def _by_item(verdicts: Iterable[ItemVerdict]) -> Mapping[str, ItemVerdict]:
    return {verdict.item: verdict for verdict in verdicts}


def _same_machine(one: ItemVerdict, other: ItemVerdict) -> bool:
    """Whether the machine said the same (verdict, value and suggestion), even if a person decided otherwise."""
    said, other_said = one.machine or one, other.machine or other
    alike = said.verdict is other_said.verdict and _near(said.value, other_said.value)
    return alike and _same_suggestion(one, other)


def _same_suggestion(one: ItemVerdict, other: ItemVerdict) -> bool:
    if one.suggested is None or other.suggested is None:
        return one.suggested is other.suggested
    return one.suggested.verdict is other.suggested.verdict and _near(one.suggested.value, other.suggested.value)


def _persons(verdict: ItemVerdict) -> tuple[bool, Verdict | None, float | None]:
    decided = verdict.machine is not None
    return decided, verdict.verdict if decided else None, verdict.value if decided else None


def _alike(old: ItemVerdict, new: ItemVerdict) -> bool:
    shown = old.verdict is new.verdict and _near(old.value, new.value) and old.confirmed is new.confirmed
    return shown and (old.confirmed or _same_suggestion(old, new))


def _near(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= TOLERANCE
