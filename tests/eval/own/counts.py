"""Counts of right, wrong and open readings on our own pages, by label and by kind, for each half; and how well the readers agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from tests.eval.own.answers import Held
from tests.eval.own.labelled import Own, Part

# Of labels that are true: said so, left open, denied; of false ones: denied, left open, claimed. ``stood``: of the denied those that an
# audit would deny too, where the readers' known recall turns most into questions to a person.
CELLS = ("said", "left", "denied", "clear", "unclear", "claimed", "stood")
_CELL = {
    (True, True): "said", (True, None): "left", (True, False): "denied",
    (False, False): "clear", (False, None): "unclear", (False, True): "claimed",
}  # fmt: skip


def by(held: Iterable[Held], name: str) -> dict[str, dict[str, dict[str, int]]]:
    """Counts of ``CELLS`` by the value of that field (``label`` or ``kind``) and by half. Labels that are not told count nowhere."""
    found: dict[str, dict[str, Counter[str]]] = {}
    for answer in held:
        parts = found.setdefault(str(getattr(answer, name)), {part: Counter(dict.fromkeys(CELLS, 0)) for part in Part})
        if answer.wanted is not None:
            parts[answer.part][_CELL[answer.wanted, answer.read.value]] += 1
            parts[answer.part]["stood"] += answer.stands
    return {key: {part: dict(counts) for part, counts in parts.items()} for key, parts in found.items()}


def total(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Cell by cell the sum."""
    every = tuple(counts)
    return {cell: sum(count[cell] for count in every) for cell in CELLS}


def precision(counts: Mapping[str, int]) -> float | None:
    """Of what is read as there, the share that is; None where nothing is."""
    return _share(counts["said"], counts["said"] + counts["claimed"])


def recall(counts: Mapping[str, int]) -> float | None:
    """Of what is there, the share that is read; what is left open is not."""
    return _share(counts["said"], counts["said"] + counts["left"] + counts["denied"])


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def agreement(pages: Iterable[Own]) -> dict[str, Any]:
    """How many labels were read twice, how many alike, Cohen's kappa of yes, no and unsure, and those on which the readers differ."""
    twice = [(own.page.id, name, label) for own in pages for name, label in own.labels.items() if label.read_twice]
    differ = [(id, name, label) for id, name, label in twice if label.disputed]
    pairs = [(_kind(label.first), _kind(label.second)) for _, _, label in twice]
    alike = sum(one == two for one, two in pairs)
    firsts, seconds = (Counter(pair[at] for pair in pairs) for at in (0, 1))
    chance = sum(firsts[first] * seconds[first] for first in firsts)
    whole = len(pairs)
    kappa = round((alike * whole - chance) / (whole * whole - chance), 4) if whole * whole != chance else None
    return {
        "twice": len(twice),
        "alike": len(twice) - len(differ),
        "kappa": kappa,
        "differ": [{"page": id, "label": name, "first": one.first, "second": one.second} for id, name, one in differ],
    }


def _kind(said: object) -> str:
    return "unsure" if said is None else str(bool(said))
