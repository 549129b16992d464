"""Load standard.toml as a Standard and bind it to the probes that count on it; an inconsistency stops the start."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from pathlib import Path

from crawler.settings_file import SettingsFile
from crawler.table_builder import ConfigurationError, name_nearest
from probes.probe import Check
from probes.schema.flags import FLAGS
from scoring.standard_tables import TOLERANCE, Item, ItemClass, Standard, Verdict

__all__ = [
    "ConfigurationError",
    "Item",
    "ItemClass",
    "Standard",
    "Verdict",
    "bind_standard",
    "load_standard",
    "name_nearest",
    "needed_checks",
]

FILE = SettingsFile("scoring", "standard.toml", Standard)
TABLE = Path(__file__).resolve().with_name("standard.toml")


def load_standard(path: Path = TABLE) -> Standard:
    """The standard in its table. Raises ConfigurationError with one line that names the fault."""
    standard = FILE.read_file(path)
    fault_found = next(_faults(standard), None)
    if fault_found is not None:
        raise ConfigurationError(f"{path.name}: {fault_found}")
    return standard


def _faults(standard: Standard) -> Iterator[str]:
    total = math.fsum(item.weight for item in standard.items)
    if abs(total - 100) > TOLERANCE:
        yield f"the weights of the items sum to {total:g}, not 100"
    for kind in (standard.items, standard.clauses, standard.chapters, standard.red_lines):
        ids = [entry.id for entry in kind]
        yield from (f"'{id}' stands there twice" for id in ids if ids.count(id) > 1)
    clauses, chapters = {clause.id for clause in standard.clauses}, {chapter.id for chapter in standard.chapters}
    for item in standard.items:
        if item.clause not in clauses or item.chapter not in chapters:
            yield f"{item.id}: unknown clause '{item.clause}'{name_nearest(item.clause, clauses)}"
        yield from (f"{item.id}: {fault}" for fault in _item_faults(item))
        yield from (
            f"{item.id}: applies names '{flag}', which [moot] has no words for{name_nearest(flag, standard.moot)}"
            for flag in item.applies
            if flag not in standard.moot
        )
    for chapter in standard.chapters:
        weight = math.fsum(item.weight for item in standard.items if item.chapter == chapter.id)
        if abs(weight - chapter.weight) > TOLERANCE:
            yield f"chapter {chapter.id}: its items weigh {weight:g}, not {chapter.weight:g}"
    standing = standard.standing
    if not standing.recheck_days <= standing.stale_days <= standing.dropped_days:
        yield "[standing] must hold recheck_days <= stale_days <= dropped_days"
    yield from (
        f"[standing] recheck_items names the unknown item '{id}'{name_nearest(id, standard.by_id)}"
        for id in standing.recheck_items
        if id not in standard.by_id
    )
    lows = [band.lowest for band in standard.bands]
    if not lows or lows != sorted(lows, reverse=True) or lows[-1] != 0:
        yield "bands must go from best to worst and end at 0"
    grades = {band.grade for band in standard.bands}
    yield from (
        f"[moot] '{flag}' is no flag of a profile{name_nearest(flag, FLAGS)}"
        for flag in standard.moot
        if flag not in FLAGS
    )
    for line in standard.red_lines:
        if line.cap is not None and line.cap not in grades:
            yield f"{line.id}: unknown grade '{line.cap}'"
    yield from (f"verdicts.{verdict} is missing" for verdict in Verdict if verdict not in standard.verdicts)


def _item_faults(item: Item) -> Iterator[str]:
    known = {check.id for check in item.checks}
    if len(known) < len(item.checks):
        yield "a check stands there twice"
    points = math.fsum(check.points for check in item.checks)
    if abs(points - item.total) > TOLERANCE:
        yield f"the points of its checks sum to {points:g}, its total is {item.total:g}"
    if item.total and not item.partial_mark:
        yield "its partial mark must be above 0, or nothing could fail it"
    if not item.partial_mark <= item.pass_mark <= item.total:
        yield f"marks must hold partial {item.partial_mark:g} <= pass {item.pass_mark:g} <= total {item.total:g}"
    named = [part.check for part in item.conditions if part.check is not None]
    named += [check for group in (item.core.groups if item.core else ()) for check in group]
    yield from (f"unknown check '{check}'{name_nearest(check, known)}" for check in named if check not in known)
    for part in item.conditions:
        if (part.check is None) == (part.probe is None):
            yield "a condition must name either a check or a probe"


def bind_standard(standard: Standard, checks: Iterable[Check]) -> None:
    """Raises ConfigurationError unless every count names a known check and the points of each check add up.

    A check that no probe counts on is allowed: its points stay undecided, for the reason ``no_probe``. Points only
    partly covered are refused, so of several probes that share a check none can be switched off alone.
    """
    checks = tuple(checks)
    for check in checks:
        for count in check.counts:
            item = standard.by_id.get(count.item)
            if item is None:
                raise ConfigurationError(
                    f"probes.toml: [{check.id}] counts on unknown item '{count.item}'{name_nearest(count.item, standard.by_id)}"
                )
            ids = {other.id for other in item.checks}
            if count.check not in ids:
                raise ConfigurationError(
                    f"probes.toml: [{check.id}] counts on unknown check '{count.check}' of {item.id}"
                    f"{name_nearest(count.check, ids) or '; known: ' + ', '.join(sorted(ids))}"
                )
    for item in standard.items:
        _add_up(item, checks)
    _known_probes(standard, checks)


def _add_up(item: Item, checks: tuple[Check, ...]) -> None:
    for part in item.checks:
        counted = [
            (check.id, count.points)
            for check in checks
            for count in check.counts
            if (count.item, count.check) == (item.id, part.id)
        ]
        points = math.fsum(points for _, points in counted)
        if (counted and points and abs(points - part.points) > TOLERANCE) or points > part.points + TOLERANCE:
            names = ", ".join(sorted({id for id, _ in counted}))
            raise ConfigurationError(
                f"probes.toml: {item.id} ({part.id}) has {part.points:g} points, but {names} give {points:g}"
            )


def _known_probes(standard: Standard, checks: tuple[Check, ...]) -> None:
    ids = {check.id for check in checks}
    counted = {count.item for check in checks for count in check.counts}
    named = [
        (item.id, part.probe)
        for item in standard.items
        if item.id in counted
        for part in item.conditions
        if part.probe is not None
    ]
    named += [(line.id, trigger.probe) for line in standard.red_lines for trigger in line.raised_by]
    for where, probe in named:
        if probe not in ids:
            raise ConfigurationError(
                f"standard.toml: {where} names '{probe}', which is no enabled probe{name_nearest(probe, ids)}"
            )


def needed_checks(standard: Standard, checks: Iterable[Check], items: Iterable[str]) -> tuple[Check, ...]:
    """The checks that count on these items or are named in their conditions, to look at some items only.

    Raises ConfigurationError for an unknown item.
    """
    wanted = tuple(items)
    for id in wanted:
        if id not in standard.by_id:
            raise ConfigurationError(f"unknown item '{id}'{name_nearest(id, standard.by_id)}")
    named = {part.probe for id in wanted for part in standard.by_id[id].conditions}
    return tuple(check for check in checks if check.id in named or any(count.item in wanted for count in check.counts))
