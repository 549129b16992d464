"""The bound of a recall is Wilson's, rises with hits and with samples, and the stored table is refused where it does not add up."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.table_builder import ConfigurationError
from probes.recall import UNMEASURED, Recall, load_recalls, lower_bound, measure_recall

counts = st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("hits", "n", "bound"),
    [
        # Newcombe 1998 (Statistics in Medicine 17), table I: 95 % intervals by Wilson's score.
        (81, 263, 0.2553),
        (15, 148, 0.0624),
        (0, 20, 0.0),
        (1, 29, 0.0061),
        # All of n: n / (n + z²).
        (35, 35, 35 / (35 + 1.959963985**2)),
        (34, 34, 34 / (34 + 1.959963985**2)),
        (0, 0, 0.0),
    ],
)
def test_the_bound_is_that_of_the_tables(hits: int, n: int, bound: float) -> None:
    assert lower_bound(hits, n) == pytest.approx(bound, abs=5e-5)


def test_thirty_five_of_thirty_five_are_the_least_that_reach_nine_tenths() -> None:
    assert lower_bound(34, 34) < 0.9 <= lower_bound(35, 35)
    assert lower_bound(49, 50) < 0.9 <= lower_bound(53, 54)


@given(counts)
def test_the_bound_is_below_the_share_and_in_range(count: tuple[int, int]) -> None:
    hits, n = count
    assert 0.0 <= lower_bound(hits, n) <= (hits / n if n else 0.0) + 1e-12


@given(counts)
def test_one_more_hit_never_lowers_the_bound(count: tuple[int, int]) -> None:
    hits, n = count
    assert lower_bound(hits + 1, n + 1) >= lower_bound(hits, n)
    if hits < n:
        assert lower_bound(hits + 1, n) > lower_bound(hits, n)


@given(counts)
def test_one_more_miss_never_raises_the_bound(count: tuple[int, int]) -> None:
    hits, n = count
    assert lower_bound(hits, n + 1) <= lower_bound(hits, n) + 1e-12


@given(counts, st.integers(2, 5))
def test_the_same_share_of_more_samples_never_lowers_the_bound(count: tuple[int, int], times: int) -> None:
    hits, n = count
    assert lower_bound(hits * times, n * times) >= lower_bound(hits, n) - 1e-12


@pytest.mark.parametrize(("hits", "n"), [(2, 1), (-1, 3), (0, -1)])
def test_impossible_counts_are_refused(hits: int, n: int) -> None:
    with pytest.raises(ValueError, match="hits of"):
        lower_bound(hits, n)


@given(counts)
def test_a_stored_bound_is_rounded_down(count: tuple[int, int]) -> None:
    hits, n = count
    stored = measure_recall(hits, n, n).lower
    assert stored <= lower_bound(hits, n) < stored + 1e-4
    assert math.isclose(stored * 1e4, round(stored * 1e4), abs_tol=1e-6)


def _table(folder: Path, text: str) -> Path:
    file = folder / "recall.toml"
    file.write_text(text, "utf-8")
    return file


def test_a_table_is_read_and_what_is_not_in_it_was_not_measured(tmp_path: Path) -> None:
    found = load_recalls(_table(tmp_path, '[checks."a.b"]\nn = 40\nhits = 40\nforeign = 20\nlower = 0.9123\n'))
    assert found.of_check("a.b") == Recall(n=40, hits=40, foreign=20, lower=0.9123)
    assert found.of_check("a.b", short=True) == UNMEASURED
    assert found.of_check("a.c") == found.of_role("privacy") == UNMEASURED


@pytest.mark.parametrize(
    "figures",
    [
        "n = 40\nhits = 40\nforeign = 20\nlower = 0.95",  # a bound that is not that of its counts
        "n = 40\nhits = 40\nforeign = 19\nlower = 0.9123",  # more than half was written for the check
        "n = 40\nhits = 41\nforeign = 20\nlower = 0.9123",
        "n = 40\nhits = 40\nforeign = 20\nlower = 0.9123\nhand = true",
    ],
)
def test_a_table_that_does_not_add_up_is_refused(tmp_path: Path, figures: str) -> None:
    with pytest.raises(ConfigurationError, match=r"recall\.toml"):
        load_recalls(_table(tmp_path, f'[checks."a.b"]\n{figures}\n'))


def test_the_table_of_the_product_is_sound() -> None:
    assert load_recalls().checks
    assert load_recalls().roles
