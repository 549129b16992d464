"""An undecided audit never wipes out what an earlier one decided, until that is too old."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.table_builder import ConfigurationError
from probes.finding import Text
from scoring.standard import TABLE, load_standard
from scoring.standard_tables import Verdict
from scoring.standing import DatedVerdicts, find_standing, whole_verdicts
from scoring.verdict import ItemVerdict, Suggestion
from tests.scoring.made import item, small

NOW = datetime(2026, 6, 1, tzinfo=UTC)
STANDARD = small(item())


def audit(days_ago: float, verdict: str) -> DatedVerdicts:
    value = {"pass": 1.0, "partial": 0.5, "fail": 0.0}.get(verdict)
    said = ItemVerdict(
        "1.1-1", Verdict(verdict), value, value or 0.0, 1.0 if value is None else value, Text("无", "none")
    )
    return DatedVerdicts(NOW - timedelta(days=days_ago), (said,))


@pytest.mark.parametrize(
    ("audits", "stands", "stale"),
    [
        ([audit(1, "pass")], "pass", False),
        ([audit(10, "pass"), audit(1, "fail")], "fail", False),
        ([audit(10, "pass"), audit(1, "inconclusive")], "pass", False),
        ([audit(40, "pass"), audit(1, "inconclusive")], "pass", True),
        ([audit(91, "pass"), audit(1, "inconclusive")], "inconclusive", False),
        ([audit(89, "pass")], "pass", True),
        ([audit(10, "partial"), audit(-1, "fail")], "partial", False),  # not yet known at that moment
    ],
)
def test_the_latest_decided_verdict_stands(audits: list[DatedVerdicts], stands: str, stale: bool) -> None:
    for order in (audits, audits[::-1]):
        found = find_standing(STANDARD, order, NOW)
        assert [(verdict.verdict.verdict, verdict.stale) for verdict in found] == [(Verdict(stands), stale)]


def test_nothing_stands_before_the_first_audit_nor_after_it_is_dropped() -> None:
    assert find_standing(STANDARD, [audit(91, "pass")], NOW) == ()
    assert find_standing(STANDARD, [audit(-1, "pass")], NOW) == ()


def said(verdict: str, suggested: Suggestion | None = None, id: str = "1.1-1") -> ItemVerdict:
    value = {"pass": 1.0, "partial": 0.5, "fail": 0.0}.get(verdict)
    bounds = (value, value) if value is not None else (0.0, 1.0)
    return ItemVerdict(id, Verdict(verdict), value, *bounds, Text("无", "none"), suggested=suggested)


def dated(days_ago: float, verdict: ItemVerdict, audit: str = "") -> DatedVerdicts:
    return DatedVerdicts(NOW - timedelta(days=days_ago), (verdict,), audit)


def test_that_an_item_does_not_apply_is_an_answer() -> None:
    found = find_standing(
        STANDARD, [dated(10, said("pass")), dated(5, said("not_applicable")), audit(1, "inconclusive")], NOW
    )
    assert [verdict.verdict.verdict for verdict in found] == [Verdict.NOT_APPLICABLE]


def test_one_that_saw_nothing_says_nothing_against_a_suggestion_but_a_decision_stands_before_both() -> None:
    suggested = said("to_confirm", Suggestion(Verdict.PARTIAL, 0.5))
    assert find_standing(STANDARD, [dated(5, suggested), audit(1, "inconclusive")], NOW)[0].verdict == suggested
    assert find_standing(STANDARD, [audit(9, "fail"), dated(5, suggested)], NOW)[0].verdict.verdict is Verdict.FAIL


def test_of_two_audits_at_one_moment_the_order_given_decides_nothing() -> None:
    one, other = dated(1, said("pass"), "a"), dated(1, said("fail"), "b")
    assert find_standing(STANDARD, [one, other], NOW) == find_standing(STANDARD, [other, one], NOW)


@pytest.mark.parametrize(
    ("days", "weekly", "due"), [(6.9, True, False), (7.1, True, True), (7.1, False, False), (30.1, False, True)]
)
def test_what_the_table_names_is_looked_at_again_weekly_all_else_once_it_is_stale(
    days: float, weekly: bool, due: bool
) -> None:
    rules = replace(STANDARD.standing, recheck_items=("1.1-1",) if weekly else ())
    (found,) = find_standing(replace(STANDARD, standing=rules), [audit(days, "pass")], NOW)
    assert found.due is due


def test_the_standard_names_three_items_to_look_at_weekly() -> None:
    rules = load_standard().standing
    assert (rules.recheck_days, len(rules.recheck_items)) == (7, 3)
    assert set(rules.recheck_items) <= set(load_standard().by_id)


def test_an_unknown_item_to_look_at_weekly_stops_the_start(tmp_path: Path) -> None:
    table = TABLE.read_text("utf-8").replace('recheck_items = ["4.2-2"', 'recheck_items = ["4.2-22"')
    (tmp_path / "standard.toml").write_text(table, "utf-8")
    with pytest.raises(
        ConfigurationError, match=r"recheck_items names the unknown item '4\.2-22'; did you mean '4\.2-2'"
    ):
        load_standard(tmp_path / "standard.toml")


def test_what_nothing_stands_for_may_be_lost_or_won() -> None:
    two = small(item(), item("1.1-2"))
    verdicts = whole_verdicts(two, find_standing(two, [audit(1, "pass")], NOW))
    assert [(verdict.item, verdict.low, verdict.high) for verdict in verdicts] == [
        ("1.1-1", 1.0, 1.0),
        ("1.1-2", 0.0, 1.0),
    ]
    assert verdicts[1].verdict is Verdict.INCONCLUSIVE
