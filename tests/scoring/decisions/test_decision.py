"""How persons' decisions become an item's verdict, beside what the machine said."""

from __future__ import annotations

import pytest

from scoring.decisions.decision import Decision
from scoring.standard_tables import Verdict
from scoring.verdict import ItemVerdict, judge_items
from tests.scoring.made import NO, check, everywhere, item, small


def judged(*decisions: Decision) -> ItemVerdict:
    """An item the machine fails, with what persons decided."""
    standard = small(item(points=(60,), marks=(50, 30)))
    return judge_items(standard, [check("made.a", ("1.1-1", "a", 60))], everywhere("made.a", NO), decisions)[0]


def decided(verdict: str, value: float | None, who: str = "甲", at: str = "1") -> Decision:
    return Decision("1.1-1", Verdict(verdict), value, who, at, "查阅了截图")


@pytest.mark.parametrize(
    ("decisions", "verdict", "value"),
    [
        ([decided("partial", 0.5)], "partial", 0.5),
        ([decided("partial", 0.5), decided("pass", 1.0, at="2")], "pass", 1.0),
        ([decided("partial", 0.5), decided("pass", 1.0, "乙")], "partial", 0.75),
        ([decided("pass", 1.0), decided("pass", 1.0, "乙")], "pass", 1.0),
        ([decided("fail", 0.0), decided("pass", 1.0, "乙")], "to_confirm", None),
        ([decided("fail", 0.0), decided("pass", 1.0, "乙"), decided("partial", 0.3, "丙", "3")], "partial", 0.3),
        ([decided("not_applicable", None)], "not_applicable", None),
        ([decided("not_applicable", None), decided("pass", 1.0, "乙")], "to_confirm", None),
    ],
)
def test_persons_decide_and_the_machine_is_kept(decisions: list[Decision], verdict: str, value: float | None) -> None:
    found = judged(*decisions)
    assert (found.verdict, found.value) == (Verdict(verdict), value)
    assert found.confirmed is (verdict != "to_confirm")
    assert found.machine is not None
    assert (found.machine.verdict, found.machine.value) == (Verdict.FAIL, 0.0)


@pytest.mark.parametrize(("verdict", "value"), [("pass", 0.5), ("partial", None), ("fail", None), ("to_confirm", 0.5)])
def test_a_decision_that_contradicts_itself_is_refused(verdict: str, value: float | None) -> None:
    with pytest.raises(ValueError, match="cannot have the value"):
        decided(verdict, value)


def test_a_decision_about_an_unknown_item_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown item"):
        judged(Decision("9.9-9", Verdict.PASS, 1.0, "甲", "1", "见"))
