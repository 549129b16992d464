"""Rules a shop publishes: links told apart, documents told from navigation, changes with their dates."""

from __future__ import annotations

import datetime

import pytest

from crawler.site import View
from crawler.vocabulary import Role
from probes.pages.rules.rule_changes import at_once_clause, find_rule_changes
from probes.pages.rules.rule_links import RuleLinkKind, named_rules
from probes.pages.rules.rulebook import (
    DocumentKind,
    find_topic_treatment,
    join_topic_treatments,
    own_dates,
    read_sections,
    rule_kind,
)
from tests.cases.build import view


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("用户服务协议", {RuleLinkKind.AGREEMENT}),
        ("《用户协议》", {RuleLinkKind.AGREEMENT}),
        ("服務協議", {RuleLinkKind.AGREEMENT}),
        ("用户协议与隐私政策", {RuleLinkKind.AGREEMENT}),
        ("服务协议及规则", {RuleLinkKind.AGREEMENT, RuleLinkKind.RULES}),
        ("平台规则", {RuleLinkKind.RULES}),
        ("交易条款", {RuleLinkKind.RULES}),
        ("规则", {RuleLinkKind.RULES}),
        ("法律声明", {RuleLinkKind.LEGAL}),
        ("购物须知", {RuleLinkKind.RULES}),
        ("会员条款", {RuleLinkKind.AGREEMENT}),
        ("条款和条件", {RuleLinkKind.AGREEMENT}),
        ("使用者條款", {RuleLinkKind.AGREEMENT}),
        ("Conditions of Use", {RuleLinkKind.AGREEMENT}),
        ("规则汇总", {RuleLinkKind.RULES}),
        ("电商平台准则", {RuleLinkKind.RULES}),
        ("管理办法", {RuleLinkKind.MAYBE}),
        ("用户守则", {RuleLinkKind.MAYBE}),
        ("软件采购协议", set()),
        ("社区公约", {RuleLinkKind.MAYBE}),
        ("用户隐私协议", set()),
        ("商家入驻协议", set()),
        ("评价规则", set()),
        ("满减活动规则", set()),
        ("会员制度", set()),
        ("发票制度", set()),
        ("服务制度", {RuleLinkKind.MAYBE}),
        ("平台制度", {RuleLinkKind.RULES}),
        ("违规公示", set()),
        ("关于修订平台规则和用户协议的公告，请各位商家留意查看", set()),
        ("", set()),
    ],
)
def test_links_are_told_apart_by_their_words(words: str, names: set[RuleLinkKind]) -> None:
    assert named_rules(words) == names


@pytest.mark.parametrize(
    ("role", "title", "expected"),
    [
        (Role.AGREEMENT, "用户服务协议", DocumentKind.AGREEMENT),
        (Role.RULES, "用户服务协议", DocumentKind.AGREEMENT),
        (Role.AGREEMENT, "隐私政策", DocumentKind.OTHER),
        (Role.AGREEMENT, "平台规则", DocumentKind.RULES),
        (Role.RULES, "平台规则", DocumentKind.RULES),
        (Role.RULES, "平台规则修订公告", DocumentKind.NOTICE),
        (Role.RULES, "历史版本", DocumentKind.HISTORY),
        (Role.PRIVACY, "隐私协议", DocumentKind.OTHER),
    ],
)
def test_texts_are_of_a_kind_by_title_and_role(role: Role, title: str, expected: DocumentKind) -> None:
    assert rule_kind(view(role, "商家应当遵守。", title=f"{title} - 示例商城")) is expected


def test_news_under_the_name_of_a_rule_is_none() -> None:
    assert (
        rule_kind(view(Role.RULES, "今年的发布会将于十一月举行，届时嘉宾云集。" * 5, title="电商商城管理规章制度"))
        is DocumentKind.OTHER
    )


def test_dates_of_laws_and_orders_are_not_the_texts_own() -> None:
    page = view(
        Role.RULES,
        "平台规则\n生效日期：2026年3月1日\n依据2021年11月1日起施行的《个人信息保护法》制定。\n本规则自2026年3月1日起施行。",
    )
    assert [seen.value for seen in own_dates(page)] == [datetime.date(2026, 3, 1)] * 2


def test_a_topic_needs_length_and_sentences() -> None:
    words = ("投诉", "举报", "受理", "答复")
    sentence = "平台在二十四小时内受理您的投诉和举报，三日内答复，并把处理的结果告诉您。"
    whole = find_topic_treatment(view(Role.RULES, "投诉处理\n" + f"{sentence}\n" * 8), words)
    brief = find_topic_treatment(view(Role.RULES, f"投诉处理\n{sentence}"), words)
    heap = find_topic_treatment(view(Role.RULES, "投诉 举报 受理 答复 反馈 核实\n" * 20), words)
    assert whole is not None
    assert whole.enough
    assert brief is not None
    assert not brief.enough
    assert heap is None


def test_rows_of_links_are_no_section() -> None:
    links = ["我要投诉平台服务", "举报不良信息的入口", "受理和答复的时限"]
    elements = [{"text": link, "href": f"/{at}"} for at, link in enumerate(links)]
    assert read_sections(view(Role.RULES, "".join(links), elements)) == ()


