"""Which labels name what a check looks for, and which only share a word with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from crawler.vocabulary import Device, Role
from probes.pages.absence import unopened
from probes.pages.absence.opening import is_private
from probes.pages.main.subject import subject_of
from probes.pages.rules import policy
from tests.cases.build import site, view
from tests.probes.pages.absence.test_unopened import READS, ask
from tests.rules import real_checks


def said_of(id: str, controls: list[dict[str, Any]], role: Role = Role.HOME) -> str:
    """The label of the unopened entry that keeps the check from saying no on a page with those controls; "" = none."""
    page = view(role, "栗子集市，家常好物。", controls)
    check = next(check for check in real_checks() if check.id == id)
    entry = unopened.Surface.of(site(page), Device.DESKTOP, 1).naming(check)
    return "" if entry is None else entry.label


@pytest.mark.parametrize(
    ("check", "label"),
    [
        ("ordering.fraud_measures", "我已忘记密码"),
        ("ordering.fraud_measures", "手机验证码"),
        ("ordering.fraud_report", "配送说明"),
        ("complaints.urgency_levels", "立即购买"),
        ("trust.topic_trading", "订单"),
        ("trust.prohibited_listed", "商品分类"),
        ("trust.prohibited_listed", "特卖"),
        ("trust.evaluation_rule", "评价(0)"),
        ("trust.evaluation_rule", "评价 （0）"),
        ("standing.honours", "积分抽奖"),
        ("service.carriers_named", "收货地址"),
        ("service.courier_contact", "地址管理"),
        ("inclusion.packaging_original", "规格及包装"),
        ("trust.evaluation_rule", "用户评价 好评率 0% 0人好评"),
        ("trust.evaluation_rule", "评论数"),
        ("privacy.policy_purposes", "精选好货"),
    ],
)
def test_a_label_that_only_shares_a_general_word_names_no_subject(check: str, label: str) -> None:
    assert said_of(check, [{"text": label, "href": "/x", "region": "nav"}]) == ""


@pytest.mark.parametrize(
    ("check", "label"),
    [
        ("ordering.fraud_measures", "交易密码与反诈提示"),
        ("ordering.fraud_report", "谨防诈骗"),
        ("ordering.fraud_report", "识骗防骗小课堂"),
        ("ordering.fraud_measures", "谨防受骗"),
        ("ordering.risk_warning", "冒充客服骗局提醒"),
        ("ordering.risk_warning", "防诈骗公告"),
        ("trust.topic_trading", "订单取消规则"),
        ("trust.evaluation_rule", "评价(12)"),
        ("trust.evaluation_rule", "用户评价 好评率 98% 120人好评"),
        ("inclusion.packaging_original", "绿色包装"),
        ("trust.evaluation_rule", "评价规则"),
        ("privacy.policy_purposes", "好货背后：信息用来做什么"),
        ("standing.honours", "获奖情况"),
        ("service.carriers_named", "收货地址怎么改、谁来送货"),
    ],
)
def test_a_label_that_says_more_still_names_it(check: str, label: str) -> None:
    assert said_of(check, [{"text": label, "href": "/x", "region": "nav"}]) == label


def test_the_button_of_a_search_through_rules_is_no_entry_to_rules_but_a_link_is() -> None:
    form: list[dict[str, Any]] = [{"tag": "form", "text": "搜索规则"}, {"tag": "input", "parent": 0}]
    button = {"tag": "button", "text": "搜索规则", "clickable": True, "parent": 0}
    assert said_of("inclusion.packaging_policy", [*form, button], Role.RULES) == ""
    alone = {**button, "parent": None}
    assert said_of("inclusion.packaging_policy", [*form, alone], Role.RULES) == "搜索规则"
    link = {"tag": "a", "text": "搜索规则", "href": "/rules/search", "parent": 0}
    assert said_of("inclusion.packaging_policy", [*form, link], Role.RULES) == "搜索规则"


def test_every_check_names_its_subject_in_words_that_can_be_looked_for() -> None:
    for check in real_checks():
        subject = subject_of(check)
        for words in (subject.words, subject.never):  # a bracket that nothing closes raises
            assert policy.pattern(words).pattern


PROHIBITED = "trust.prohibited_listed"
SCORING = "trust.scoring_method"
READS |= {
    PROHIBITED: ("agreement", "rules", "help", "seller", "privacy", "complaint", "about"),
    SCORING: ("agreement", "rules", "help", "credit", "seller", "after_sales"),
}


@pytest.mark.parametrize(
    ("check", "label", "on", "open_"),
    [
        (PROHIBITED, "外设产品", Role.LIST, False),
        (PROHIBITED, "禁售商品", Role.HOME, True),
        (SCORING, "评价(0)", Role.PRODUCT, False),
        (SCORING, "评价（0）", Role.PRODUCT, False),
        (SCORING, "评价(10)", Role.PRODUCT, True),
        (SCORING, "评价规则", Role.HOME, True),
    ],
)
def test_labels_of_goods_and_of_nothing_name_no_rule(check: str, label: str, on: Role, open_: bool) -> None:
    link = {"text": label, "tag": "a", "clickable": True, "region": "nav"}
    answer = ask(check, link, on=on)
    assert ("「" + label.replace("（", "(").replace("）", ")") in answer.because.zh) is open_, answer.because


@pytest.mark.parametrize(
    ("role", "region", "open_"),
    [
        (Role.SEARCH, "main", False),
        (Role.LIST, "main", False),
        (Role.HELP, "main", True),
        (Role.SEARCH, "footer", True),
    ],
)
def test_what_sorts_the_goods_of_a_list_is_no_entry_to_a_rule(role: Role, region: str, open_: bool) -> None:
    link = {"text": "评分", "tag": "a", "href": "javascript:sort('score')", "region": region}
    assert bool(said_of("trust.credit_purpose", [link], role)) is open_


@pytest.mark.parametrize(
    ("label", "href", "open_"),
    [
        ("评价数", "/brand/1?p=2&orderby=commentnum_desc", False),
        ("评价", "/brand/1?p=2&sort=comments", False),
        ("评价", "/brand/1?p=3&sort=comments", True),
        ("评价数", "/brand/1?sort=comments", False),
        ("评价规则", "/brand/1?orderby=commentnum_desc", True),
        ("评价", "/brand/1?show=rules", True),
        ("评价", "/brand/rules?orderby=commentnum_desc", True),
        ("评价", "/brand/1?p=2&order=1&act=rules", True),
    ],
)
def test_a_page_in_another_order_is_no_other_page(label: str, href: str, open_: bool) -> None:
    root = "https://www.example.com"
    page = replace(
        view(Role.OTHER, "四个牌子的茶。", [{"text": label, "href": root + href}]), url=f"{root}/brand/1?p=2"
    )
    check = next(check for check in real_checks() if check.id == "trust.credit_purpose")
    found = unopened.Surface.of(site(view(Role.HOME, "栗子集市"), page), Device.DESKTOP, 1).naming(check)
    assert (found is not None) is open_


@pytest.mark.parametrize("label", ["中国互联网举报中心", "可信网站信用评估", "经营性网站备案中心", "12315"])
@pytest.mark.parametrize("check", ["complaints.complaint_rule", "trust.evaluation_rule"])
def test_a_seal_without_an_address_is_no_way_to_the_shops_own_words(check: str, label: str) -> None:
    assert said_of(check, [{"text": label, "clickable": True, "region": "footer"}]) == ""


def test_an_entry_of_the_shops_own_that_reports_things_is_one() -> None:
    assert said_of("complaints.complaint_rule", [{"text": "投诉举报中心", "clickable": True, "region": "footer"}])
    assert said_of(
        "complaints.complaint_rule", [{"text": "互联网举报中心投诉规则", "href": "/rules/9", "region": "footer"}]
    )


def test_who_talks_states_nothing_but_a_page_of_that_name_may() -> None:
    rule = "complaints.evidence_rule"
    assert said_of(rule, [{"text": "在线客服", "clickable": True}], Role.PRODUCT) == ""
    assert said_of(rule, [{"text": "在线客服", "href": "/service", "clickable": True}], Role.PRODUCT) == "在线客服"
    assert said_of(rule, [{"text": "在线客服说明", "clickable": True}], Role.PRODUCT) == "在线客服说明"
    assert said_of(rule, [{"text": "联系客服", "clickable": True}], Role.PRODUCT) == ""
    assert said_of(rule, [{"text": "客服中心", "clickable": True}], Role.PRODUCT) == "客服中心"


@pytest.mark.parametrize(
    ("check", "open_"),
    [
        ("complaints.compensation", False), ("complaints.complaint_entry", False), ("ordering.payment_proof", False),
        ("service.service_hours", True), ("service.service_channels", True), ("complaints.complaint_channels", True),
    ],
)  # fmt: skip
def test_a_button_to_talk_hides_what_a_box_on_the_service_tells_and_nothing_else(check: str, open_: bool) -> None:
    button = {"text": "联系客服", "clickable": True}
    assert bool(said_of(check, [button], Role.PRODUCT)) is open_
    assert said_of(check, [{**button, "href": "/contact"}], Role.PRODUCT) == "联系客服"


@pytest.mark.parametrize(("label", "role", "open_"), [
    ("支付宝", Role.LOGIN, False), ("支付宝", Role.HELP, True), ("支付宝支付说明", Role.LOGIN, True),
])  # fmt: skip
def test_whose_account_one_logs_in_with_is_no_page_on_paying(label: str, role: Role, open_: bool) -> None:
    link = {"text": label, "href": "/with/alipay", "clickable": True}
    assert bool(said_of("ordering.payment_page", [link], role)) is open_


def test_a_row_that_picks_among_questions_by_the_kinds_of_a_form_names_no_page() -> None:
    row: list[dict[str, Any]] = [
        {"text": said, "tag": "a", "clickable": True, "box": [20 + 100 * at, 400, 90, 30]}
        for at, said in enumerate(("全部咨询", "配送", "售后"))
    ]
    form: list[dict[str, Any]] = [
        {"text": said, "tag": "label", "clickable": True, "box": [20 + 100 * at, 600, 60, 20]}
        for at, said in enumerate(("配送", "售后"))
    ]
    assert said_of("service.return_rules", row, Role.AFTER_SALES) == "售后"
    assert said_of("service.return_rules", [*row, *form], Role.AFTER_SALES) == ""
    alone = [{**row[2], "text": "售后"}, *form]
    assert said_of("service.return_rules", alone, Role.AFTER_SALES) == "售后"


@pytest.mark.parametrize(("label", "open_"), [("换一换", False), ("怎么换货", True)])
def test_what_draws_other_goods_is_no_page_on_exchange(label: str, open_: bool) -> None:
    assert bool(said_of("service.exchange_repair", [{"text": label, "clickable": True}], Role.HELP)) is open_


@pytest.mark.parametrize(("label", "open_"), [("手机数码", False), ("收集的手机号码", True)])
def test_a_kind_of_goods_that_holds_a_word_of_the_check_names_no_page_about_it(label: str, open_: bool) -> None:
    assert bool(said_of("privacy.policy_kinds", [{"text": label, "clickable": True, "region": "nav"}])) is open_


def test_a_picture_called_what_its_page_is_was_read_there() -> None:
    photo = {"tag": "img", "name": "营业执照照片", "clickable": True, "image": "https://shop.example/licence.png"}
    assert said_of("standing.honours", [photo], Role.LICENCE) == ""
    assert said_of("standing.honours", [photo], Role.HELP) == "营业执照照片"


@pytest.mark.parametrize("label", ["商品评价(1) 满意度100%", "好评 1", "全部评论（23）", "目前没有推荐分类。"])
def test_a_count_of_reviews_or_a_word_that_there_is_nothing_names_no_rule(label: str) -> None:
    assert said_of("trust.evaluation_rule", [{"text": label, "href": "/x", "region": "nav"}]) == ""


def test_a_control_that_tells_the_share_of_good_reviews_shows_them_on_its_page() -> None:
    label = "用户评价 好评率 98% 120人好评"
    assert said_of("trust.evaluation_rule", [{"text": label, "clickable": True}], Role.HELP) == ""
    assert said_of("trust.evaluation_rule", [{"text": "好评率怎么算", "clickable": True}], Role.HELP) == "好评率怎么算"


@pytest.mark.parametrize(
    ("label", "href", "open_"),
    [
        ("写评价", "#", False),
        ("我要发表评论", "", False),
        ("Write a review", "#", False),
        ("写评价", "/review/new", True),  # what a page of its own says beside the form was not read
        ("怎么写评价", "#", True),
    ],
)
def test_a_control_that_opens_a_form_to_write_in_hides_no_rule(label: str, href: str, open_: bool) -> None:
    control = {"text": label, "clickable": True, "tag": "a", **({"href": href} if href.startswith("/") else {})}
    assert bool(said_of("trust.evaluation_rule", [control], Role.PRODUCT)) is open_


@pytest.mark.parametrize("label", ["商品评价规则", "评价 3 步走", "没有收到货怎么评价"])
def test_a_label_that_speaks_of_reviews_still_names_their_rules(label: str) -> None:
    assert said_of("trust.evaluation_rule", [{"text": label, "href": "/x", "region": "nav"}]) == label


@pytest.mark.parametrize(
    ("label", "href", "names"),
    [
        ("纠纷 100 元红包", "/?p=redirect&action=banner&goto=7", False),
        ("纠纷 100 元红包", "/?p=text&id=7", True),
        ("纠纷处理规则", "/?p=redirect&action=banner&goto=7", True),  # a name of a page, wherever it is sent on to
    ],
)
def test_what_sends_on_from_an_advertisement_is_no_entry(label: str, href: str, names: bool) -> None:
    assert bool(said_of("trust.topic_disputes", [{"text": label, "href": href, "region": "side"}])) is names


@pytest.mark.parametrize(("label", "private"), [
    ("《用户注册协议》", False), ("登录即用条款", False), ("免费注册", True), ("登录", True), ("注册会员", True),
])  # fmt: skip
def test_a_paper_called_after_a_form_is_no_page_of_ones_own(label: str, private: bool) -> None:
    assert is_private(label) is private
