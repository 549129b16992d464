"""Ranking: the intervals alone settle an order, whatever order platforms come in, and what cannot be compared is never ranked."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from scoring.score import Score
from xuncha.compare.rank_entrants import Entrant, RankedEntrant, rank_entrants

GOODS, FOOD = {"goods": True}, {"food": True, "goods": True}


@st.composite
def entrants(draw: st.DrawFn) -> list[Entrant]:
    made = []
    for id in range(draw(st.integers(0, 9))):
        low, high = sorted((draw(st.floats(0, 100)), draw(st.floats(0, 100))))
        rulesets = draw(st.sampled_from(({"a"}, {"a"}, {"a"}, {"b"}, {"a", "b"})))
        profile = draw(st.sampled_from((GOODS, GOODS, FOOD, {})))
        made.append(Entrant(id, Score((low + high) / 2, 0.5, low, high), profile, frozenset(rulesets)))
    return made


def one(id: int, low: float, high: float, profile: dict[str, bool] = GOODS, *rulesets: str) -> Entrant:
    return Entrant(id, Score((low + high) / 2, 0.5, low, high), profile, frozenset(rulesets or ("a",)))


@given(entrants(), st.randoms())
def test_the_order_they_come_in_decides_nothing(made: list[Entrant], random: Random) -> None:
    shuffled = list(made)
    random.shuffle(shuffled)
    assert rank_entrants(shuffled) == rank_entrants(made)


@given(entrants())
def test_each_is_there_once_and_only_like_is_ranked_with_like(made: list[Entrant]) -> None:
    found = rank_entrants(made)
    ranked = [entrant.entrant.id for group in found.groups for entrant in group.ranked]
    assert sorted([*ranked, *(entrant.entrant.id for entrant in found.apart)]) == [entrant.id for entrant in made]
    for group in found.groups:
        assert len(group.ranked) > 1
        assert {
            (tuple(sorted(entrant.entrant.profile.items())), entrant.entrant.rulesets) for entrant in group.ranked
        } == {(tuple(sorted(group.profile.items())), frozenset({group.ruleset}))}
    for lone in found.apart:
        same = [e for e in made if e.profile == lone.entrant.profile and e.rulesets == lone.entrant.rulesets]
        assert len(lone.entrant.rulesets) > 1 or same == [lone.entrant]


@given(entrants())
def test_ties_go_both_ways_and_ranks_follow_from_intervals_that_do_not_overlap(made: list[Entrant]) -> None:
    for group in rank_entrants(made).groups:
        by_id = {entrant.entrant.id: entrant for entrant in group.ranked}
        for entrant in group.ranked:
            assert entrant.entrant.id not in entrant.tied
            assert all(entrant.entrant.id in by_id[other].tied for other in entrant.tied)
            assert 1 <= entrant.best <= entrant.worst <= len(group.ranked)
            assert entrant.worst - entrant.best == len(entrant.tied)
            for other in group.ranked:
                if entrant.entrant.score.low > other.entrant.score.high + 1e-6:
                    assert entrant.best <= other.best
                    assert entrant.worst < other.worst or entrant.best < other.best
                    assert other.entrant.id not in entrant.tied


def places(found: tuple[RankedEntrant, ...]) -> dict[int, tuple[int, int, tuple[int, ...]]]:
    return {entrant.entrant.id: (entrant.best, entrant.worst, entrant.tied) for entrant in found}


def test_overlapping_is_no_chain() -> None:
    """The first surely beats the third though the second overlaps both."""
    (group,) = rank_entrants([one(1, 80, 90), one(2, 70, 82), one(3, 60, 72)]).groups
    assert places(group.ranked) == {1: (1, 2, (2,)), 2: (1, 3, (1, 3)), 3: (2, 3, (2,))}


def test_intervals_that_touch_settle_nothing() -> None:
    (group,) = rank_entrants([one(1, 80, 90), one(2, 70, 80)]).groups
    assert places(group.ranked) == {1: (1, 2, (2,)), 2: (1, 2, (1,))}


def test_what_is_apart_says_why() -> None:
    found = rank_entrants(
        [one(1, 1, 2), one(2, 3, 4), one(3, 5, 6, FOOD), one(4, 5, 6, GOODS, "b"), one(5, 5, 6, GOODS, "a", "b")]
    )
    assert [(entrant.entrant.id, entrant.reason, entrant.flags) for entrant in found.apart] == [
        (3, "profile", ("food",)), (4, "rules", ()), (5, "mixed", ()),
    ]  # fmt: skip
    assert [entrant.reason for entrant in rank_entrants([one(1, 1, 2)]).apart] == ["alone"]


def test_a_flag_that_is_unknown_is_not_one_that_is_denied() -> None:
    found = rank_entrants([one(1, 1, 2, {"food": False}), one(2, 3, 4, {})])
    assert [(entrant.reason, entrant.flags) for entrant in found.apart] == [("alone", ()), ("profile", ("food",))]