def notice(text: str, title: str = "平台公告") -> View:
    return view(Role.RULES, text, title=title)


def test_a_change_has_its_earliest_publication_and_latest_effect() -> None:
    text = "平台规则修订公告\n2026年2月1日发布征求意见稿。\n2026年2月27日发布正式文本，自2026年3月1日起生效。"
    (change,) = find_rule_changes(notice(text))
    assert (change.published, change.effective) == (datetime.date(2026, 2, 1), datetime.date(2026, 3, 1))
    assert change.days == 28


def test_a_list_of_notices_does_not_mix_their_dates() -> None:
    text = "公告列表\n关于交易规则修订的公告\n2026-03-01\n平台规则调整公告 2026年3月4日起生效\n2026-02-01"
    found = find_rule_changes(notice(text))
    assert [change.days for change in found] == [None, 31]


def test_the_kindest_reading_is_taken_of_a_page_that_is_one_notice() -> None:
    text = "平台规则修订公告\n发布时间：2026-03-01\n现将修订内容公示如下：\n本次修订自2026年3月20日起生效。"
    (change,) = find_rule_changes(notice(text, "平台规则修订公告"))
    assert change.days == 19


@pytest.mark.parametrize(
    "line",
    [
        "隐私政策更新公告",
        "春季促销活动规则说明会",
        "修改本协议时，修改内容至少在实施前七日公示。",
        "如何修改收货地址",
        "六、协议的变更",
    ],
)
def test_what_only_sounds_like_a_change_is_none(line: str) -> None:
    dated = [
        change
        for change in find_rule_changes(notice(f"{line}\n2026年3月1日发布，2026年3月2日起生效。"))
        if change.days is not None
    ]
    assert dated == []


def test_a_chapter_on_changes_is_no_notice() -> None:
    text = "平台规则\n第六条 规则的修订\n本规则于2026年3月1日发布，自2026年3月2日起生效。"
    assert find_rule_changes(notice(text, "平台规则")) == ()


def test_a_term_that_puts_changes_in_force_at_once_is_found() -> None:
    assert at_once_clause(notice("我们有权修改本协议，修改后的协议一经公布即生效。")) is not None
    assert at_once_clause(notice("修改后的协议公示七日，期满以后生效，您可以提出意见。")) is None


@pytest.mark.parametrize("odd", ["", "\n", "…" * 500, "规则变更公告" * 400, "2026年13月45日起生效", "\x00\ufffd"])
def test_odd_texts_are_read_in_peace(odd: str) -> None:
    page = notice(odd)
    assert find_rule_changes(page) is not None
    assert read_sections(page) is not None
    assert rule_kind(page) in DocumentKind


def test_a_topic_may_be_treated_by_several_documents_together_but_not_by_one_twice() -> None:
    words = ("权利人", "侵权", "声明", "知识产权")
    first = "知识产权的权利人认为侵权的，可以提交声明和证据，" + "本店核对之后采取措施并告知双方结果，" * 7 + "。"
    second = "收到不侵权声明后转送知识产权的权利人，" + "十五日内未收到起诉通知的终止所采取的措施，" * 6 + "。"
    agreement = find_topic_treatment(view("agreement", first, url="https://shop.test/a", id="a"), words)
    rules = find_topic_treatment(view("rules", second, url="https://shop.test/r", id="r"), words)
    copy = find_topic_treatment(view("rules", first, url="https://shop.test/c", id="c"), words)
    help_page = find_topic_treatment(view("help", second, url="https://shop.test/h", id="h"), words)
    assert agreement is not None
    assert rules is not None
    assert copy is not None
    assert help_page is not None
    assert not agreement.enough
    assert join_topic_treatments((agreement, rules)) == (agreement, rules)
    assert (
        join_topic_treatments((agreement,))
        == join_topic_treatments((agreement, copy))
        == join_topic_treatments((agreement, help_page))
        == ()
    )


def test_a_table_of_contents_is_no_sentence_of_a_topic() -> None:
    contents = "目录：第一章 总则 第二章 知识产权与侵权 第三章 权利人声明"
    assert find_topic_treatment(view("rules", contents), ("权利人", "侵权", "声明", "知识产权")) is None


def test_a_brief_section_full_of_the_topics_words_is_shown_to_a_person() -> None:
    """Not so one that names the topic in passing."""
    words = ("知识产权", "侵权", "权利人", "声明")
    brief = "六、知识产权\n权利人可以提交权属证明和链接，平台在一天之内采取删除、断开链接等措施，并转送商家；商家可以提交不侵权声明。"
    found = find_topic_treatment(view("rules", f"平台交易规则\n{brief}"), words)
    assert found is not None
    assert (found.enough, found.nearly) == (False, True)
    passing = find_topic_treatment(view("rules", "平台交易规则\n六、知识产权\n商家不得侵权，应有权利人的声明。"), words)
    assert passing is not None
    assert not passing.nearly
