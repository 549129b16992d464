"""Tells near misses from statements: sentences that speak of a thing, deny it, put it off or leave it to others, and state nothing.

Word lists know a subject by its words; whether a sentence lays anything down shows in other words, and these are alike for all
subjects: it refuses, puts off, points elsewhere, advises (``scopes``). Each of these words stands in right statements as well, so
whole-number weights, learnt for all checks together from passages that state the thing asked or just miss it
(``tests/eval/recall/learn_near_misses.py``), have to agree, or be far surer. All that only doubts: a person is shown the sentence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from crawler.settings_file import SettingsFile
from probes.text.learnt.topic_weights import collect_pairs, find_heaviest, total_weight, unpack_weights
from probes.text.remember import per_line


@dataclass(frozen=True, slots=True)
class NearMissTable:
    """The file near_misses.toml."""

    passed_over: str
    little: float
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

    A check without a margin is never doubted by a scope. ``alone``: by how much of the thing an answer gives, the score above which a
    sentence sounds like one without any scope, for a check of ``raised`` at least that score; never for the checks of ``unfit``, or whose
    ids begin so.
    """

    bias: int
    weights: Mapping[str, int]
    bars: Mapping[str, int]
    margins: Mapping[str, int]
    alone: Mapping[str, int] = field(default_factory=dict)
    raised: Mapping[str, int] = field(default_factory=dict)
    unfit: tuple[str, ...] = ()

    def doubts_alone(self, check: str, fraction: float | None) -> int | None:
        """The score above which an answer of that share of what the check asks is doubted without a scope; None where it never is."""
        if check.startswith(self.unfit):
            return None
        bar = self.alone.get(name_share(fraction))
        return None if bar is None else max(bar, self.raised.get(check, bar))


@cache
def load_near_misses() -> NearMissWeights:
    """The weights as they are stored."""
    raw: dict[str, Any] = json.loads(files("probes.text.learnt").joinpath(_WEIGHTS).read_text("utf-8"))
    margins, raised = (
        {check: int(score) for score, named in raw[name].items() for check in named} for name in ("margins", "raised")
    )
    weights, unfit = unpack_weights(raw["weights"]), tuple(raw["unfit"])
    return NearMissWeights(raw["bias"], weights, raw["bars"], margins, raw["alone"], raised, unfit)


def misses_narrowly(check: str, said: str, fraction: float | None = None) -> bool:
    """Does a folded sentence, which the words of that check take for a statement of that share of the thing, sound like a near miss?"""
    known = load_near_misses()
    margin = known.margins.get(check)
    if margin is not None and measure_excess(known, said) > margin:
        return True
    bar = known.doubts_alone(check, fraction)
    return bar is not None and weigh_telling(known, said) > bar


def name_share(fraction: float | None) -> str:
    """How much of a thing an answer of that share gives. Near misses are found among answers in part far more often than among whole ones."""
    if fraction is None or fraction >= 1:
        return "whole"
    return "part" if fraction >= _DATA.little else "little"


@per_line
def list_scopes(said: str) -> tuple[str, ...]:
    """The ways in which a folded sentence may speak of a thing without stating it; none in most plain statements."""
    found = (name for name, shape in _SCOPES.items() if shape.search(said))
    return tuple(name for name in found if name not in _UNLESS or not _UNLESS[name].search(said))


def measure_excess(known: NearMissWeights, said: str) -> int:
    """By how much a folded sentence sounds more like a near miss than the lowest bar of its scopes; ``NEVER`` where it has none."""
    bars = [known.bars[scope] for scope in list_scopes(said) if scope in known.bars]
    return weigh_telling(known, said) - min(bars) if bars else NEVER


def weigh_telling(known: NearMissWeights, said: str) -> int:
    """How much a folded sentence sounds like a near miss, whatever it holds."""
    return total_weight(known.bias, known.weights, collect_telling(said))


def explain_telling(said: str) -> tuple[tuple[str, int], ...]:
    """The pairs of a folded sentence that weighed most, for a near miss and against, heaviest first."""
    return find_heaviest(load_near_misses().weights, collect_telling(said))


def collect_telling(said: str) -> frozenset[str]:
    """The pairs and characters of a folded sentence without those of how it ends or is set."""
    return frozenset(pair for pair in collect_pairs(said, fine=True) if _PASSED_OVER.search(pair) is None)
