"""What a page has of its own beside its title."""

from __future__ import annotations

import pytest

from crawler.vocabulary import Role
from probes.finding import Outcome
from probes.pages.absence.absence import answer_absent
from probes.pages.absence.stub import StubContent, read_stub
from tests.cases.build import view

PROSE = "本店支持网上银行与货到付款。付款后请保留凭证，未付款的订单二十四小时后自动取消，退款原路返回，遇到问题请致电。"
CASES = [
    ([{"text": "支付方式"}], StubContent.NOTHING),
    ([{"text": "支付方式" * 40}, {"text": "2018-08-14 14:39:24"}], StubContent.NOTHING),
    ([{"text": PROSE}], StubContent.MUCH),
    ([{"text": PROSE, "region": "footer"}], StubContent.NOTHING),
    ([{"text": PROSE, "href": "/p"}], StubContent.NOTHING),
    ([{"text": f"问题{n}", "href": f"/q/{n}"} for n in range(6)], StubContent.LINKS),
    ([{"image": "/pay.jpg", "box": (20, 200, 800, 600)}], StubContent.MUCH),
    ([{"input_type": "text", "name": "20", "box": (20, 200, 50, 27)}], StubContent.NOTHING),
    ([{"input_type": "text", "name": "您的问题", "box": (20, 200, 300, 27)}], StubContent.MUCH),
]


@pytest.mark.parametrize(("elements", "expected"), CASES)
def test_a_stub_says_its_title_and_no_more(elements: list[dict[str, object]], expected: StubContent) -> None:
    assert read_stub(view(Role.PAYMENT, elements=elements, title="支付方式 - 示例商城")) is expected


def test_a_page_that_is_not_finished_is_none() -> None:
    page = view(Role.PAYMENT, elements=[{"text": "加载中"}], title="支付方式", thorough={"chars": 3})
    assert read_stub(page) is StubContent.MUCH


def test_of_several_pages_of_a_role_the_longest_tells_how_much_is_there() -> None:
    """A menu that drops down on a page of goods is kept as a help centre of its own, with no words below the head."""
    home, lines = view(Role.HOME, "栗子集市"), [f"第{at}条 我们按订单约定的日子把货送到。" for at in range(30)]
    empty = view(Role.HELP, elements=[{"text": "© 栗子集市", "region": "footer"}], thorough={"chars": 6, "ink": 0.002})
    told = view(Role.HELP, "\n".join(lines), thorough={"chars": 600})
    assert "正文为空" in answer_absent((home, empty), "未见规则", "no rule was found").because.zh
    answer = answer_absent((home, empty, told), "未见规则", "no rule was found")
    assert (answer.outcome, answer.because.zh) == (Outcome.NO, "未见规则")
