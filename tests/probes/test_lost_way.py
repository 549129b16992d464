"""A second look that found no way to a page of the first says nothing against what that one found there."""

from __future__ import annotations

import pytest

from probes.finding import Outcome
from probes.run import judge_site
from tests.cases.build import SHOP, gap, site, view
from tests.rules import real_checks

STATED = "我们收集您的手机号用于登录，收货人、电话和地址用于送货。"


@pytest.mark.parametrize(
    ("said", "outcomes"),
    [(STATED, {1: Outcome.UNSURE}), ("正在整理中", {1: Outcome.NO, 2: Outcome.NO})],
)
def test_a_look_that_lost_the_way_denies_nothing(said: str, outcomes: dict[int, Outcome]) -> None:
    probe = next(check for check in real_checks() if check.id == "privacy.policy_kinds")
    policy = view("privacy", f"隐私政策\n{said}", url=f"{SHOP}privacy")
    looks = [view("home", "栗子集市，家常好物。", look=look, id=f"home{look}") for look in (1, 2)]
    found = judge_site((probe,), site(policy, *looks, gap("privacy", "not_offered", look=2)), strict=True)
    assert {row.look: row.outcome for row in found if row.device == "desktop"} == outcomes
