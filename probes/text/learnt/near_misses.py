"""Tells near misses from statements: sentences that speak of a thing, deny it, put it off or leave it to others, and state nothing.

Word lists know a subject by its words; whether a sentence lays anything down shows in other words, and these are alike for all
subjects: it refuses, puts off, points elsewhere, advises (``scopes``). Each of these words stands in right statements as well, so
whole-number weights, learnt for all checks together from passages that state the thing asked or just miss it
(``tests/eval/recall/learn_near_misses.py``), have to agree. Both together only doubt: a person is shown the sentence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from crawler.settings_file import SettingsFile
from probes.text.learnt.topic_weights import collect_pairs, total_weight, unpack_weights
from probes.text.remember import per_line


@dataclass(frozen=True, slots=True)
class NearMissTable:
    """The file near_misses.toml."""

    passed_over: str
    scopes: Mapping[str, str]
    unless: Mapping[str, str]


FILE = SettingsFile("probes.text.learnt", "near_misses.toml", NearMissTable)
_DATA = FILE.load()
_PASSED_OVER = re.compile(_DATA.passed_over)
_SCOPES = {name: re.compile(shape) for name, shape in _DATA.scopes.items()}
_UNLESS = {name: re.compile(shape) for name, shape in _DATA.unless.items()}
SCOPES = frozenset(_SCOPES)
_WEIGHTS = "near_miss_weights.json"
NEVER = -(1 << 20)  # below every bar


@dataclass(frozen=True, slots=True)
class NearMissWeights:
    """``bars``: by scope the score above which a sentence sounds like a near miss; ``margins``: by check by how much above it.

    A check without a margin is never doubted.
    """

    bias: int
    weights: Mapping[str, int]
    bars: Mapping[str, int]
    margins: Mapping[str, int]


@cache
def load_near_misses() -> NearMissWeights:
    """The weights as they are stored."""
    raw: dict[str, Any] = json.loads(files("probes.text.learnt").joinpath(_WEIGHTS).read_text("utf-8"))
    margins = {check: int(margin) for margin, named in raw["margins"].items() for check in named}
    return NearMissWeights(raw["bias"], unpack_weights(raw["weights"]), raw["bars"], margins)


def misses_narrowly(check: str, said: str) -> bool:
    """Does a folded sentence, which the words of that check take for a statement, sound like a near miss?"""
    known = load_near_misses()
    margin = known.margins.get(check)
    return margin is not None and measure_excess(known, said) > margin


@per_line
def list_scopes(said: str) -> tuple[str, ...]:
    """The ways in which a folded sentence may speak of a thing without stating it; none in most plain statements."""
    found = (name for name, shape in _SCOPES.items() if shape.search(said))
    return tuple(name for name in found if name not in _UNLESS or not _UNLESS[name].search(said))


def measure_excess(known: NearMissWeights, said: str) -> int:
    """By how much a folded sentence sounds more like a near miss than the lowest bar of its scopes; ``NEVER`` where it has none."""
    bars = [known.bars[scope] for scope in list_scopes(said) if scope in known.bars]
    return total_weight(known.bias, known.weights, collect_telling(said)) - min(bars) if bars else NEVER


def collect_telling(said: str) -> frozenset[str]:
    """The pairs and characters of a folded sentence without those of how it ends or is set."""
    return frozenset(pair for pair in collect_pairs(said, fine=True) if _PASSED_OVER.search(pair) is None)
