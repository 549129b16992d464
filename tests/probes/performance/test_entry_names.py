"""Names of entries on home pages that are recognised, and labels that hold such a word and are none."""

from __future__ import annotations

import pytest

from crawler.vocabulary import Role
from probes.finding import Outcome
from tests.cases.build import view
from tests.eval.recall.wordings import ask

NAMED = {
    "performance.beginners_guide": ["新手学堂", "怎样购物", "教您下单", "购物说明", "How to Order", "首次购物"],
    "performance.category_entry": ["商品总汇", "按类别浏览", "商品菜单", "Shop All"],
    "performance.cart_entry": ["订货单", "购书袋", "我的袋子"],
    "performance.order_entry": ["消费记录", "交易记录", "My Purchases"],
    "performance.consult_entry": ["在线顾问", "QQ交谈", "Contact support", "转人工"],
}
OTHER = {
    "performance.beginners_guide": [
        "新手机",
        "新人礼包",
        "新手妈妈专区",
        "小白鞋",
        "商家操作手册",
        "入门级单反",
        "卖家使用指南",
        "交易规则",
    ],
    "performance.category_entry": ["收藏品", "营销中心", "数码超级品类日", "全品类礼券限量领", "商品库存"],
    "performance.cart_entry": ["手推车", "书包", "购物节"],
    "performance.order_entry": ["采购需求", "交易规则", "消费维权", "Bulk Purchases"],
    "performance.consult_entry": ["招聘顾问", "聊天表情", "新闻资讯"],
}


def _said(check: str, label: str) -> Outcome:
    return ask(
        check, view(Role.HOME, elements=[{"text": "示例商城"}, {"text": label, "href": "/p/7", "region": "header"}])
    ).outcome


@pytest.mark.parametrize(("check", "label"), [(check, label) for check, labels in NAMED.items() for label in labels])
def test_an_entry_is_known_by_its_name(check: str, label: str) -> None:
    assert _said(check, label) is Outcome.YES


@pytest.mark.parametrize(("check", "label"), [(check, label) for check, labels in OTHER.items() for label in labels])
def test_another_label_is_no_entry(check: str, label: str) -> None:
    assert _said(check, label) is not Outcome.YES


def test_a_field_is_told_to_be_one_and_what_stands_in_it_to_be_its_hint() -> None:
    field = {"tag": "input", "role": "searchbox", "input_type": "search", "name": "年货节提前购"}
    said = ask("performance.search_entry", view(Role.HOME, elements=[{"text": "示例商城"}, field]))
    assert said.outcome is Outcome.YES
    assert "输入框（提示文字「年货节提前购」）" in said.because.zh
    assert "年货节" not in said.because.en.replace("“年货节提前购”", "")


def test_what_is_there_for_whoever_logs_in_is_not_called_missing() -> None:
    home = view(Role.HOME, elements=[{"text": "示例商城"}, {"text": "我的", "clickable": True}])
    assert ask("performance.order_entry", home).outcome is Outcome.NO
    told = view(Role.OTHER, "我的\n登录后可以查看订单、收藏与优惠券。")
    assert ask("performance.order_entry", home, told).reason == "login"
