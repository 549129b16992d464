"""How far two assessors agree, against figures worked out by hand, and whatever they decide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.decisions.agreement import cohen_kappa, measure_agreement
from scoring.decisions.decision import Decision
from scoring.standard_tables import Verdict

P, H, F, N = Verdict.PASS, Verdict.PARTIAL, Verdict.FAIL, Verdict.NOT_APPLICABLE
VALUES = {P: 1.0, H: 0.5, F: 0.0, N: None}
verdicts = st.sampled_from([P, H, F, N])
pairs = st.lists(st.tuples(verdicts, verdicts), min_size=1, max_size=60)


def said(item: str, verdict: Verdict, who: str, at: str = "1") -> Decision:
    return Decision(item, verdict, VALUES[verdict], who, at, "见截图")


@pytest.mark.parametrize(
    ("decided", "share", "kappa"),
    [
        # 20 met by both, 5 and 10 apart, 15 not met by both: po .7, pe .5*.6+.5*.4 = .5.
        ([(P, P)] * 20 + [(P, F)] * 5 + [(F, P)] * 10 + [(F, F)] * 15, 0.7, 0.4),
        ([(P, P), (H, H), (F, F)], 1.0, 1.0),
        ([(P, F), (F, P)], 0.0, -1.0),
        ([(P, P), (P, P)], 1.0, None),  # chance alone would do
        ([(P, F)] * 4, 0.0, 0.0),
        # three verdicts: po 4/6; pe (3*2 + 2*2 + 1*2)/36 = 1/3; kappa (2/3-1/3)/(2/3).
        ([(P, P), (P, P), (P, H), (H, H), (H, N), (N, N)], 4 / 6, 0.5),
    ],
)
def test_by_hand(decided: list[tuple[Verdict, Verdict]], share: float, kappa: float | None) -> None:
    found = cohen_kappa(decided)
    assert found[0] == pytest.approx(share)
    assert found[1] == (None if kappa is None else pytest.approx(kappa))


@given(pairs)
def test_it_is_the_same_from_both_sides_and_bounded(decided: list[tuple[Verdict, Verdict]]) -> None:
    share, kappa = cohen_kappa(decided)
    assert (share, kappa) == cohen_kappa([(other, one) for one, other in decided])
    assert 0.0 <= share <= 1.0
    assert kappa is None or -1.0 <= kappa <= 1.0
    assert (share == 1.0) == (kappa in (1.0, None))


@given(pairs, st.randoms())
def test_order_does_not_matter(decided: list[tuple[Verdict, Verdict]], random: object) -> None:
    assert cohen_kappa(decided) == cohen_kappa(decided[::-1])


def test_only_items_that_both_decided_count_and_only_last_words() -> None:
    decided = [
        said("1.1-1", F, "甲"), said("1.1-1", P, "甲", "2"), said("1.1-1", P, "乙"),
        said("1.1-2", F, "甲"), said("1.1-2", P, "乙"),
        said("1.1-3", F, "甲"), said("1.1-4", F, "乙"), said("1.1-3", F, "丙"),
    ]  # fmt: skip
    found = {
        (agreement.first, agreement.second): (agreement.items, agreement.share, agreement.kappa)
        for agreement in measure_agreement(decided)
    }
    assert found == {("乙", "甲"): (2, 0.5, 0.0), ("丙", "甲"): (1, 1.0, None)}


def test_one_assessor_agrees_with_nobody() -> None:
    assert measure_agreement([said("1.1-1", P, "甲")]) == ()
    with pytest.raises(ValueError, match="by both"):
        cohen_kappa([])
