"""The line that says when an article was put up states nothing; a promise and a rule that hold a date do."""

import pytest

from crawler.vocabulary import GapReason, Role
from probes.answers.statements import is_news
from probes.finding import Outcome
from probes.run import judge_site
from probes.text.normalise import fold_text
from tests.cases.build import gap, site, view
from tests.rules import real_checks

CHECKS = {check.id: check for check in real_checks()}
STAMPS = ("发布时间：2017-01-21 15:52:19 浏览次数：112", "更新日期 2024年3月5日", "发表于：2021/8/9 作者：客服部")
NONE = tuple(gap(role, GapReason.NOT_OFFERED) for role in Role if role not in (Role.HOME, Role.RULES, Role.DELIVERY))


@pytest.mark.parametrize("stamp", STAMPS)
def test_a_stamp_is_told_from_what_is_said(stamp: str) -> None:
    assert is_news("", fold_text(stamp))
    assert not is_news("", fold_text(f"{stamp}，规则修改提前七日公示"))
    assert not is_news("", fold_text("修改后的规则于2024年3月5日发布，七日后生效"))


@pytest.mark.parametrize("stamp", STAMPS)
@pytest.mark.parametrize(
    ("check", "role", "said", "outcome"),
    [
        ("trust.change_notices", Role.RULES, "修改规则会提前七日在本页公示。", Outcome.YES),
        ("service.delivery_rules", Role.DELIVERY, "货物一般两天送到。", Outcome.UNSURE),
    ],
)
def test_a_stamp_promises_nothing(check: str, role: Role, said: str, outcome: Outcome, stamp: str) -> None:
    for line, wanted in ((stamp, Outcome.NO), (said, outcome)):
        page = view(role, f"积分细则\n{line}\n欢迎选购。", title="积分细则")
        other = view(Role.DELIVERY if role is Role.RULES else Role.RULES, "本店。")
        home = view(Role.HOME, "示例商城 今日上新")
        finding, *_ = judge_site((CHECKS[check],), site(home, page, other, *NONE), strict=True)
        assert finding.outcome is wanted, finding
