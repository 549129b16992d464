"""A section that is headed by the very thing, and says something in the owner's own words, is never taken for silence."""

from __future__ import annotations

import pytest

from crawler.vocabulary import Device, Role
from probes.finding import Answer, Outcome
from probes.known_absence import weigh_absence
from probes.recall import Recalls, measure_recall
from probes.run import judge_site
from tests.cases import build
from tests.eval.labels import alone
from tests.eval.table import checks
from tests.rules import real_rules

HOME = "示例商城首页\n示例商城，日用百货\n关于我们\n© 2026 济南示例商贸有限公司"
OWN_WORDS = "七天内没穿没洗\n吊牌在\n跟店长说一声\n东西回来我们就给钱\n"


KNOWN = Recalls(checks={"service.return_steps": measure_recall(60, 60, 60)})  # a reader that finds what there is


def ask_return_steps(text: str, title: str, recalls: Recalls | None = None) -> Answer:
    page = build.view(Role.HELP, text, title=title, url=f"{build.SHOP}help")
    check, bar = checks()["service.return_steps"], real_rules().standard.values.recall_bar
    site = alone(page, build.view(Role.HOME, HOME))
    found = judge_site((check,), site, strict=True, bar=bar if recalls is None else 0.0)
    answer = next(finding.answer for finding in found if finding.device is Device.DESKTOP)
    return answer if recalls is None else weigh_absence(check, answer, site, bar, recalls)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"不合适怎么退\n{OWN_WORDS}", "不合适怎么退"),
        (f"帮助中心\n怎么付款\n微信、支付宝都行。\n怎么退货\n{OWN_WORDS}", "帮助中心"),
    ],
)
def test_what_stands_below_such_a_heading_is_shown_to_a_person(text: str, title: str) -> None:
    answer = ask_return_steps(text, title)
    assert answer.outcome is Outcome.UNSURE, answer.because
    assert set(OWN_WORDS.split()) & {piece.quote for piece in answer.evidence}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("怎么退货\n内容整理中，敬请期待。\n请联系客服。\n", "怎么退货"),
        ("帮助中心\n怎么退货\n联系客服\n关于我们\n友情链接\n", "帮助中心"),
        ("怎么付款\n微信扫一扫就能付\n到店给现金也成\n两样一起用也行\n", "怎么付款"),
    ],
)
def test_a_heading_without_words_or_of_another_thing_hides_nothing(text: str, title: str) -> None:
    assert ask_return_steps(text, title).outcome is Outcome.NO


STATED_IN_PART = "怎么退货\n• 东西寄回来，来回邮费我们出\n"
WRITTEN_OUT = (
    "• 吊牌、说明书与赠品一并放好，边角用泡沫裹住，纸箱外面请勿直接粘贴胶带或书写文字。\n"
    "• 大件商品须两人搬运，楼道狭窄的请先把纸箱拆开，清点后再行装车，以免磕碰墙面和门框。\n"
)


@pytest.mark.parametrize(("more", "ceiling"), [("• 收到就给钱\n• 跟店长说一声\n", 1.0), (WRITTEN_OUT, None)])
def test_few_lines_below_such_a_heading_may_state_what_is_missing(more: str, ceiling: float | None) -> None:
    answer = ask_return_steps(STATED_IN_PART + more, "怎么退货", KNOWN)
    assert answer.outcome is Outcome.YES, answer.because
    assert (answer.fraction, answer.ceiling) == (0.5, ceiling)
