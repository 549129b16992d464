"""What a change says of the shop: blocked, slow or unsure now is never a worsening, and neither is what rules or persons did."""

from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from probes.finding import Outcome, Text
from scoring.standard_tables import Verdict
from scoring.verdict import CheckResult, ItemVerdict, Judgement, Suggestion
from xuncha.compare.causes import Bridge, ItemChange, find_item_changes
from xuncha.compare.direction import ChangeLabel, Direction, find_direction, is_direction_certain, label_change

WHY = Text("因", "why")
YES, NO, UNSEEN, UNSURE = Outcome.YES, Outcome.NO, Outcome.NOT_SEEN, Outcome.UNSURE


def says(verdict: str, low: float, high: float, *outcomes: Outcome, unconfirmed: tuple[str, ...] = ()) -> ItemVerdict:
    """A machine's verdict with the bounds of its value, and one check of a point for each outcome."""
    value = low if Verdict(verdict).decided else None
    checks = tuple(
        CheckResult(str(number), float(outcome is YES), 1.0, outcome, ()) for number, outcome in enumerate(outcomes)
    )
    return ItemVerdict(
        "1.1-1", Verdict(verdict), value, low, high, WHY, low, high, checks=checks, unconfirmed=unconfirmed
    )


def moved(before: ItemVerdict, after: ItemVerdict) -> ItemChange:
    """Two visits under the same rules."""
    (one,) = find_item_changes([before], [after], Bridge((before,), (before,), (after,)), True, False)
    return one


def told(change: ItemChange) -> tuple[tuple[ChangeLabel, ...], Direction]:
    return label_change(change), find_direction(change)


PASS, FAIL = says("pass", 1.0, 1.0, YES, YES), says("fail", 0.0, 0.0, NO, NO)


def test_what_both_visits_saw_to_differ_changed_and_moved_the_shop() -> None:
    assert told(moved(PASS, FAIL)) == ((ChangeLabel.SITE,), Direction.WORSE)
    assert told(moved(FAIL, PASS)) == ((ChangeLabel.SITE,), Direction.BETTER)
    assert is_direction_certain(moved(PASS, FAIL))


def test_blocked_now_is_seen_otherwise_and_not_worse() -> None:
    blocked = says("inconclusive", 0.0, 1.0, UNSEEN, UNSEEN)
    assert told(moved(PASS, blocked)) == ((ChangeLabel.SEEN,), Direction.NEITHER)
    assert told(moved(blocked, FAIL)) == ((ChangeLabel.SEEN,), Direction.NEITHER)


def test_points_lost_to_our_sight_alone_are_not_lost_by_the_shop() -> None:
    """Decided both times, and the value fell because one check could not be seen."""
    before, after = says("partial", 0.7, 0.7, YES, YES), says("partial", 0.4, 0.8, YES, UNSEEN)
    change = moved(before, after)
    assert change.shift is not None
    assert change.shift < 0
    assert told(change) == ((ChangeLabel.SEEN,), Direction.NEITHER)


def test_one_check_changed_and_another_was_not_seen() -> None:
    change = moved(PASS, says("inconclusive", 0.0, 0.5, NO, UNSEEN))
    assert told(change) == (
        (ChangeLabel.SITE, ChangeLabel.SEEN),
        Direction.WORSE,
    )  # whatever was not seen, it cannot be what it was
    assert not is_direction_certain(change)


def test_what_no_second_look_has_confirmed_did_not_change_the_shop() -> None:
    unconfirmed = says("inconclusive", 0.0, 1.0, NO, NO, unconfirmed=("f1",))
    assert told(moved(PASS, unconfirmed)) == ((ChangeLabel.SEEN,), Direction.NEITHER)


def test_a_person_must_look_at_a_part_and_another_part_was_not_seen() -> None:
    blind = says("to_confirm", 0.0, 1.0, UNSURE)
    blind = dataclasses.replace(blind, checks=(dataclasses.replace(blind.checks[0], reason="blocked"),))
    assert told(moved(says("pass", 1.0, 1.0, YES), blind)) == ((ChangeLabel.SEEN,), Direction.NEITHER)


def test_a_suggestion_is_for_a_person_to_confirm() -> None:
    asked = dataclasses.replace(says("to_confirm", 0.2, 0.2, NO, NO), suggested=Suggestion(Verdict.PARTIAL, 0.2))
    change = moved(PASS, asked)
    assert (told(change), is_direction_certain(change)) == (((ChangeLabel.SITE,), Direction.WORSE), False)


def test_rules_and_persons_do_not_move_the_shop() -> None:
    (by_rules,) = find_item_changes([PASS], [FAIL], Bridge((FAIL,), (FAIL,), (FAIL,)), False, False)
    assert told(by_rules) == ((ChangeLabel.RULES,), Direction.NEITHER)
    own = Judgement(PASS.verdict, PASS.value, 1.0, 1.0)
    decided = dataclasses.replace(PASS, verdict=Verdict.FAIL, value=0.0, low=0.0, high=0.0, confirmed=True, machine=own)
    assert told(moved(PASS, decided)) == ((ChangeLabel.PEOPLE,), Direction.NEITHER)
    (unknown,) = find_item_changes([PASS], [FAIL], None, False, False)
    assert told(unknown) == ((ChangeLabel.UNKNOWN,), Direction.NEITHER)
    moot = says("not_applicable", 0.0, 0.0, Outcome.NOT_APPLICABLE, Outcome.NOT_APPLICABLE)
    assert find_direction(moved(PASS, moot)) is Direction.NEITHER


OUTCOMES = st.lists(st.sampled_from([YES, NO, UNSEEN]), min_size=3, max_size=3)


@given(OUTCOMES, OUTCOMES)
def test_seeing_less_never_makes_a_shop_worse(first: list[Outcome], second: list[Outcome]) -> None:
    """Whatever two visits saw: hiding any check of the later one never turns it into a worsening."""

    def judged(outcomes: list[Outcome]) -> ItemVerdict:
        low = sum(outcome is YES for outcome in outcomes) / 3
        high = low + sum(outcome is UNSEEN for outcome in outcomes) / 3
        return says("partial" if low == high else "inconclusive", low, high, *outcomes)

    whole = moved(judged(first), judged(second))
    for hidden in range(3):
        less = moved(judged(first), judged([*second[:hidden], UNSEEN, *second[hidden + 1 :]]))
        if less.changed and find_direction(less) is Direction.WORSE:
            assert find_direction(whole) is Direction.WORSE
