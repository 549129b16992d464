"""A page on complaints that never says the word is known by what it tells; one that only tells of quarrels, offices or notes is not one."""

from __future__ import annotations

import dataclasses

import pytest

from probes.answers.doubts.unnamed_places import doubt_place, doubt_words
from probes.finding import Answer, Outcome, Text
from tests.cases.build import site, view
from tests.eval.table import checks

MISSING = Answer(Outcome.NO, Text("未见投诉入口", "no entry for complaints"), by_absence=True)


def doubt_beside(*lines: str) -> Outcome:
    page = view("other", "\n".join(lines), [{"own": line} for line in lines], url="https://shop.example/h?id=17")
    home = view("home", None, [{"text": "登录", "href": "/login", "region": "footer"}])
    entry = checks()["complaints.complaint_entry"]
    return doubt_place(entry, MISSING, site(home, dataclasses.replace(page, path=("说说看",)))).outcome


@pytest.mark.parametrize(
    "lines",
    [
        ("菜做咸了、碗磕了，都能讲。", "柜上记在册子里，问清是谁经的手，当天给您回话。", "说不拢的，打 12315。"),
        ("买得窝火，写张条子塞进门口木匣。", "店东查个明白，该退退，该赔赔。", "要是还谈不拢，县消保委也管。"),
        ("送货的话不中听，打电话来。", "弄清楚了给您回个信。", "实在不行就去消协。"),
    ],
)
def test_a_page_that_tells_how_grievances_are_heard_is_shown(lines: tuple[str, ...]) -> None:
    assert doubt_beside(*lines) is Outcome.UNSURE


@pytest.mark.parametrize(
    "lines",
    [
        ("本店记在册子上的老顾客有三百位。", "窑火一年烧两回，烧窑的日子在门口写明。"),
        ("遇到假冒本店的网站，可以打 12315。", "本店只有这一个网址，请记在手机里。"),
        ("两口子为烧窑吵了半辈子，谈不拢就各烧各的。", "后来问清楚了，是柴不干。"),
    ],
)
def test_a_page_that_tells_of_something_else_is_not(lines: tuple[str, ...]) -> None:
    assert doubt_beside(*lines) is Outcome.NO


HEARD = ("碗磕了、话不中听，都能讲。", "柜上记在册子里，问清是谁经的手，再给您回话。", "说不拢的，打 12315。")
AGREED = "隔一宿就有准话。"


@pytest.mark.parametrize(
    ("check", "lines", "outcome"),
    [
        ("complaints.result_limit", HEARD, Outcome.NO),
        ("complaints.complaint_limits", HEARD, Outcome.NO),
        ("complaints.result_limit", (*HEARD, AGREED), Outcome.UNSURE),
        ("complaints.complaint_limits", (*HEARD, "赶紧办，不拖。"), Outcome.UNSURE),
        ("complaints.complaint_steps", HEARD, Outcome.UNSURE),  # steps need no word of time
    ],
)
def test_a_page_without_a_word_of_time_promises_none(check: str, lines: tuple[str, ...], outcome: Outcome) -> None:
    text = "说说看\n" + "\n".join(lines)
    page = view("complaint", text, [{"text": line} for line in text.split("\n")], path=("有意见找掌柜",))
    assert doubt_words(checks()[check], MISSING, site(view("home"), page)).outcome is outcome


@pytest.mark.parametrize(
    "check", ["complaints.complaint_channels", "trust.report_entry", "complaints.regulator_pointer"]
)
def test_a_check_that_also_reads_home_and_goods_is_in_doubt_over_it(check: str) -> None:
    """What they tell is a line; the page that is meant stands behind them in what the check reads."""
    page = view("other", "\n".join(HEARD), [{"text": line} for line in HEARD], path=("说说看",))
    help_page = view("help", "买前看看", [{"text": "瓷器有手工的痕迹。"}])
    seen = site(view("home"), view("product", None, [{"text": "青釉马克杯"}]), help_page, page)
    assert doubt_words(checks()[check], MISSING, seen).outcome is Outcome.UNSURE


@pytest.mark.parametrize("check", ["ordering.fraud_report", "trust.topic_complaints", "trust.topic_disputes"])
def test_a_check_that_looks_among_other_papers_first_is_in_doubt_over_it(check: str) -> None:
    """Reports of fraud and rules on disputes are looked for on pages of payment and rules, and stand here all the same."""
    page = view("other", "\n".join(HEARD), [{"text": line} for line in HEARD], path=("说说看",))
    papers = view("rules", "规则", [{"text": "规则"}]), view("payment", "支付说明", [{"text": "支持微信支付。"}])
    assert doubt_words(checks()[check], MISSING, site(view("home"), *papers)).outcome is Outcome.NO
    assert doubt_words(checks()[check], MISSING, site(view("home"), *papers, page)).outcome is Outcome.UNSURE


