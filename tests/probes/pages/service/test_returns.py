"""Return windows and refund times are told from the other times of the same sentences."""

from __future__ import annotations

import pytest

from probes.pages.service.returns import (
    RefundMoment,
    ReturnScope,
    find_refunds,
    refund_time,
    return_window,
    return_windows,
)
from tests.cases.build import view


@pytest.mark.parametrize(
    ("text", "days", "why"),
    [
        ("签收次日起七日内，商品完好即可退货。", 7, ReturnScope.ANY),
        ("签收 15 天内出现质量问题，可换新或退货。", 15, ReturnScope.QUALITY),
        ("本店支持7天无理由退货。", 7, ReturnScope.NO_REASON),
        ("自您签收商品之日起7日（含）内可以无理由退货。", 7, ReturnScope.NO_REASON),
        ("收到商品后3日内可申请无理由退货，逾期不予受理。", 3, ReturnScope.NO_REASON),
        ("消费者自收到商品之日起七日内有权退货，且无需说明理由。", 7, ReturnScope.NO_REASON),
        ("自实际收货之日起7天内，如商品不满意，可申请退货。", 7, ReturnScope.NO_REASON),
        ("您可在签收后三十日内免费退换。", 30, ReturnScope.ANY),
        ("未拆封的，收到十天以内可以退。", 10, ReturnScope.ANY),
        ("七天无理由退货，不支持换货。", 7, ReturnScope.NO_REASON),
        ("开发票不影响您享受七天无理由退货的权利。", 7, ReturnScope.NO_REASON),
        ("签收后24小时内拍照反馈破损，可申请退货退款。", 1, ReturnScope.QUALITY),
    ],
)
def test_windows_are_read(text: str, days: float, why: ReturnScope) -> None:
    (found,) = return_windows(view("after_sales", text))
    assert (found.days, found.why) == (days, why)


@pytest.mark.parametrize(
    "text",
    [
        "商家应在48小时内处理退款申请。",
        "商家同意退货后，请在7天内寄回商品。",
        "退款在收到退货后 48 小时内原路退回。",
        "付款后48小时内发货，支持退货。",
        "手机一年保修，退货请联系客服。",
        "七天无理由",
        "本店商品不支持七天无理由退货。",
        "定制商品七天无理由退货不适用。",
        "内衣不参加7天无理由退换货。",
        "非七天无理由退货商品，下单前请确认。",
        "签收后七日内概不退换。",
        "暂不提供七天无理由退货服务。",
    ],
)
def test_other_times_are_no_windows(text: str) -> None:
    assert return_windows(view("after_sales", text)) == ()


@pytest.mark.parametrize(
    ("text", "days", "money"),
    [
        ("退款在收到退货后 48 小时内原路退回。", 2, RefundMoment.SENT),
        ("自收到退回商品之日起七日内向您返还已支付的商品价款。", 7, RefundMoment.SENT),
        ("收货后，在2-3工作日内退款到您账户中。", 4.2, RefundMoment.SENT),
        ("审核通过后，我们将在15个工作日内为您办理退款。", 21, RefundMoment.SENT),
        ("我们将在收到退货的次日为您退款。", 1, RefundMoment.SENT),
        ("退款周期：收到退货后 1-3 个工作日。", 4.2, RefundMoment.SENT),
        ("退款成功后，银行一般在1-5个工作日到账。", 7, RefundMoment.ARRIVED),
        ("视支付途径不同，款项会在5-7个工作日退回原支付账号。", 9.8, RefundMoment.ARRIVED),
    ],
)
def test_refund_times_are_read_in_calendar_days(text: str, days: float, money: RefundMoment) -> None:
    (found,) = find_refunds(view("after_sales", text))
    assert found.days == pytest.approx(days)
    assert found.money is money


@pytest.mark.parametrize(
    "text",
    [
        "请在签收后7天内申请退款。",
        "本店支持7天无理由退货退款。",
        "商家应在48小时内处理退款申请。",
        "极速退款，让您放心。",
    ],
)
def test_other_times_are_no_refunds(text: str) -> None:
    assert find_refunds(view("after_sales", text)) == ()


def test_a_page_has_one_window_and_one_refund_time() -> None:
    page = view(
        "after_sales",
        "签收后15天内出现质量问题，可以退货。\n签收后7天内可以无理由退货。\n收到退货后3天内退款。\n银行到账需要5个工作日，退款以到账为准。",
    )
    window, refund = return_window(page), refund_time(page)
    assert window is not None
    assert (window.days, window.why) == (7, ReturnScope.NO_REASON)
    assert refund is not None
    assert (refund.days, refund.money) == (3, RefundMoment.SENT)
    empty = view("after_sales", "欢迎光临")
    assert return_window(empty) is None
    assert refund_time(empty) is None
