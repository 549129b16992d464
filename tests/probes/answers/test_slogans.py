"""Slogans, calls to follow and rows of links state nothing; the sentence that they resemble does."""

from __future__ import annotations

import pytest

from crawler.vocabulary import Role
from probes.finding import Outcome
from tests.cases.build import view
from tests.eval.recall.wordings import ask

HOME = view(Role.HOME, "示例商城 今日上新")
OTHER = "验收请当面开箱，外箱破损可以拒收。"


@pytest.mark.parametrize(
    ("check", "role", "empty", "stated"),
    [
        ("service.tracking", Role.DELIVERY, "扫描二维码，随手关注最新动态", "扫描面单上的二维码，可查看包裹的物流动态。"),
        ("complaints.compensation", Role.COMPLAINT, "每日促销，折扣不停", "逾期不处理的，每日补偿您五元。"),
        ("service.personal_service", Role.HELP, "我的订单|帮助中心|", "在我的订单里选择对应订单，点联系客服，客服能看到该订单。"),
    ],
)  # fmt: skip
def test_what_only_sounds_like_it_raises_no_doubt(check: str, role: Role, empty: str, stated: str) -> None:
    told = ask(check, HOME, view(role, f"说明\n{OTHER}\n{stated}"))
    assert told.outcome is Outcome.YES, told.because.zh
    bare = ask(check, HOME, view(role, f"说明\n{OTHER}"))
    around = ask(check, HOME, view(role, f"说明\n{OTHER}\n{empty}"))
    assert around.outcome is bare.outcome, around.because.zh
    assert empty not in around.because.zh
