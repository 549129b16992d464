"""Two audits of an unchanged shop say the same, and where two audits differ, the counter says where and why."""

from datetime import UTC, datetime

import pytest

from tests.shops.repeat import ComparedAudit, Point, page, repeated, row, told

PASS = Point("pass 1.0", "看到了")


def audited(verdict: Point, outcome: str = "yes") -> ComparedAudit:
    return ComparedAudit(
        {"5.1-1": verdict, "4.2-2": PASS}, {"trust.rules_on_home desktop 1": Point(outcome, "规则")}, 2.0, 9
    )


@pytest.mark.browser
@pytest.mark.usefixtures("forked_judging")
async def test_two_audits_of_an_unchanged_shop_say_the_same() -> None:
    found = await repeated("fullwidth_split", 2)
    assert found.findings > 0
    assert found.flips == found.moved == ()


def test_each_difference_is_told_with_both_reasons() -> None:
    other = Point("partial 0.5", "有待改进")
    found = row("complete", [audited(PASS), audited(other), audited(PASS, "not_seen"), audited(PASS)])
    assert [(flip.place, flip.then) for flip in found.flips] == [("5.1-1", 2)]
    assert [(flip.place, flip.then) for flip in found.moved] == [("trust.rules_on_home desktop 1", 3)]
    assert told("verdict", found.flips[0]).splitlines() == [
        "    verdict flips: 5.1-1",
        "      1: pass 1.0 — 看到了",
        "      2: partial 0.5 — 有待改进",
    ]
    written = page([found], datetime(2026, 1, 2, tzinfo=UTC))
    assert "**1 flips in 6 repeated verdicts of 4 audits.**" in written
    assert "- complete, 5.1-1: pass 1.0 → partial 0.5" in written
    again = page([row("bare", [audited(PASS), audited(PASS)])], datetime(2026, 1, 3, tzinfo=UTC), written)
    assert "**1 flips in 8 repeated verdicts of 6 audits.**" in again
    assert "- complete, 5.1-1: pass 1.0 → partial 0.5" in again
    assert "| complete | 4 | 2 | 1 | 1 | 1 | 2 | 2026-01-02 |" in again
    better = page([row("complete", [audited(PASS), audited(PASS)])], datetime(2026, 1, 4, tzinfo=UTC), again)
    assert "**0 flips in 4 repeated verdicts of 4 audits.**" in better
    assert "What differed" not in better


def test_an_item_only_one_audit_speaks_of_is_a_flip() -> None:
    more = ComparedAudit({"4.2-2": PASS}, {}, 1.0, 1)
    assert [flip.place for flip in row("x", [audited(PASS), more]).flips] == ["5.1-1"]
