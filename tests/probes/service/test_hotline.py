"""A number that a program ships to be filled in is no hotline, and no hint of one."""

from __future__ import annotations

import pytest

from crawler.vocabulary import Role
from probes.finding import Outcome
from tests.cases.build import view
from tests.eval.recall.wordings import ask

CHECK = "service.service_hotline"


def test_a_number_yet_to_be_filled_in_is_told_and_no_hotline() -> None:
    said = ask(CHECK, view(Role.HOME, "示例商城\n客服热线：400-000-0000\n工作时间：9:00-18:00"))
    assert said.outcome is Outcome.NO, said.because
    assert "占位号码「400-000-0000」" in said.because.zh


def test_a_number_of_the_shop_s_own_beside_it_is_the_hotline() -> None:
    said = ask(CHECK, view(Role.HOME, "示例商城\n客服热线：400-000-0000\n客服热线：400-820-6318"))
    assert said.outcome is Outcome.YES
    assert "400-820-6318" in said.because.zh


@pytest.mark.parametrize("line", ["会员编号 0000000", "订单 12 件", "每单 10 000 000 分封顶"])
def test_other_digits_are_no_number_yet_to_be_filled_in(line: str) -> None:
    assert "占位" not in ask(CHECK, view(Role.HOME, f"示例商城\n{line}")).because.zh
