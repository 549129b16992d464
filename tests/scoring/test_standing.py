"""An undecided audit never wipes out what an earlier one decided, until that is too old."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from probes.finding import Text
from scoring.standard import Verdict
from scoring.standing import Dated, standing
from scoring.verdict import ItemVerdict
from tests.scoring.made import item, small

NOW = datetime(2026, 6, 1, tzinfo=UTC)
STANDARD = small(item())


def audit(days_ago: float, verdict: str) -> Dated:
    value = {"pass": 1.0, "partial": 0.5, "fail": 0.0}.get(verdict)
    said = ItemVerdict(
        "1.1-1", Verdict(verdict), value, value or 0.0, 1.0 if value is None else value, Text("无", "none")
    )
    return Dated(NOW - timedelta(days=days_ago), (said,))


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
def test_the_latest_decided_verdict_stands(audits: list[Dated], stands: str, stale: bool) -> None:
    for order in (audits, audits[::-1]):
        found = standing(STANDARD, order, NOW)
        assert [(each.verdict.verdict, each.stale) for each in found] == [(Verdict(stands), stale)]


def test_nothing_stands_before_the_first_audit_nor_after_it_is_dropped() -> None:
    assert standing(STANDARD, [audit(91, "pass")], NOW) == ()
    assert standing(STANDARD, [audit(-1, "pass")], NOW) == ()
