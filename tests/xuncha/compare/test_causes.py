"""Why an item is judged otherwise: each cause alone, two at once, and what cannot be told."""

from __future__ import annotations

import pytest

from probes.finding import Text
from scoring.standard_tables import Verdict
from scoring.verdict import ItemVerdict, Judgement, Suggestion
from xuncha.compare.causes import Bridge, Cause, ItemChange, find_item_changes

WHY = Text("因", "why")


def says(verdict: str, value: float | None = None, suggested: float | None = None, person: str = "") -> ItemVerdict:
    """The machine's verdict, or a person's over it."""
    value = {"pass": 1.0, "fail": 0.0}.get(verdict, value)
    guess = None if suggested is None else Suggestion(Verdict.PARTIAL, suggested)
    low, high = (0.0, 1.0) if value is None else (value, value)
    own = ItemVerdict("1.1-1", Verdict(verdict), value, low, high, WHY, suggested=guess)
    if not person:
        return own
    said = {"pass": 1.0, "fail": 0.0, "partial": 0.5}[person]
    machine = Judgement(own.verdict, own.value, low, high)
    return ItemVerdict(
        "1.1-1", Verdict(person), said, said, said, WHY, suggested=guess, confirmed=True, machine=machine
    )  # fmt: skip


PASS, FAIL, BLIND = says("pass"), says("fail"), says("inconclusive")
HALF, LESS = says("partial", 0.5), says("partial", 0.3)


def compared(
    before: ItemVerdict, first: ItemVerdict, told: ItemVerdict, second: ItemVerdict, after: ItemVerdict
) -> ItemChange:
    (one,) = find_item_changes([before], [after], Bridge((first,), (told,), (second,)), False, False)
    return one


@pytest.mark.parametrize(
    ("steps", "causes"),
    [
        ((PASS, PASS, PASS, PASS, PASS), ()),
        ((PASS, FAIL, FAIL, FAIL, FAIL), (Cause.RULES,)),
        ((PASS, PASS, PASS, FAIL, FAIL), (Cause.SITE,)),
        ((PASS, HALF, HALF, FAIL, FAIL), (Cause.RULES, Cause.SITE)),
        ((HALF, LESS, LESS, LESS, LESS), (Cause.RULES,)),
        ((FAIL, FAIL, FAIL, FAIL, PASS), (Cause.RULES,)),  # the later visit was judged by the older rules
        ((PASS, PASS, says("not_applicable"), says("not_applicable"), says("not_applicable")), (Cause.PEOPLE,)),
        ((PASS, FAIL, FAIL, PASS, PASS), ()),  # moved there and back: what is published is the same
        ((FAIL, FAIL, FAIL, FAIL, says("fail", person="pass")), (Cause.PEOPLE,)),
        ((FAIL, FAIL, FAIL, BLIND, says("inconclusive", person="pass")), (Cause.SITE, Cause.PEOPLE)),
        ((says("to_confirm", suggested=0.5),) * 2 + (says("to_confirm", suggested=0.3),) * 3, (Cause.PEOPLE,)),
        ((says("to_confirm", suggested=0.5),) * 3 + (says("to_confirm", suggested=0.3),) * 2, (Cause.SITE,)),
    ],
)
def test_causes(steps: tuple[ItemVerdict, ...], causes: tuple[Cause, ...]) -> None:
    found = compared(*steps)
    assert (found.changed, found.causes) == (bool(causes), causes)


@pytest.mark.parametrize(
    ("same_rules", "same_site", "cause"),
    [
        (True, False, Cause.SITE),
        (False, True, Cause.RULES),
        (False, False, Cause.UNKNOWN),
        (True, True, Cause.RULES),
    ],
)
def test_without_the_evidence_only_what_is_left_can_have_changed(
    same_rules: bool, same_site: bool, cause: Cause
) -> None:
    (found,) = find_item_changes([PASS], [FAIL], None, same_rules, same_site)
    assert found.causes == (cause,)


def test_a_shift_needs_two_values() -> None:
    better = compared(LESS, LESS, LESS, HALF, HALF)
    assert better.shift == pytest.approx(0.2)
    lost = compared(PASS, PASS, PASS, BLIND, BLIND)
    assert lost.shift is None


def test_items_that_only_one_audit_has_are_left_out() -> None:
    assert find_item_changes([PASS], [], None, True, False) == ()
