"""Which answers and which quotes of two audits belong together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from xuncha.reports.worddiff import Bounds, likeness

Data = Mapping[str, Any]
Pair = tuple[Data | None, Data | None]  # what the first and what the second audit has of it


def answers(
    items: tuple[Data, Data], findings: tuple[Mapping[str, Data], Mapping[str, Data]]
) -> tuple[list[tuple[tuple[str, ...], Pair]], int]:
    """The answers two items rest on that differ, with their devices, those alike on both devices once; and how many are the same.

    ``findings`` are all of either audit by id: an answer that decides in one alone is looked up in the other.
    """
    decided = [
        _by_surface(own[id] for id in item["findings"] if id in own) for item, own in zip(items, findings, strict=True)
    ]
    others = [_by_surface(own.values()) for own in findings]
    table: dict[tuple[object, ...], tuple[list[str], Pair]] = {}
    alike = 0
    for key in dict.fromkeys([*decided[0], *decided[1]]):
        found = (decided[0].get(key) or others[0].get(key), decided[1].get(key) or others[1].get(key))
        told = tuple(_told(each) for each in found)
        if told[0] == told[1]:
            alike += 1
            continue
        table.setdefault((key[0], *told), ([], found))[0].append(key[1])
    return [(tuple(devices), found) for devices, found in table.values()], alike


def _by_surface(findings: Iterable[Data]) -> dict[tuple[str, str], Data]:
    """The first answer of each probe on each device."""
    table: dict[tuple[str, str], Data] = {}
    for each in findings:
        table.setdefault((each["probe"], each["device"]), each)
    return table


def _told(found: Data | None) -> tuple[object, ...] | None:
    if found is None:
        return None
    quotes = tuple(sorted(each["quote"] for each in found["evidence"]))
    return found["outcome"], found["fraction"], found["because"]["zh"], quotes


def pieces(found: Pair, bounds: Bounds, same: float) -> tuple[Pair, ...]:
    """Evidence of both, paired where it is the same quote or one that was changed."""
    old, new = (_distinct(each["evidence"]) if each else [] for each in found)
    pairs: list[Pair] = []
    for one in old:
        twin = next((other for other in new if _place(one) == _place(other) and one["quote"] == other["quote"]), None)
        twin = twin or next((other for other in new if one["quote"] == other["quote"]), None)
        if twin is None:
            ranked = [(likeness(one["quote"], other["quote"], bounds), -at) for at, other in enumerate(new)]
            best = max(ranked, default=(0.0, 0))
            twin = new[-best[1]] if best[0] >= same else None
        if twin is not None:
            new.remove(twin)
        pairs.append((one, twin))
    pairs += [(None, other) for other in new]
    return tuple(sorted(pairs, key=_rank))


def _rank(pair: Pair) -> tuple[bool, bool]:
    """What is quoted before whole pages, what differs before what is the same."""
    quoted = any(each and each["quote"] for each in pair)
    return not quoted, pair[0] is not None and pair[1] is not None and pair[0]["quote"] == pair[1]["quote"]


def _distinct(evidence: Sequence[Data]) -> list[Data]:
    """The same quote of the same page once, with its picture where one of them has a place."""
    ranked = sorted(evidence, key=lambda each: not each["box"])
    kept = {(each["url"], each["quote"]): each for each in reversed(ranked)}
    return [each for each in evidence if each is kept[each["url"], each["quote"]]]


def _place(piece: Data) -> tuple[object, ...]:
    return piece["selector"], piece["url"]
