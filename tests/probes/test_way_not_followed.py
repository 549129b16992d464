"""A page that another device was led to from a page that this one was not on is not missing here: its link may stand there."""

import pytest

from crawler.site import Gap, View
from crawler.vocabulary import GapReason, Role
from probes.finding import Outcome
from probes.run import judge_site
from tests.cases.build import gap, site, view
from tests.rules import real_checks

CHECK = next(check for check in real_checks() if check.id == "privacy.policy_dated")
POLICY = "隐私政策 更新日期：2026-01-02 我们收集您的手机号码用于注册，并依法保护您的个人信息，未经同意不向他人提供您的个人信息。"


def shop(way: tuple[str, ...], registers: bool) -> tuple[Outcome, str]:
    """What is said of the phone's policy, where the desktop was led to it that way; whether the phone has a page to register."""
    desktop = [
        view(Role.HOME, "示例商城首页"), view(Role.REGISTER, "注册", path=("注册",)), view(Role.PRIVACY, POLICY, path=way),
    ]  # fmt: skip
    phone: list[View | Gap] = [
        view(Role.HOME, "示例商城首页", device="mobile"),
        gap(Role.PRIVACY, GapReason.NOT_OFFERED, device="mobile"),
    ]
    if registers:
        phone.append(view(Role.REGISTER, "注册", device="mobile"))
    else:
        phone.append(gap(Role.REGISTER, GapReason.NOT_OFFERED, device="mobile"))
    found = judge_site((CHECK,), site(*desktop, *phone), strict=True)
    answer = next(finding.answer for finding in found if finding.device == "mobile")
    return answer.outcome, answer.because.zh


@pytest.mark.parametrize(("way", "registers", "outcome"), [
    (("注册", "《隐私政策》"), False, Outcome.NOT_SEEN), (("注册", "《隐私政策》"), True, Outcome.NO), (("隐私政策",), False, Outcome.NO),
])  # fmt: skip
def test_what_stands_behind_a_page_that_was_not_seen_is_not_missing(
    way: tuple[str, ...], registers: bool, outcome: Outcome
) -> None:
    said = shop(way, registers)
    assert said[0] is outcome
    assert ("经注册页到达" in said[1]) is (outcome is Outcome.NOT_SEEN)
