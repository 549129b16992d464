"""What changed is told by its cause, and no item is counted under two: the site, the rules, persons, our own sight."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from probes.finding import Text
from scoring.standard_tables import Verdict
from scoring.verdict import ItemVerdict, Judgement
from storage.audits import Circumstances
from storage.db.codec import encode_record
from storage.db.register_tables import PlatformState
from storage.overview.audit_heads import AuditHead
from storage.overview.raw_histories import RawAudit
from storage.platforms import RegisteredPlatform, Registration
from xuncha.compare.direction import ChangeLabel, Direction
from xuncha.web.overview.city_snapshot import PairMoves, PlatformLine
from xuncha.web.overview.raw_changes import RawPair, compare_raw_pairs
from xuncha.web.views.city.city_changes import split_changes
from xuncha.web.views.city.city_figures import count_tiles, spread_scores

NOW = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
ITEM = "4.1-1"
OTHER = "4.1-2"


def said(verdict: Verdict, item: str = ITEM, *, by_person: Verdict | None = None) -> ItemVerdict:
    """What the machine said of an item, or what a person said in its place."""
    value = {Verdict.PASS: 1.0, Verdict.FAIL: 0.0}.get(verdict)
    low, high = (value, value) if value is not None else (0.0, 1.0)
    made = ItemVerdict(item, verdict, value, low, high, Text("因", "why"), low, high)
    if by_person is None:
        return made
    machine = Judgement(made.verdict, made.value, made.low, made.high)
    given = said(by_person, item)
    return replace(given, confirmed=True, machine=machine, guess_low=made.guess_low, guess_high=made.guess_high)


def audit(name: str, *verdicts: ItemVerdict, visit: str = "", rules: str = "r1", days: int = 0) -> RawAudit:
    """A stored judgement with these verdicts."""
    at = NOW - timedelta(days=days)
    head = AuditHead(1, name, visit or name, at, at, rules)
    around = encode_record(Circumstances(at))
    return RawAudit(head, around, (), tuple((verdict.item, encode_record(verdict)) for verdict in verdicts))


PASSED, FAILED, BLIND = said(Verdict.PASS), said(Verdict.FAIL), said(Verdict.INCONCLUSIVE)


@pytest.mark.parametrize(
    ("pair", "labels", "direction"),
    [
        (RawPair(audit("a", PASSED, days=7), audit("b", FAILED)), (ChangeLabel.SITE,), Direction.WORSE),
        (RawPair(audit("a", FAILED, days=7), audit("b", PASSED)), (ChangeLabel.SITE,), Direction.BETTER),
        (RawPair(audit("a", PASSED, days=7), audit("b", BLIND)), (ChangeLabel.SEEN,), Direction.NEITHER),
        (RawPair(audit("a", PASSED), audit("b", FAILED, visit="a", rules="r2")), (ChangeLabel.RULES,), Direction.NEITHER),
        (RawPair(audit("a", PASSED, days=7), audit("b", FAILED, rules="r2")), (ChangeLabel.UNKNOWN,), Direction.NEITHER),
        (
            RawPair(
                audit("a", PASSED, days=7), audit("b", FAILED, rules="r2"), audit("c", FAILED, visit="a", rules="r2", days=7)
            ),
            (ChangeLabel.RULES,), Direction.NEITHER,
        ),
        (
            RawPair(
                audit("a", PASSED, days=7), audit("b", FAILED, rules="r2"), audit("c", PASSED, visit="a", rules="r2", days=7)
            ),
            (ChangeLabel.SITE,), Direction.WORSE,
        ),
        (
            RawPair(audit("a", FAILED), audit("b", said(Verdict.FAIL, by_person=Verdict.PASS), visit="a")),
            (ChangeLabel.PEOPLE,), Direction.NEITHER,
        ),
    ],
    ids=["worse", "better", "not seen any more", "rules alone", "cannot be told", "rules by the bridge", "site by the bridge", "a person"],
)  # fmt: skip
def test_each_change_has_its_cause(pair: RawPair, labels: tuple[ChangeLabel, ...], direction: Direction) -> None:
    ((move,),) = compare_raw_pairs([pair])
    assert (move.item, move.labels, move.direction) == (ITEM, labels, direction)


def test_what_says_the_same_is_no_change() -> None:
    assert compare_raw_pairs([RawPair(audit("a", PASSED, days=7), audit("b", PASSED))]) == [()]


def line(platform: int = 1) -> PlatformLine:
    """A registered platform with a judgement."""
    known = RegisteredPlatform(
        platform, Registration(f"https://s{platform}.example.cn/"), PlatformState.ACTIVE, NOW, NOW
    )
    return PlatformLine(known, frozenset(), "", AuditHead(platform, "b", "b", NOW, NOW, "r1"))


def test_an_item_is_counted_under_one_cause_alone() -> None:
    person = said(Verdict.PASS, OTHER, by_person=Verdict.FAIL)
    pair = RawPair(
        audit("a", PASSED, said(Verdict.FAIL, OTHER), days=7), audit("b", FAILED, person)
    )  # the second: the site is another, and a person decided
    (moves,) = compare_raw_pairs([pair])
    assert len(moves) == 2
    made = split_changes([line()], {1: PairMoves(pair.before.head, pair.after.head, moves)}, 7)
    counted = {cause.cause: cause.items for cause in made.causes}
    assert sum(counted.values()) == len(moves)
    assert counted["site"] == 1
    assert (made.judged, made.first) == (1, 0)


def test_a_platform_that_was_never_judged_before_is_no_change() -> None:
    made = split_changes([line()], {1: PairMoves(None, audit("b").head, ())}, 1)
    assert (made.judged, made.first) == (1, 1)
    assert sum(cause.items for cause in made.causes) == 0


def test_a_platform_without_a_score_is_in_no_bar() -> None:
    bars, marks = spread_scores([line(), line(2)])
    assert sum(bar.platforms for bar in bars) == 0
    assert marks == ()
    assert count_tiles([line(), line(2)], NOW).seen == 2
