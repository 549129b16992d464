"""A numbered list right under a guide's title tells its steps, also where a line with a date stands between."""

from __future__ import annotations

import pytest

from crawler.vocabulary import Role
from probes.finding import Finding, Outcome
from probes.run import judge_site
from tests.cases.build import view
from tests.eval.labels import alone
from tests.rules import real_checks

CHECKS = {check.id: check for check in real_checks()}
HOME = view(Role.HOME, "示例商城首页\n示例商城，日用百货\n关于我们\n© 2026 青州示例商贸有限公司")


def _ordering(title: str, below: str, steps: tuple[str, ...]) -> Finding:
    lines = [
        {"tag": "li", "text": step, "region": "main", "selector": f"ol>li:nth-child({at})"}
        for at, step in enumerate(steps, 1)
    ]
    head = {"tag": "h1", "text": title, "region": "main"}
    page = view(Role.HELP, "\n".join((title, below, *steps)), elements=[head, *lines])
    finding, *_ = judge_site((CHECKS["ordering.order_steps"],), alone(page, HOME), strict=True)
    return finding


@pytest.mark.parametrize("below", ["更新日期：2026年3月1日", "2026-03-01 发布", "买东西不难。"])
def test_a_numbered_list_under_a_guide_is_its_steps_with_a_date_between(below: str) -> None:
    steps = ("从分类找到商品", "选择颜色，点“加入购物车”", "打开购物车核对", "点“去结账”，填写地址", "核对运费")
    assert _ordering("购物指南", below, steps).answer.values["steps"] == len(steps)


def test_a_numbered_list_under_another_heading_is_not_how_to_order() -> None:
    steps = ("选择一把软尺", "打开软尺贴着胸围", "查看尺码表")
    assert _ordering("尺码指南", "更新日期：2026年3月1日", steps).outcome is not Outcome.YES
