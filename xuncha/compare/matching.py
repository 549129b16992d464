"""Match the answers and quotes of two audits that belong together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from xuncha.compare.worddiff import DiffBounds, measure_likeness

Data = Mapping[str, Any]
Pair = tuple[Data | None, Data | None]  # the same thing in the first and in the second audit


def match_answers(
    items: tuple[Data, Data], findings: tuple[Mapping[str, Data], Mapping[str, Data]]
) -> tuple[list[tuple[tuple[str, ...], Pair]], int]:
    """The answers behind two items that differ, each with its devices, and the number of answers that are the same.

    An answer that is the same on both devices comes once. ``findings`` are all findings of each audit by id: an answer
    that decides in only one audit is looked up in the other.
    """
    decided = [
        _by_surface(own[id] for id in item["findings"] if id in own) for item, own in zip(items, findings, strict=True)
    ]
    others = [_by_surface(own.values()) for own in findings]
    table: dict[tuple[object, ...], tuple[list[str], Pair]] = {}
    alike = 0
    for key in dict.fromkeys([*decided[0], *decided[1]]):
        found = (decided[0].get(key) or others[0].get(key), decided[1].get(key) or others[1].get(key))
        told = tuple(_told(row) for row in found)
        if told[0] == told[1]:
            alike += 1
            continue
        table.setdefault((key[0], *told), ([], found))[0].append(key[1])
    return [(tuple(devices), found) for devices, found in table.values()], alike


def _by_surface(findings: Iterable[Data]) -> dict[tuple[str, str], Data]:
    """The first answer of each probe on each device."""
    table: dict[tuple[str, str], Data] = {}
    for finding in findings:
        table.setdefault((finding["probe"], finding["device"]), finding)
    return table


def _told(found: Data | None) -> tuple[object, ...] | None:
    if found is None:
        return None
    quotes = tuple(sorted(piece["quote"] for piece in found["evidence"]))
    return found["outcome"], found["fraction"], found["because"]["zh"], quotes


def match_evidence(found: Pair, bounds: DiffBounds, same: float) -> tuple[Pair, ...]:
    """The evidence of both audits, paired where a quote is the same or was changed."""
    old, new = (_distinct(row["evidence"]) if row else [] for row in found)
    pairs: list[Pair] = []
    for piece in old:
        twin = next(
            (other for other in new if _place(piece) == _place(other) and piece["quote"] == other["quote"]), None
        )
        twin = twin or next((other for other in new if piece["quote"] == other["quote"]), None)
        if twin is None:
            ranked = [(measure_likeness(piece["quote"], other["quote"], bounds), -at) for at, other in enumerate(new)]
            best = max(ranked, default=(0.0, 0))
            twin = new[-best[1]] if best[0] >= same else None
        if twin is not None:
            new.remove(twin)
        pairs.append((piece, twin))
    pairs += [(None, other) for other in new]
    return tuple(sorted(pairs, key=_rank))


def _rank(pair: Pair) -> tuple[bool, bool]:
    """Order: quotes before whole pages, changes before what is the same."""
    quoted = any(piece and piece["quote"] for piece in pair)
    return not quoted, pair[0] is not None and pair[1] is not None and pair[0]["quote"] == pair[1]["quote"]


def _distinct(evidence: Sequence[Data]) -> list[Data]:
    """Each quote of each page once, with its picture where any of its copies has a place."""
    ranked = sorted(evidence, key=lambda piece: not piece["box"])
    kept = {(piece["url"], piece["quote"]): piece for piece in reversed(ranked)}
    return [piece for piece in evidence if piece is kept[piece["url"], piece["quote"]]]


def _place(piece: Data) -> tuple[object, ...]:
    return piece["selector"], piece["url"]
