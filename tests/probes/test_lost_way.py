"""A second look that found no way to a page of the first says nothing against what that one found there."""

from __future__ import annotations

import pytest

from crawler.site import Gap, View
from crawler.vocabulary import FoundBy
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


STEPS = "购物流程\n第一步：挑好商品，点开详情。\n第二步：点“加入购物车”。\n第三步：核对金额后提交订单，完成付款。"
EMPTY, OTHER = "购物流程\n正在整理中", "配送说明\n每天发货一次"
LIST, ROUTE = f"{SHOP}help", f"{SHOP}#/article?id=4"


@pytest.mark.parametrize(
    ("where", "again", "denied"),
    [
        (ROUTE, "", False),  # the row was not pressed a second time
        (LIST, "", False),
        (LIST, OTHER, False),  # another row was, and showed its text at the same address
        (ROUTE, EMPTY, True),  # it was, and tells nothing now
        (LIST, EMPTY, True),
    ],
)
def test_a_list_whose_row_stayed_shut_denies_nothing_that_the_row_opened(where: str, again: str, denied: bool) -> None:
    probe = next(check for check in real_checks() if check.id == "ordering.order_steps")
    shown: list[View | Gap] = []
    for look, said in ((1, STEPS), (2, again)):
        shown += [gap(role, "not_offered", look=look) for role in ("after_sales", "rules", "agreement")]
        shown.append(view("home", "栗子集市，家常好物。", look=look, id=f"home{look}"))
        shown.append(view("help", "帮助中心\n购物流程\n配送说明", look=look, id=f"list{look}", url=LIST))
        path = ("帮助中心", said.partition("\n")[0])
        if said:
            row = view("help", said, look=look, id=f"row{look}", url=where, found_by=FoundBy.CLICK, path=path)
            shown.append(row)
    found = [row for row in judge_site((probe,), site(*shown), strict=True) if row.device == "desktop"]
    assert found[0].outcome is Outcome.YES
    assert [row.outcome for row in found[1:]] == [Outcome.NO] * denied
