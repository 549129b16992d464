"""Where a platform stands, worked out by hand for a standard of two items; who is ranked, and why others are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.finding import Text
from scoring.red_lines import Raised, RedLineState
from scoring.score import Stage
from scoring.standard_tables import Verdict
from scoring.verdict import ItemVerdict
from storage.db.register_tables import PlatformState
from storage.overview.platform_standings import PlatformStanding
from storage.platforms import RegisteredPlatform, Registration
from storage.standings import JudgedVisit
from tests.scoring.made import item, small
from tests.xuncha.keeping import HOSTILE
from xuncha.commands.run_rank import build_rank_listing, build_rank_sheets, describe_grade, parse_stage
from xuncha.commands.run_trend import list_trend_steps
from xuncha.compare.position import compute_position, find_standing_end, sum_up_standing
from xuncha.console.lang import Lang
from xuncha.settings.target import InvalidInput

START = datetime(2026, 1, 1, tzinfo=UTC)
STANDARD = small(item(weight=3.0), item("1.1-2", weight=1.0))  # 75 and 25 points of 100
VALUES = {"pass": 1.0, "partial": 0.5, "fail": 0.0}


def audit(day: float, first: str, second: str, rules: str = "r", **profile: bool) -> JudgedVisit:
    verdicts = []
    for id, said in (("1.1-1", first), ("1.1-2", second)):
        value = VALUES.get(said)
        low, high = (0.0, 1.0) if value is None else (value, value)
        verdicts.append(ItemVerdict(id, Verdict(said), value, low, high, Text("因", "why")))
    at = START + timedelta(days=day)
    return JudgedVisit(f"{day}", f"v{day}", at, at, rules, profile, (), {}, tuple(verdicts))


HISTORY = (audit(0, "partial", "pass"), audit(20, "pass", "inconclusive"))


@pytest.mark.parametrize(
    ("day", "value", "coverage", "low", "high", "stale"),
    [
        (1, 62.5, 1.0, 62.5, 62.5, ()),  # 75 * 0.5 + 25
        (25, 100.0, 1.0, 100.0, 100.0, ()),  # the second audit saw only the first item, the second one's pass stands
        (35, 100.0, 1.0, 100.0, 100.0, ("1.1-2",)),
        (95, 100.0, 0.75, 75.0, 100.0, ("1.1-1",)),  # the pass of day 0 is dropped: those 25 points may be lost or won
        (111, None, 0.0, 0.0, 100.0, ()),
    ],
)
def test_a_small_history_by_hand(
    day: int, value: float | None, coverage: float, low: float, high: float, stale: tuple[str, ...]
) -> None:
    for order in (HISTORY, HISTORY[::-1]):
        found = compute_position(STANDARD, order, START + timedelta(days=day))
        score = found.scores[Stage.AUTO]
        assert score.value == value
        assert (score.coverage, score.low, score.high) == pytest.approx((coverage, low, high))
        assert found.stale == stale
    assert (
        compute_position(STANDARD, HISTORY, START + timedelta(days=10)).last == START
    )  # the later one was not known then


def test_a_blind_audit_never_raises_the_lower_bound_and_takes_nothing_away() -> None:
    at = START + timedelta(days=25)
    before = compute_position(STANDARD, HISTORY, at)
    blind = compute_position(STANDARD, (*HISTORY, audit(24, "inconclusive", "inconclusive")), at)
    assert blind.scores == before.scores


def test_a_standing_names_all_rules_it_rests_on_and_the_latest_word_on_each_flag() -> None:
    history = (
        audit(0, "partial", "pass", "old", food=True, goods=True),
        audit(9, "pass", "inconclusive", "new", food=False),
    )
    found = compute_position(STANDARD, history, START + timedelta(days=10))
    assert found.rulesets == {"old", "new"}
    assert found.profile == {"food": False, "goods": True}
    again = compute_position(STANDARD, (*history, audit(9.5, "pass", "pass", "new")), START + timedelta(days=10))
    assert again.rulesets == {"new"}


def test_a_confirmed_red_line_costs_its_points_until_the_audit_that_showed_it_is_dropped() -> None:
    line = next(line for line in STANDARD.red_lines if line.points)
    confirmed = replace(audit(0, "pass", "pass"), red_lines=(Raised(line.id, RedLineState.CONFIRMED),))
    later = replace(audit(20, "pass", "pass"), red_lines=(Raised(line.id, RedLineState.NONE),))
    at = START + timedelta(days=21)
    assert compute_position(STANDARD, (confirmed, later), at).scores[Stage.AUTO].value == 100.0 - line.points
    late = START + timedelta(days=95)
    assert compute_position(STANDARD, (confirmed, later), late).scores[Stage.AUTO].value == 100.0


DAYS = st.integers(-40 * 24, 400 * 24).map(lambda hours: hours / 24)
SAID = st.sampled_from(["pass", "partial", "fail", "inconclusive"])


@given(
    st.lists(st.tuples(DAYS, SAID, SAID), max_size=4, unique_by=lambda told: told[0]),
    DAYS,
    st.floats(0, 0.999),
)
def test_a_standing_is_the_same_until_its_end(told: list[tuple[float, str, str]], day: float, share: float) -> None:
    history = [audit(*one) for one in told]
    at = START + timedelta(days=day)
    end = find_standing_end(STANDARD, history, at)
    later = at + timedelta(days=3650 * share) if end is None else at + (end - at) * share
    assert sum_up_standing(STANDARD, history, later) == sum_up_standing(STANDARD, history, at)


def known(id: int, name: str = "") -> RegisteredPlatform:
    return RegisteredPlatform(
        id, Registration(f"https://s{id}.example/", name=name), PlatformState.ACTIVE, START, START
    )


def test_who_has_no_score_is_listed_with_the_reason() -> None:
    at = START + timedelta(days=100)
    standings: dict[int, PlatformStanding] = {
        1: sum_up_standing(STANDARD, [audit(99, "pass", "pass")], at),
        2: sum_up_standing(STANDARD, [audit(99, "fail", "pass")], at),
        3: sum_up_standing(STANDARD, [], at),
        4: sum_up_standing(STANDARD, [audit(1, "pass", "pass")], at),
        5: sum_up_standing(STANDARD, [audit(99, "inconclusive", "inconclusive")], at),
        6: sum_up_standing(STANDARD, [audit(99, "pass", "pass", food=True)], at),
    }
    names = {id: known(id, HOSTILE if id == 2 else "") for id in standings}
    found = build_rank_listing(MappingProxyType(names), standings, Stage.AUTO)
    (group,) = found.ranking.groups
    assert [(entrant.entrant.id, entrant.best, entrant.worst) for entrant in group.ranked] == [(1, 1, 1), (2, 2, 2)]
    assert {id: why.en for id, why in found.without.items()} == {
        3: "not audited yet",
        4: "its last audit of 2026-01-02 (Beijing time) is too old",
        5: "coverage 0% is too small for a score",
    }
    (sheet,) = build_rank_sheets(found, Lang.EN)
    assert [(row[0], row[2]) for row in sheet.rows] == [
        ("1", "1"), ("2", "2"), ("Not comparable", "6"), ("Without a score", "3"), ("Without a score", "4"),
        ("Without a score", "5"),
    ]  # fmt: skip
    assert [row[5] for row in sheet.rows] == [100.0, 25.0, 100.0, None, None, None]
    assert [row[8] for row in sheet.rows] == ["A", "D", "A", "", "", ""]
    assert sheet.rows[2][-1] == "its profile differs from the rest: food"


GRADED = small(*(item(f"1.1-{number}") for number in range(1, 11)))  # ten points each


def graded_by(decided: int, passed: int, *raised: Raised, stage: Stage = Stage.AUTO) -> Text:
    """The grade column of a platform of ten items, of which so many are decided and so many passed."""
    said = ["pass"] * passed + ["fail"] * (decided - passed) + ["inconclusive"] * (10 - decided)
    first = audit(0, "pass", "pass")
    verdicts = tuple(
        replace(audit(0, word, "pass").verdicts[0], item=f"1.1-{number}") for number, word in enumerate(said, 1)
    )
    found = compute_position(GRADED, [replace(first, verdicts=verdicts, red_lines=raised)], START + timedelta(days=1))
    return describe_grade(found.grades[stage])


@pytest.mark.parametrize(
    ("decided", "passed", "said"),
    [
        (10, 10, "A"),
        (8, 8, "B–A"),  # 80 to 100: nothing is decided of the rest
        (6, 6, "D–A"),
        (5, 5, ""),  # under 0.6 no grade may be told
        (2, 2, ""),
    ],
)
def test_the_grade_column_follows_coverage_and_interval(decided: int, passed: int, said: str) -> None:
    assert graded_by(decided, passed).en == said


def test_a_red_line_takes_the_grade_while_suspected_and_caps_it_when_confirmed() -> None:
    line = next(line for line in STANDARD.red_lines if line.cap == "D" and line.counts == 1)
    assert graded_by(10, 10, Raised(line.id, RedLineState.SUSPECTED)) == Text("", "")
    assert graded_by(10, 10, Raised(line.id, RedLineState.CONFIRMED)) == Text(
        f"D（红线 {line.id}）", f"D (red line {line.id})"
    )
    many = [Raised(line.id, RedLineState.CONFIRMED) for line in STANDARD.red_lines if line.counts]
    assert graded_by(10, 10, *many) == Text("不合格", "unfit")


def test_a_trend_names_what_moved_and_where_rules_changed() -> None:
    found = list_trend_steps(
        [audit(0, "partial", "pass"), audit(1, "partial", "fail"), audit(2, "pass", "fail", "new")]
    )
    assert [step.new_rules for step in found] == [False, False, True]
    assert [[now.item for _, now in step.moved] for step in found] == [[], ["1.1-2"], ["1.1-1"]]


def test_a_stage_that_is_none_is_refused_with_the_nearest() -> None:
    assert parse_stage("final") is Stage.FINAL
    with pytest.raises(InvalidInput, match="did you mean 'prov'"):
        parse_stage("porv")
