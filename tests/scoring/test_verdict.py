"""What each mixture of answers makes of an item."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.vocabulary import Device
from probes.finding import Answer, Finding, Outcome, Text
from scoring.decisions.decision import Decision
from scoring.standard_tables import Verdict
from scoring.verdict import ItemVerdict, judge_items
from tests.scoring.made import (
    ERROR,
    GONE,
    NO,
    NOT_APPLICABLE,
    UNSURE,
    YES,
    check,
    everywhere,
    find,
    item,
    said,
    small,
    unseen,
)  # fmt: skip

A, B = "made.a", "made.b"
DESKTOP, MOBILE = Device.DESKTOP, Device.MOBILE


def judged(findings: list[Finding], *decisions: Decision, **more: Any) -> ItemVerdict:
    """The one item of a small standard: check a (60 points) and b (40), pass 80, partial 50 unless said otherwise."""
    standard = small(item(**more))
    checks = [check(A, ("1.1-1", "a", 60)), check(B, ("1.1-1", "b", 40)), check("made.named")]
    return judge_items(standard, checks, findings, decisions)[0]


def both(a: Answer, b: Answer, looks: int = 2) -> list[Finding]:
    return [*everywhere(A, a, looks), *everywhere(B, b, looks)]


@pytest.mark.parametrize(
    ("findings", "verdict", "value", "reason"),
    [
        (both(YES, YES), "pass", 1.0, ""),
        (both(YES, YES, looks=1), "pass", 1.0, ""),
        (both(YES, NO), "partial", 0.6, ""),
        (both(YES, NO, looks=1), "partial", 0.6, ""),
        (both(said(Outcome.YES, 0.9), said(Outcome.NO, 0.9)), "pass", 1.0, ""),
        (both(NO, YES), "fail", 0.0, ""),
        (both(NO, NO), "fail", 0.0, ""),
        (both(NO, NO, looks=1), "inconclusive", None, "no_second_look"),
        (both(NO, YES, looks=1), "inconclusive", None, "no_second_look"),
        (both(unseen("login"), YES), "pass", 1.0, ""),
        (both(NOT_APPLICABLE, YES), "pass", 1.0, ""),
        (both(unseen("blocked"), YES), "inconclusive", None, "blocked"),
        (both(unseen("timeout"), NO), "inconclusive", None, "timeout"),
        (both(YES, unseen("timeout")), "inconclusive", None, "timeout"),
        (both(ERROR, YES), "inconclusive", None, "error"),
        (both(unseen("login"), unseen("app_only")), "not_observed", None, "login"),
        (both(unseen("login"), NOT_APPLICABLE), "not_observed", None, "login"),
        (both(NOT_APPLICABLE, NOT_APPLICABLE), "not_applicable", None, "not_applicable"),
        (both(UNSURE, YES), "to_confirm", None, "judgement"),
        (both(UNSURE, unseen("blocked")), "inconclusive", None, "blocked"),
        ([], "inconclusive", None, "not_looked"),
        # One device was never looked at: nothing may fail.
        ([find(word, DESKTOP, look, NO) for word in (A, B) for look in (1, 2)], "inconclusive", None, "not_looked"),
    ],
)
def test_answers_make_a_verdict(findings: list[Finding], verdict: str, value: float | None, reason: str) -> None:
    found = judged(findings)
    assert (found.verdict, found.value, found.reason) == (Verdict(verdict), value, reason)


def test_unseen_points_that_change_nothing_leave_the_verdict_at_the_lost_value() -> None:
    needs = [{"probe": "made.named", "at_least": 0.5}]
    found = judged(both(YES, unseen()), marks=(100, 50), pass_needs=needs)
    assert (found.verdict, found.low, found.high) == (Verdict.INCONCLUSIVE, 0.6, 1.0)
    found = judged([*both(YES, unseen()), *everywhere("made.named", NO)], marks=(100, 50), pass_needs=needs)
    assert (found.verdict, found.value, found.low, found.high) == (Verdict.PARTIAL, 0.6, 0.6, 0.75)


def test_bounds_of_an_undecided_item_are_what_losing_and_winning_would_give() -> None:
    found = judged(both(unseen(), YES))
    assert (found.low, found.high) == (0.0, 1.0)
    found = judged(both(YES, unseen()))
    assert (found.low, found.high) == (0.6, 1.0)


@pytest.mark.parametrize(
    ("second", "verdict", "reason"),
    [
        (NO, "fail", ""),
        (GONE, "fail", ""),
        (YES, "pass", ""),
        (UNSURE, "inconclusive", "no_second_look"),
        (unseen("timeout"), "inconclusive", "no_second_look"),
        (unseen("login"), "inconclusive", "no_second_look"),
        (ERROR, "inconclusive", "no_second_look"),
    ],
)
def test_only_a_second_look_that_agrees_makes_a_fail(second: Answer, verdict: str, reason: str) -> None:
    findings = [
        find(word, device, look, GONE if look == 1 else second)
        for word in (A, B)
        for device in Device
        for look in (1, 2)
    ]
    found = judged(findings)
    assert (found.verdict, found.reason) == (Verdict(verdict), reason)
    assert bool(found.unconfirmed) is (reason == "no_second_look")


def test_a_fail_is_confirmed_by_what_decides_it_and_needs_no_more() -> None:
    """(a) alone fails the item; whether (b) was seen twice does not matter."""
    assert judged([*everywhere(A, NO), *everywhere(B, NO, looks=1)]).verdict is Verdict.FAIL
    assert judged([*everywhere(A, NO, looks=1), *everywhere(B, YES)]).verdict is Verdict.INCONCLUSIVE


def test_positive_evidence_in_one_of_two_looks_stands_and_is_marked() -> None:
    findings = [find(A, device, 1, YES) for device in Device] + [find(A, device, 2, GONE) for device in Device]
    found = judged([*findings, *everywhere(B, YES)])
    assert found.verdict is Verdict.PASS
    assert [result.seen_in for result in found.checks] == ["1/2", ""]


@pytest.mark.parametrize(
    ("devices", "mobile", "points"),
    [
        ("better", YES, 60.0),
        ("better", NO, 54.0),  # a tenth of the points lost: the other surface lacks it
        ("better", unseen("login"), 60.0),
        ("better", NOT_APPLICABLE, 60.0),
        ("better", said(Outcome.YES, 0.2), 60.0),
        ("mean", NO, 30.0),
        ("mean", said(Outcome.YES, 0.5), 45.0),
        ("mean", unseen("app_only"), 60.0),
        ("mean", unseen("blocked"), 30.0),
        ("better", unseen("blocked"), 54.0),
    ],
)
def test_two_surfaces_become_one(devices: str, mobile: Answer, points: float) -> None:
    findings = [find(A, device, look, YES if device is DESKTOP else mobile) for device in Device for look in (1, 2)]
    found = judged([*findings, *everywhere(B, YES)], devices=devices)
    assert found.checks[0].points == pytest.approx(points)
    assert found.checks[0].of == 60


def test_a_probe_whose_good_answer_is_no_earns_by_no() -> None:
    standard = small(item(points=(60,), marks=(50, 30)))
    asked = [check(A, ("1.1-1", "a", 60), good=Outcome.NO)]
    assert judge_items(standard, asked, everywhere(A, NO))[0].verdict is Verdict.PASS
    assert judge_items(standard, asked, everywhere(A, YES))[0].verdict is Verdict.FAIL


@pytest.mark.parametrize(
    ("more", "a", "b", "verdict", "value"),
    [
        ({"pass_needs": [{"check": "b", "at_least": 0.5}], "marks": (60, 30)}, YES, NO, "partial", 0.6),
        ({"pass_needs": [{"check": "b", "at_least": 0.5}], "marks": (60, 30)}, YES, NOT_APPLICABLE, "pass", 1.0),
        ({"fail_without": [{"check": "b"}], "marks": (60, 30)}, YES, NO, "fail", 0.0),
        ({"fail_without": [{"check": "b"}], "marks": (60, 30)}, YES, said(Outcome.NO, 0.1), "pass", 1.0),
        ({"caps": [{"check": "b", "below": 0.5}], "marks": (60, 30)}, YES, NO, "partial", 0.6),
        ({"caps": [{"check": "b", "below": 0.5, "value": 0.4}], "marks": (60, 30)}, YES, NO, "partial", 0.4),
        ({"caps": [{"check": "b", "below": 0.5, "value": 0.4, "at_least": "partial"}]}, NO, NO, "partial", 0.25),
        ({"caps": [{"check": "b", "below": 0.5, "value": 0.4, "at_least": "partial"}]}, NO, YES, "fail", 0.0),
        ({"core": {"groups": [["a", "b"]], "at_least": 0.5, "fail_missing": 1}, "marks": (50, 10)}, YES, NO, "pass", 1.0),
        ({"core": {"groups": [["a"], ["b"]], "at_least": 0.5, "fail_missing": 2}, "marks": (50, 10)}, YES, NO, "partial", 0.6),
        ({"core": {"groups": [["a"], ["b"]], "at_least": 0.5, "fail_missing": 1}, "marks": (50, 10)}, YES, NO, "fail", 0.0),
        ({"marks": (90, 1)}, said(Outcome.NO, 0.1), NO, "partial", 0.25),
        ({"marks": (100, 1)}, YES, said(Outcome.YES, 0.9), "partial", 0.75),
    ],
)  # fmt: skip
def test_conditions_bend_the_marks(more: dict[str, Any], a: Answer, b: Answer, verdict: str, value: float) -> None:
    found = judged(both(a, b), **more)
    assert found.verdict is Verdict(verdict)
    assert found.value == pytest.approx(value)


def test_an_excuse_holds_only_where_the_thing_was_surely_missing() -> None:
    """A cap with a floor (no elder mode) excuses a fail; one blind look at what it names and nothing is excused."""
    caps = [{"probe": "made.named", "below": 0.5, "value": 0.4, "at_least": "partial"}]
    excused = judged([*both(NO, NO), *everywhere("made.named", GONE)], caps=caps)
    assert (excused.verdict, excused.value) == (Verdict.PARTIAL, 0.25)
    blind = [find("made.named", device, 2, unseen()) for device in Device]
    doubtful = judged([*both(NO, NO), *everywhere("made.named", GONE, looks=1), *blind], caps=caps)
    assert (doubtful.verdict, doubtful.low) == (Verdict.INCONCLUSIVE, 0.0)


def test_an_observed_item_with_an_open_answer_asks_a_person_and_suggests() -> None:
    question = Text("是证照图片吗？", "is it a picture of the licence?")
    guess = Answer(Outcome.UNSURE, Text("见图片", "a picture"), fraction=0.9, question=question)
    found = judged(both(guess, YES))
    assert (found.verdict, found.question) == (Verdict.TO_CONFIRM, question)
    assert found.suggested is not None
    assert (found.suggested.verdict, found.suggested.value) == (Verdict.PASS, 1.0)
    assert (found.value, found.low, found.high) == (None, 0.0, 1.0)


@pytest.mark.parametrize(
    ("a", "b", "looks", "verdict", "suggested"),
    [
        (YES, YES, 1, "to_confirm", "pass"),
        (YES, NO, 1, "to_confirm", "partial"),
        (NO, NO, 2, "to_confirm", "fail"),
        (NO, NO, 1, "inconclusive", None),
        (said(Outcome.UNSURE, 0.0), YES, 1, "inconclusive", None),
        (said(Outcome.UNSURE, 0.0), YES, 2, "to_confirm", "fail"),
        (said(Outcome.UNSURE, 1.0), YES, 1, "to_confirm", "pass"),
        (unseen(), YES, 2, "to_confirm", None),
        (unseen(), unseen(), 2, "inconclusive", None),
        (unseen("login"), unseen("login"), 2, "not_observed", None),
    ],
)
def test_an_assisted_item_is_only_ever_suggested(
    a: Answer, b: Answer, looks: int, verdict: str, suggested: str | None
) -> None:
    found = judged(both(a, b, looks), **{"class": "assisted"})
    assert found.verdict is Verdict(verdict)
    assert (found.suggested.verdict if found.suggested else None) == suggested
    assert found.value is None


def test_a_documentary_item_awaits_documents_and_carries_hints() -> None:
    found = judged(both(YES, unseen()), **{"class": "documentary"})
    assert (found.verdict, found.reason, found.value) == (Verdict.PENDING_DOCUMENT, "no_document", None)
    assert found.hint == Text("见yes", "saw yes")
    assert judged(both(unseen(), unseen()), **{"class": "documentary"}).hint is None


def test_items_without_probes_say_so() -> None:
    standard = small(item(), item("1.1-2", points=(), marks=(0, 0)), item("1.1-3") | {"class": "documentary"})
    verdicts = judge_items(standard, (), ())
    assert [verdict.verdict for verdict in verdicts] == [
        Verdict.NOT_OBSERVED,
        Verdict.NOT_OBSERVED,
        Verdict.PENDING_DOCUMENT,
    ]
    assert verdicts[0].reason == verdicts[1].reason == "no_probe"


def test_points_without_a_probe_stay_undecided() -> None:
    standard, asked = small(item()), [check(A, ("1.1-1", "a", 60))]
    found = judge_items(standard, asked, everywhere(A, YES))[0]
    assert (found.verdict, found.reason, found.low, found.high) == (Verdict.INCONCLUSIVE, "no_probe", 0.6, 1.0)
    assert judge_items(standard, asked, everywhere(A, NO))[0].verdict is Verdict.FAIL


def test_the_sentence_names_what_decided_and_stays_short() -> None:
    found = judged(
        [*everywhere(A, Answer(Outcome.NO, Text("未找到投诉入口", "no complaint entry"))), *everywhere(B, YES)]
    )
    assert found.because.zh.startswith("未找到投诉入口")
    long = Answer(Outcome.NO, Text("长" * 500, "long " * 300))
    found = judged(both(long, long))
    assert len(found.because.zh) <= 200
    assert len(found.because.en) <= 400


def test_the_sentence_of_a_surface_that_lacks_it_comes_first() -> None:
    seen, lacks = (
        Answer(Outcome.YES, Text("桌面有", "on desktop")),
        Answer(Outcome.NO, Text("手机没有", "not on mobile")),
    )
    findings = [find(A, device, look, seen if device is DESKTOP else lacks) for device in Device for look in (1, 2)]
    assert judged([*findings, *everywhere(B, YES)]).because.zh.startswith("桌面有")


@pytest.mark.parametrize("findings", [both(YES, YES), both(NO, NO), both(UNSURE, unseen())])
def test_an_item_that_the_profile_makes_moot_is_removed_with_its_reason(findings: list[Finding]) -> None:
    standard = small(item(applies={"goods": True}))
    checks = [check(A, ("1.1-1", "a", 60)), check(B, ("1.1-1", "b", 40))]
    gone = judge_items(standard, checks, findings, profile={"goods": False})[0]
    assert (gone.verdict, gone.value, gone.low, gone.high) == (Verdict.NOT_APPLICABLE, None, 0.0, 0.0)
    assert gone.because == standard.moot["goods"].text
    assert (gone.suggested, gone.question) == (None, None)
    unknown = judge_items(standard, checks, findings)[0]
    assert unknown == judge_items(standard, checks, findings, profile={"goods": True})[0]
    assert unknown.verdict is not Verdict.NOT_APPLICABLE


def test_an_assisted_item_asks_its_own_question_where_no_answer_brings_one() -> None:
    ask = {"zh": "请核对商品。", "en": "Please compare."}
    found = judged(both(YES, YES), ask=ask, **{"class": "assisted"})
    assert found.question == Text("请核对商品。", "Please compare.")
