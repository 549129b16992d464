"""Learns whole-number weights of pairs of characters: what the trainers of the second reader share. Needs scikit-learn, for training alone."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from probes.text.learnt.topic_weights import total_weight

_LONGEST = 3  # characters of a pair of a heading, with its mark


@dataclass(frozen=True, slots=True)
class Recipe:
    """How is learnt: pairs that occur ``times`` at least, the regression's ``c``, one = ``scale``, so many ``pairs`` kept a topic.

    A weight keeps its ``bits`` leading binary digits: few weights differ then, so that many pairs share one and the file is small.
    """

    times: int
    c: float
    scale: int
    pairs: int
    bits: int

    @classmethod
    def of(cls, limits: Mapping[str, Any]) -> Recipe:
        """From a table of limits; those of other things are passed over."""
        return cls(limits["times"], limits["c"], limits["scale"], limits["pairs"], limits["bits"])


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence as its pairs, the part of the whole that it belongs to, and whether it is about the topic."""

    pairs: frozenset[str]
    part: int
    about: bool


def learn(samples: Sequence[Sample], recipe: Recipe) -> tuple[int, dict[str, int]]:
    """Bias and weights by pair, the heaviest only. Raises ImportError without scikit-learn, ValueError where all samples are alike."""
    count = Counter(pair for sample in samples for pair in sample.pairs)
    kept = [pair for pair, times in sorted(count.items()) if times >= recipe.times and " " not in pair]
    place = {pair: index for index, pair in enumerate(kept)}
    linear = importlib.import_module("sklearn.linear_model")
    model = linear.LogisticRegression(
        C=recipe.c, class_weight="balanced", max_iter=500, solver="liblinear", random_state=0
    )
    model.fit(_matrix(samples, place), [sample.about for sample in samples])
    weighed = {pair: float(weight) * recipe.scale for pair, weight in zip(kept, model.coef_[0], strict=True)}
    return round(float(model.intercept_[0]) * recipe.scale), keep_heaviest(weighed, recipe)


def keep_heaviest(weights: Mapping[str, float], recipe: Recipe) -> dict[str, int]:
    """What of weights by pair is stored: the heaviest, each rounded; those that are rounded to nothing are left out."""
    heaviest = sorted(weights.items(), key=lambda weight: (-abs(weight[1]), weight[0]))[: recipe.pairs]
    whole = {pair: round_weight(round(weight), recipe.bits) for pair, weight in heaviest}
    return {pair: weight for pair, weight in whole.items() if weight}


def round_weight(weight: int, bits: int) -> int:
    """The nearest whole number of that many leading binary digits, halves away from zero: 2 bits give 1, 2, 3, 4, 6, 8, 12, 16, 24 and so on."""
    step = 1 << max(0, abs(weight).bit_length() - bits)
    size = (abs(weight) + step // 2) // step * step
    return size if weight > 0 else -size


def _matrix(samples: Sequence[Sample], place: Mapping[str, int]) -> Any:
    sparse = importlib.import_module("scipy.sparse")
    columns = [sorted(place[pair] for pair in sample.pairs if pair in place) for sample in samples]
    starts = [0]
    for column in columns:
        starts.append(starts[-1] + len(column))
    flat = [column for other in columns for column in other]
    loud = [1 / max(1, len(one.pairs)) ** 0.5 for one, column in zip(samples, columns, strict=True) for _ in column]
    return sparse.csr_matrix((loud, flat, starts), shape=(len(samples), len(place)))


def held_out(samples: Sequence[Sample], recipe: Recipe, parts: int) -> list[tuple[int, dict[str, int]]]:
    """Bias and weights for each part, learnt without it."""
    return [learn([sample for sample in samples if sample.part != part], recipe) for part in range(parts)]


def scores(samples: Sequence[Sample], recipe: Recipe, parts: int) -> list[int]:
    """What each sample scores by weights that were learnt without its part."""
    made = held_out(samples, recipe, parts)
    return [total_weight(*made[sample.part], sample.pairs) for sample in samples]


def packed(weights: Mapping[str, int]) -> dict[str, str]:
    """Weights as ``topic_weights.unpack_weights`` reads them: by number, each with its pairs in a row a length. Two thirds of the bytes of a list.

    Raises ValueError for a pair that is none or holds a blank.
    """
    by_weight: dict[int, list[list[str]]] = {}
    for pair, weight in sorted(weights.items()):
        if not 1 <= len(pair) <= _LONGEST or " " in pair:
            raise ValueError(f"no pair: {pair!r}")
        by_weight.setdefault(weight, [[] for _ in range(_LONGEST)])[len(pair) - 1].append(pair)
    return {str(weight): " ".join(map("".join, rows)).rstrip(" ") for weight, rows in sorted(by_weight.items())}
