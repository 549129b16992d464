"""A second reader of sentences: integer weights of pairs of characters say how much a sentence is about a topic.

Learnt from sentences that lawyers labelled (``tests/eval/lawyers/learn.py`` says from which and how). The same words give the same
number on every machine; the heaviest pairs explain it. It ranks what word lists found and doubts them; it decides nothing alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import isqrt

_FILE = "topic_weights.json"
_HEADING = "#"  # before a pair that stands in the heading above
_HEAVIEST = 10
_BITS = 8  # of the root behind its point, so that whole numbers do


@dataclass(frozen=True, slots=True)
class Topic:
    """Weights by pair, and what a sentence without any has."""

    bias: int
    weights: dict[str, int]


@cache
def topics() -> dict[str, Topic]:
    """The topics that were learnt, by name."""
    raw = json.loads(files("probes.text").joinpath(_FILE).read_text("utf-8"))["topics"]
    return {name: Topic(each["bias"], _unpacked(each["weights"])) for name, each in raw.items()}


def _unpacked(packed: dict[str, str]) -> dict[str, int]:
    """Pairs are kept in one string for each weight, a blank between them."""
    return {pair: int(weight) for weight, pairs in packed.items() for pair in pairs.split(" ")}


def score(topic: str, text: str, heading: str = "") -> int:
    """How much a folded sentence below that folded heading is about the topic. Raises KeyError for an unknown one."""
    of = topics()[topic]
    return total(of.bias, of.weights, _pairs(text, heading))


def total(bias: int, weights: Mapping[str, int], found: frozenset[str]) -> int:
    """The bias and the weights of the pairs, these divided by the square root of the number of pairs: long sentences are not louder."""
    heard = sum(weights.get(pair, 0) for pair in found)
    return bias + (heard << _BITS) // max(1, isqrt(len(found) << 2 * _BITS))


def explain(topic: str, text: str, heading: str = "") -> tuple[tuple[str, int], ...]:
    """The pairs that weighed most, for and against, heaviest first; those of the heading begin with ``#``."""
    weights = topics()[topic].weights
    found = ((pair, weights[pair]) for pair in _pairs(text, heading) if pair in weights)
    return tuple(sorted(found, key=lambda each: (-abs(each[1]), each[0]))[:_HEAVIEST])


def _pairs(text: str, heading: str) -> frozenset[str]:
    return frozenset((*pairs(text), *(f"{_HEADING}{pair}" for pair in pairs(heading))))


def pairs(text: str) -> Iterator[str]:
    """Two neighbouring characters each, without blanks: the features of the reader."""
    tight = "".join(text.split())
    return (tight[at : at + 2] for at in range(len(tight) - 1))
