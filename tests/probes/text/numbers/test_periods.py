"""Durations as promises state them; dates, ordinals and opening hours are none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.text.numbers import periods
from probes.text.numbers.periods import PeriodBound, TimeUnit


@pytest.mark.parametrize(
    ("text", "raw", "low", "high", "unit", "working", "bound"),
    [
        ("我们将在48小时内处理", "48小时", 48, 48, TimeUnit.HOUR, False, PeriodBound.WITHIN),
        ("7个工作日", "7个工作日", 7, 7, TimeUnit.DAY, True, PeriodBound.NONE),
        ("三個工作日之內", "三個工作日", 3, 3, TimeUnit.DAY, True, PeriodBound.WITHIN),
        ("十五个工作日（含）内", "十五个工作日", 15, 15, TimeUnit.DAY, True, PeriodBound.WITHIN),
        ("两个工作日", "两个工作日", 2, 2, TimeUnit.DAY, True, PeriodBound.NONE),
        ("1-3个工作日", "1-3个工作日", 1, 3, TimeUnit.DAY, True, PeriodBound.NONE),
        ("3至5个自然日", "3至5个自然日", 3, 5, TimeUnit.DAY, False, PeriodBound.NONE),
        ("1～2天", "1～2天", 1, 2, TimeUnit.DAY, False, PeriodBound.NONE),
        ("半小时内", "半小时", 0.5, 0.5, TimeUnit.HOUR, False, PeriodBound.WITHIN),
        ("２４h内", "２４h", 24, 24, TimeUnit.HOUR, False, PeriodBound.WITHIN),
        ("7天无理由退货", "7天", 7, 7, TimeUnit.DAY, False, PeriodBound.NONE),
        ("自收到之日起30日内", "30日", 30, 30, TimeUnit.DAY, False, PeriodBound.WITHIN),
        ("最长不超过 72 小时", "72 小时", 72, 72, TimeUnit.HOUR, False, PeriodBound.WITHIN),
        ("保存时间不少于三年", "三年", 3, 3, TimeUnit.YEAR, False, PeriodBound.AT_LEAST),
        ("within 48 hours", "48 hours", 48, 48, TimeUnit.HOUR, False, PeriodBound.WITHIN),
        ("7 business days", "7 business days", 7, 7, TimeUnit.DAY, True, PeriodBound.NONE),
        ("一般四五天", "四五天", 4, 5, TimeUnit.DAY, False, PeriodBound.NONE),
        ("十五六天", "十五六天", 15, 16, TimeUnit.DAY, False, PeriodBound.NONE),
        ("处理期限为十日，", "十日", 10, 10, TimeUnit.DAY, False, PeriodBound.NONE),
        ("受理后3-5日", "3-5日", 3, 5, TimeUnit.DAY, False, PeriodBound.NONE),
        ("4个工作小时", "4个工作小时", 4, 4, TimeUnit.HOUR, False, PeriodBound.NONE),
        ("within 15 calendar days", "15 calendar days", 15, 15, TimeUnit.DAY, False, PeriodBound.WITHIN),
        ("二十四小时", "二十四小时", 24, 24, TimeUnit.HOUR, False, PeriodBound.NONE),
    ],
)
def test_duration(
    text: str, raw: str, low: float, high: float, unit: TimeUnit, working: bool, bound: PeriodBound
) -> None:
    [period] = periods.find_periods(text)
    assert (period.raw, period.low, period.high, period.unit, period.working, period.bound) == (
        raw,
        low,
        high,
        unit,
        working,
        bound,
    )


@pytest.mark.parametrize(
    "text",
    [
        "7×24小时服务",
        "7*24小时",
        "2024年6月18日内",
        "6月18日",
        "第7天",
        "2024年",
        "二〇二四年",
        "星期一",
        "5 star",
        "3 mines",
        "工作日",
        "5-3天",
    ],
)
def test_other_figures_are_no_duration(text: str) -> None:
    assert periods.find_periods(text) == ()


def test_lengths_compare_in_hours() -> None:
    text = "30分钟内回复，48小时内处理，15个工作日内办结，一周内到账"
    assert [period.hours for period in periods.find_periods(text)] == [0.5, 48, 360, 168]


@given(
    st.lists(
        st.one_of(
            st.text(max_size=5),
            st.sampled_from(
                [
                    "7",
                    "十",
                    "百",
                    "零",
                    "个",
                    "工作日",
                    "小时",
                    "内",
                    "-",
                    "至",
                    "天",
                    " ",
                    "半",
                    "不超过",
                    "h",
                    "年",
                    "月",
                ]
            ),
        ),
        max_size=30,
    ).map("".join)
)
def test_any_text_is_read_without_error_and_offsets_hold(text: str) -> None:
    for period in periods.find_periods(text):
        assert text[period.start : period.end] == period.raw
        assert 0 <= period.low <= period.high


@pytest.mark.parametrize("piece", ["一二三", "十个 ", "1-", "7天", "百百", "不超过", "1 至 "])
def test_long_hostile_text_is_read_in_linear_time(piece: str) -> None:
    begun = time.process_time()
    periods.find_periods(piece * (200_000 // len(piece)))
    assert time.process_time() - begun < 20  # anything quadratic needs minutes


@pytest.mark.parametrize(
    "said",
    [
        "退款到账后请在7天内核对。",
        "请您于三日内补充材料。",
        "您须在48小时内寄回商品。",
        "收到邮件后，请在收到后3日内回复。",
        "七日内未收到您的确认，投诉将视为已解决。",
        "如超过30天未提供补充材料，投诉将自动关闭。",
        "请联系客服并在7天内寄回商品。",
        "请您联系客服7天内寄回商品。",
        "请在收到我们的通知后3日内补充材料。",
        "请在24小时内联系客服。",
        "请您务必3日内回复。",
        "请最迟不超过48小时内联系我们。",
        "请于7日内将商品退回。",
        "请在3日内为您的订单付款。",
        "请与商家在7日内协商。",
    ],
)
def test_a_time_in_which_the_buyer_has_to_act_is_the_buyers(said: str) -> None:
    assert all(periods.is_buyers(said, period) for period in periods.find_periods(said))


@pytest.mark.parametrize(
    "said",
    [
        "我们在3日内回复您。",
        "复核申请自提交起五日内作出最终结论。",
        "商家须在买家提交售后申请之时起48小时内响应。",
        "请耐心等待3至5个工作日，款项将原路退回。",
        "请在线提交后24小时内处理。",
        "您会在7天内收到退款。",
        "商家48小时内未处理的，平台介入。",
        "如需退货请联系客服，7日内退款。",
        "请在线留言客服将于2小时内回复",
        "如有疑问请致电客服我们24小时内给您答复",
        "请您提交投诉后24小时内会有专人联系",
        "请联系客服我们会在48小时内解决",
        "退款请联系客服审核通过后3个工作日内原路退回",
        "请致电客服24小时内答复",
        "请在线提交投诉单48小时内解决",
        "有问题请留言专员在2小时内响应",
        "您需要先填写申请表3日内由客服回电",
    ],
)
def test_a_time_that_the_shop_keeps_is_not_the_buyers(said: str) -> None:
    (found,) = periods.find_periods(said)
    assert not periods.is_buyers(said, found)


@pytest.mark.parametrize("piece", ["3天", "请3天", "请在3天内,", "请联系3天\n"])
def test_whose_times_they_are_is_read_in_linear_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    found = periods.find_periods(text)
    begun = time.process_time()
    assert len([period for period in found if periods.is_buyers(text, period)]) <= len(found)
    assert time.process_time() - begun < 20  # anything quadratic needs minutes
