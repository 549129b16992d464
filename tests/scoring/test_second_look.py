"""Second looks are asked for where a fail or a suspicion hangs on them, and red lines need two looks that agree."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from crawler.plan import Want
from crawler.table_builder import build_dataclass
from crawler.vocabulary import LANDED, Device, Role
from probes.finding import Answer, Finding, Outcome
from probes.probe import Need
from scoring.red_lines import RedLineState, find_red_lines, find_unconfirmed
from scoring.second_look import plan_second_look
from scoring.standard_tables import RedLine, Standard, Verdict
from scoring.verdict import judge_items
from tests.scoring.made import GONE, NO, NOT_APPLICABLE, UNSURE, YES, check, everywhere, find, item, said, small, unseen

A, B = "made.a", "made.b"
CHECKS = (
    check(A, ("1.1-1", "a", 60), role=Role.PRIVACY),
    check(B, ("1.1-1", "b", 40), role=Role.COMPLAINT),
    check("made.other", role=Role.LOGIN),
)


def wants(findings: list[Finding], **more: Any) -> set[tuple[Role, Device]]:
    standard = small(item(**more))
    found = plan_second_look(standard, CHECKS, findings, judge_items(standard, CHECKS, findings))
    assert all(isinstance(want, Want) and want.state == LANDED for want in found)
    return {(want.role, want.device) for want in found}


def on_both(*roles: Role) -> set[tuple[Role, Device]]:
    return {(role, device) for role in roles for device in Device}


@pytest.mark.parametrize(
    ("a", "b", "roles"),
    [
        (NO, YES, {Role.PRIVACY}),
        (GONE, YES, {Role.PRIVACY, Role.HOME}),
        (NO, NO, {Role.PRIVACY, Role.COMPLAINT}),
        (YES, NO, set()),  # only partial: nothing hangs on it
        (YES, YES, set()),
        (unseen(), NO, set()),  # blocked: no second look can make it a fail
        (UNSURE, NO, set()),
    ],
)
def test_only_what_can_become_a_fail_is_looked_at_again(a: Answer, b: Answer, roles: set[Role]) -> None:
    assert wants([*everywhere(A, a, 1), *everywhere(B, b, 1)]) == on_both(*roles)


def test_nothing_is_wanted_once_a_second_look_has_agreed() -> None:
    assert wants([*everywhere(A, GONE), *everywhere(B, GONE)]) == set()


def test_only_the_device_with_the_bad_answer_is_looked_at_again() -> None:
    findings = [find(A, Device.DESKTOP, 1, NOT_APPLICABLE), find(A, Device.MOBILE, 1, NO), *everywhere(B, YES, 1)]
    assert wants(findings) == {(Role.PRIVACY, Device.MOBILE)}


@pytest.mark.parametrize("kind", ["assisted", "observed"])
def test_a_suggested_fail_asks_for_a_second_look_too(kind: str) -> None:
    findings = [*everywhere(A, said(Outcome.UNSURE, 0.0), 1), *everywhere(B, YES, 1)]
    assert wants(findings, **{"class": kind}) == on_both(Role.PRIVACY)


@pytest.mark.parametrize(
    ("again", "suggested"), [(0.0, Verdict.FAIL), (1.0, Verdict.PASS), (None, None)], ids=["same", "better", "no guess"]
)
def test_after_a_second_look_a_guess_is_asked_about_and_never_decides(
    again: float | None, suggested: Verdict | None
) -> None:
    once = [*everywhere(A, said(Outcome.UNSURE, 0.0), 1), *everywhere(B, YES)]
    findings = [*once, *(find(A, device, 2, said(Outcome.UNSURE, again)) for device in Device)]
    found = judge_items(small(item()), CHECKS, findings)[0]
    assert (found.verdict, found.suggested and found.suggested.verdict) == (Verdict.TO_CONFIRM, suggested)
    assert not wants(findings)
    (before,) = judge_items(small(item()), CHECKS, once)
    assert (before.verdict, before.suggested, bool(before.unconfirmed)) == (Verdict.TO_CONFIRM, None, True)


@pytest.mark.parametrize("kind", ["assisted", "observed"])
@pytest.mark.parametrize(
    ("first", "again", "verdict", "suggested"),
    [
        (said(Outcome.UNSURE, 0.0), GONE, Verdict.TO_CONFIRM, Verdict.FAIL),
        (said(Outcome.UNSURE, 1.0), GONE, Verdict.TO_CONFIRM, Verdict.PASS),
        (UNSURE, GONE, Verdict.TO_CONFIRM, None),
        (said(Outcome.UNSURE, 0.0), NO, Verdict.INCONCLUSIVE, None),  # seen to be bad, once
        (unseen(), GONE, Verdict.INCONCLUSIVE, None),
        (GONE, said(Outcome.UNSURE, 0.0), Verdict.TO_CONFIRM, Verdict.FAIL),
        (GONE, UNSURE, Verdict.INCONCLUSIVE, None),
        (NO, said(Outcome.UNSURE, 0.0), Verdict.INCONCLUSIVE, None),
    ],
)
def test_what_one_look_asks_about_stands_where_the_other_only_did_not_find_it(
    first: Answer, again: Answer, verdict: Verdict, suggested: Verdict | None, kind: str
) -> None:
    more: dict[str, Any] = {"class": kind}
    findings = [*everywhere(A, first, 1), *everywhere(B, YES), *(find(A, device, 2, again) for device in Device)]
    (found,) = judge_items(small(item(**more)), CHECKS, findings)
    assert (found.verdict, found.suggested and found.suggested.verdict) == (verdict, suggested)
    assert (found.reason == "no_second_look") is (verdict is Verdict.INCONCLUSIVE)


def test_states_that_acts_bring_up_are_wanted_like_any_other() -> None:
    standard = small(item(points=(60,), marks=(50, 30)))
    asked = replace(
        CHECKS[0],
        probe=replace(CHECKS[0].probe, reads=(Need(Role.HOME), Need(Role.HOME, "elder", required=False))),
    )
    findings = everywhere(A, NO, 1)
    found = plan_second_look(standard, (asked,), findings, judge_items(standard, (asked,), findings))
    assert {(want.role, want.state) for want in found} == {(Role.HOME, LANDED), (Role.HOME, "elder")}


def veto(together: bool = False) -> Standard:
    raised_by = [{"probe": "made.other", "is": "no"}, {"probe": "made.third", "is": "yes"}]
    line = {
        "id": "R1",
        "trigger": {"zh": "触", "en": "t"},
        "basis": "x",
        "cap": "D",
        "raised_by": raised_by,
        "together": together,
    }
    return replace(small(item()), red_lines=(build_dataclass(RedLine, line),))


DESKTOP_ONLY = [find("made.other", Device.DESKTOP, look, NO) for look in (1, 2)]


@pytest.mark.parametrize(
    ("findings", "state"),
    [
        (everywhere("made.other", NO), RedLineState.SUSPECTED),
        (everywhere("made.other", NO, 1), RedLineState.NONE),
        (everywhere("made.other", YES), RedLineState.NONE),
        (everywhere("made.other", unseen()), RedLineState.NONE),
        (everywhere("made.other", UNSURE), RedLineState.NONE),
        (everywhere("made.third", YES), RedLineState.SUSPECTED),
        ([], RedLineState.NONE),
        # What was seen on one device is enough; what was missing must be missing on both.
        ([*DESKTOP_ONLY, *(find("made.other", Device.MOBILE, look, YES) for look in (1, 2))], RedLineState.SUSPECTED),
        (
            [*(find("made.other", Device.DESKTOP, look, GONE) for look in (1, 2)),
             *(find("made.other", Device.MOBILE, look, unseen()) for look in (1, 2))],
            RedLineState.NONE,
        ),
        ([find("made.other", Device.DESKTOP, look, GONE) for look in (1, 2)], RedLineState.NONE),
        (
            [*(find("made.other", Device.DESKTOP, look, GONE) for look in (1, 2)),
             *(find("made.other", Device.MOBILE, look, NOT_APPLICABLE) for look in (1, 2))],
            RedLineState.SUSPECTED,
        ),
        ([find("made.other", device, look, NO if look == 1 else YES) for device in Device for look in (1, 2)], RedLineState.NONE),
    ],
)  # fmt: skip
def test_a_red_line_is_suspected_only_where_two_looks_agree(findings: list[Finding], state: RedLineState) -> None:
    raised = find_red_lines(veto(), findings)[0]
    assert raised.state is state
    assert bool(raised.findings) is (state is RedLineState.SUSPECTED)


def test_a_red_line_of_several_parts_needs_all_of_them() -> None:
    assert find_red_lines(veto(True), everywhere("made.other", NO))[0].state is RedLineState.NONE
    both = [*everywhere("made.other", NO), *everywhere("made.third", YES)]
    assert find_red_lines(veto(True), both)[0].state is RedLineState.SUSPECTED


def test_persons_confirm_and_clear_red_lines() -> None:
    findings = everywhere("made.other", NO)
    assert find_red_lines(veto(), findings, confirmed={"R1"})[0].state is RedLineState.CONFIRMED
    assert find_red_lines(veto(), findings, cleared={"R1"})[0].state is RedLineState.NONE
    with pytest.raises(ValueError, match="unknown red line 'R9'"):
        find_red_lines(veto(), findings, confirmed={"R9"})


def test_a_suspicion_asks_for_a_second_look() -> None:
    findings = everywhere("made.other", GONE, 1)
    assert {finding.probe for finding in find_unconfirmed(veto(), findings)} == {"made.other"}
    standard = veto()
    found = plan_second_look(standard, CHECKS, findings, judge_items(standard, CHECKS, findings))
    assert {(want.role, want.device) for want in found} == on_both(Role.LOGIN, Role.HOME)
    assert not find_unconfirmed(veto(), everywhere("made.other", GONE))