@pytest.mark.parametrize(
    ("more", "outcome"),
    [
        (("举报卖假货的，也走这条路。",), Outcome.UNSURE),  # said once, of something else
        (("投诉写明订单号。", "投诉由店主亲自看。"), Outcome.NO),
    ],
)
def test_a_page_that_says_the_word_in_passing_is_still_written_in_the_owners_words(
    more: tuple[str, ...], outcome: Outcome
) -> None:
    text = "\n".join(("说说看", *HEARD, *more))
    page = view("complaint", text, [{"text": line} for line in text.split("\n")], path=("说说看",))
    assert doubt_words(checks()["complaints.complaint_steps"], MISSING, site(view("home"), page)).outcome is outcome


def test_what_was_then_is_no_word_of_a_time() -> None:
    text = "\n".join(("说说看", *HEARD, "找当时经手的人问清楚。"))
    page = view("complaint", text, [{"text": line} for line in text.split("\n")], path=("说说看",))
    assert doubt_words(checks()["complaints.result_limit"], MISSING, site(view("home"), page)).outcome is Outcome.NO


FORMAL = (
    "第一条 用户与经营者发生纠纷的，可向本平台提出。",
    "第二条 本平台于接获之时起二十四小时内登记并受理，十日内办结。",
    "第三条 对处理结果不服的，可拨打 12315。",
)


@pytest.mark.parametrize(
    ("title", "outcome"),
    [("争议处理规程", Outcome.UNSURE), ("用户服务协议", Outcome.NO)],  # an agreement ends with such a clause
)
def test_a_paper_on_disputes_that_was_filed_as_rules_is_shown(title: str, outcome: Outcome) -> None:
    lines = (title, *FORMAL)
    rules = view("rules", "\n".join(lines), [{"own": line} for line in lines], title=title)
    home = view("home", None, [{"text": "登录", "href": "/login", "region": "footer"}])
    entry = checks()["complaints.complaint_entry"]
    assert doubt_place(entry, MISSING, site(home, rules)).outcome is outcome


RETURNS = (
    "退换包您懂",
    "怎么退",
    "收到不合适，七天内说一声，运费我们先垫。",
    "坏了的、发错的，拍张照片发来，当天补发。",
)
REVIEWED = ("买家怎么评", "写实话就行，好坏我们都不删，也没人能打招呼。")


def doubt_over_part(role: str, *lines: str) -> Outcome:
    said = (*RETURNS, *lines, *REVIEWED)
    page = view(role, "\n".join(said), [{"text": line} for line in said], title="退换包您懂")
    home = view("home", None, [{"text": "退换包您懂", "href": "/h", "region": "footer"}])
    return doubt_place(checks()["complaints.complaint_entry"], MISSING, site(home, page)).outcome


@pytest.mark.parametrize(
    "lines",
    [
        ("不满意怎么办", "先打给店长，他问清是谁经的手，当天给您回话。"),
        ("有意见跟我们提", "写信到 yijian@shop.example，专人登记，七天内给您处理结果。"),
        ("六、投诉与纠纷", "买受人可致电本店客服，本店于三日内受理并予以答复。"),
        ("Not happy with us?", "Write to care@shop.example and we settle it within a week."),
        ("心里委屈找谁", "在公众号里留言，店主亲自看，该退退，该赔赔。"),
        ("维权通道", "拨打热线登记诉求，五个工作日内办结。"),
    ],
)
@pytest.mark.parametrize("role", ["after_sales", "help", "about"])
def test_a_part_of_another_page_that_tells_it_is_shown(role: str, lines: tuple[str, ...]) -> None:
    assert doubt_over_part(role, *lines) is Outcome.UNSURE


@pytest.mark.parametrize(
    ("role", "lines"),
    [
        ("after_sales", ()),
        ("after_sales", ("不满意怎么退", "联系客服登记，三天内办好退款。")),
        ("after_sales", ("不满意就换货", "跟客服说一声，两天内处理。")),
        ("delivery", ("不满99元的订单", "运费八元，由客服登记后处理。")),
        ("seller", ("商家纠纷", "联系招商经理登记，七天内答复。")),
        ("help", ("意见领袖说", "这款杯子泡茶很香。")),
        ("after_sales", ("投诉", "敬请期待。")),
        ("agreement", ("争议解决", "双方先行协商解决，协商不成的，可拨打 12315，或向法院起诉。")),
        ("privacy", ("投诉与举报", "您对个人信息有疑问，可写信到 dpo@shop.example，十五日内答复。")),
    ],
)
def test_a_part_that_tells_of_something_else_is_not(role: str, lines: tuple[str, ...]) -> None:
    assert doubt_over_part(role, *lines) is Outcome.NO
