"""Data that are only named are a rule below a heading that asks what is written down, and none below any other."""

from __future__ import annotations

import pytest

from probes.pages.rules.policy_rules import clearest_rule, has_rules
from tests.cases.build import view

NAMES = "买的时候：姓名、手机号码、收货地址（杯子要寄到家里）。"


@pytest.mark.parametrize(
    ("heading", "rules"), [("我们会记下什么", True), ("收集哪些", True), ("寄错了怎么办", False), ("说明", False)]
)
def test_names_below_a_question_say_what_is_written_down(heading: str, rules: bool) -> None:
    page = view("privacy", f"隐私政策\n这一页讲讲小店怎么对待客人。\n{heading}\n{NAMES}\n看的时候什么也不记。")
    assert has_rules(page) is rules
    said = clearest_rule(page)
    assert (said is not None and said.raw == NAMES) is rules
