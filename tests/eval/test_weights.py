"""Weights are rounded to few numbers and stored small, and are read again as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.text.learnt.topic_weights import unpack_weights
from tests.eval.weights import Recipe, keep_heaviest, packed, round_weight

PAIRS = st.text(st.characters(exclude_categories=("Z", "C")), min_size=1, max_size=3)


@given(st.dictionaries(PAIRS, st.integers(-300, 300).filter(bool)))
def test_what_is_packed_is_unpacked_as_it_was(weights: dict[str, int]) -> None:
    assert unpack_weights(packed(weights)) == weights


@pytest.mark.parametrize("pair", ["", "甲 乙", "甲乙丙丁"])
def test_what_could_not_be_read_again_is_not_packed(pair: str) -> None:
    with pytest.raises(ValueError, match="no pair"):
        packed({pair: 8})


@pytest.mark.parametrize(
    ("weight", "rounded"), [(0, 0), (5, 6), (-5, -6), (7, 8), (9, 8), (10, 12), (-23, -24), (96, 96)]
)
def test_a_weight_keeps_two_digits(weight: int, rounded: int) -> None:
    assert round_weight(weight, 2) == rounded


def test_the_heaviest_are_kept_and_nothing_that_weighs_nothing() -> None:
    recipe = Recipe(times=1, c=1.0, scale=16, pairs=2, bits=2)
    assert keep_heaviest({"甲": 3.2, "乙": -17.0, "丙": 5.0}, recipe) == {"乙": -16, "丙": 6}
    assert keep_heaviest({"甲": 0.2}, recipe) == {}
