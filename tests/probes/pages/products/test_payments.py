"""Ways to pay by word, picture and OCR, and words that only sound like one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.site import Platform
from probes.pages.products import payments
from tests.cases.build import view


def kinds(role: str, text: str | None = None, *elements: dict[str, Any]) -> list[str]:
    return [method.kind for method in payments.payment_methods(view(role, text, elements))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支付方式\n支付宝、微信支付、银联、货到付款", ["alipay", "wechat", "unionpay", "cash"]),
        ("本店支持数字人民币和对公转账。", ["ecny", "transfer"]),
        ("您可以使用花呗分期付款。", ["credit"]),
        ("We accept Visa and PayPal.", ["foreign"]),
        ("支持找人代付和礼品卡。", ["gift", "family"]),
        ("暂不支持支付宝、微信支付。支持银行卡。", ["bank"]),
        ("能用支付宝、微信支付、账户余额三样付款。", ["alipay", "wechat", "gift"]),
        ("付款后请查看您的账户余额。", []),
        ("微信账户余额不足时支付会失败。", []),
        ("平台不保存银行卡密码。", []),
        ("支持支付宝账号登录。", []),
        ("付款方式\n支付宝：扫码或登录付款，即时到账。", ["alipay"]),
        ("打款：公司账户或者老板的支付宝，款到发货。", ["alipay", "transfer"]),
        ("对公转账\n户名：示例商贸有限公司\n开户行：示例银行城东支行\n账号：3700 1234", ["transfer"]),
        ("汇款\n户名：张三\n开户行：示例银行城东支行\n账号：6222 0212 3456 7890 123", []),
        ("开票信息\n公司付款后开票\n税号：91110\n开户行：示例银行城东支行", []),
        ("怎么付\n扫码用微信付，公司采购走对公，打到合同上的账户。", ["wechat", "transfer"]),
        ("转账时请写明您的户名和开户行。", []),
        ("谨防冒充支付宝客服的诈骗。", []),
        ("退款至您的银行卡。", []),
        ("• 本店接受的支付方式：微信支付、支付宝。", ["alipay", "wechat"]),  # short, and no heading of what follows
    ],
)
def test_lines(text: str, expected: list[str]) -> None:
    assert kinds("payment", text) == expected


def test_a_footer_needs_no_sentence() -> None:
    picture = {"tag": "img", "image": "/i/alipay-logo.png", "region": "footer", "box": (0, 0, 80, 30)}
    assert kinds("home", None, {"text": "货到付款", "href": "/h/1", "region": "footer"}, picture) == ["alipay", "cash"]


def test_a_company_of_that_name_is_no_way_to_pay() -> None:
    group = {"text": "淘宝网 | 支付宝 | 优酷", "region": "footer"}
    assert (
        kinds("home", None, group, {"text": "支付宝", "href": "https://x.example/", "region": "footer", "parent": 0})
        == []
    )
    titled = {"text": "付款方式 快捷支付 支付宝", "region": "footer"}
    assert "alipay" in kinds("home", None, titled, {"text": "支付宝", "region": "footer", "parent": 0})


@pytest.mark.parametrize("region", ["main", "header", "side"])
def test_goods_are_no_way_to_pay(region: str) -> None:
    assert kinds("home", None, {"text": "信用卡包 真皮", "href": "/item/1", "region": region}) == []


def test_icons_to_sign_in_are_no_way_to_pay() -> None:
    icon = {"tag": "img", "image": "/oauth/alipay.png", "region": "footer", "box": (0, 0, 24, 24)}
    assert kinds("home", None, icon) == []


def test_words_of_a_picture_count() -> None:
    assert kinds("home", None, {"tag": "img", "image": "/7.png", "ocr": "微信支付", "region": "footer"}) == ["wechat"]


def test_whose_method_it_is() -> None:
    [alipay, wallet] = payments.payment_methods(view("payment", "支付方式\n支付宝、京东支付"))
    shop, owner = Platform("https://shop.example/"), Platform("https://www.taobao.com/")
    assert alipay.foreign_to(shop)
    assert not alipay.foreign_to(owner)
    assert not wallet.foreign_to(shop)


def test_marks_without_words_are_kept_for_a_person() -> None:
    sprite = {"tag": "i", "classes": "pay-icon pay-3", "region": "footer", "box": (0, 0, 80, 30)}
    assert len(payments.unreadable_payments(view("home", None, [{"text": "页脚"}, sprite]))) == 1
    assert payments.unreadable_payments(view("home", None, [{"text": "页脚"}, sprite | {"region": "main"}])) == ()


@given(st.text(max_size=200))
def test_any_text_is_read_without_error(text: str) -> None:
    for method in payments.payment_methods(view("payment", text)):
        assert method.quote


@pytest.mark.parametrize(("href", "found"), [("/?p=redirect&action=banner&goto=6", []), ("/pay", ["foreign"])])
def test_the_advertisement_of_somebody_else_shows_no_way_to_pay(href: str, found: list[str]) -> None:
    link = {"tag": "a", "href": href, "region": "footer", "box": (0, 0, 468, 60)}
    picture = {
        "tag": "img",
        "image": "/i/6.gif",
        "ocr": "VISA",
        "region": "footer",
        "parent": 0,
        "box": (0, 0, 468, 60),
    }
    assert kinds("home", None, link, picture) == found
