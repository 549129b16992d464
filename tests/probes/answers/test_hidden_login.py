"""What only whoever logs in may see is not missing where the login itself was kept from us."""

from __future__ import annotations

import dataclasses

import pytest

from crawler.vocabulary import GapReason, Role
from probes.finding import Outcome
from probes.run import judge_site
from tests.cases.build import view
from tests.eval.labels import alone
from tests.rules import real_checks

CHECKS = {check.id: check for check in real_checks()}
HOME = view(Role.HOME, "示例商城首页\n示例商城，日用百货\n关于我们\n© 2026 青州示例商贸有限公司")


@pytest.mark.parametrize(
    ("reason", "outcome"), [(GapReason.ROBOTS, Outcome.NOT_SEEN), (GapReason.NOT_OFFERED, Outcome.NO)]
)
def test_orders_behind_a_login_kept_from_us_are_not_missing(reason: GapReason, outcome: Outcome) -> None:
    shop = alone(HOME, HOME)
    gaps = [
        dataclasses.replace(gap, reason=reason) if gap.role in (Role.LOGIN, Role.REGISTER) else gap for gap in shop.gaps
    ]
    finding, *_ = judge_site(
        (CHECKS["performance.order_entry"],), dataclasses.replace(shop, gaps=tuple(gaps)), strict=True
    )
    assert finding.outcome is outcome, finding.answer
