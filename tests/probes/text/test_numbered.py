"""Numbered headings that speak of somebody are headings, where a text follows; statements under a number stay statements."""

from __future__ import annotations

import pytest

from probes.pages.rules.policy import split_sentences
from probes.text.numbered import only_asks, read_leading_heading, strip_number

BODY = "登录后在“我的账户”里可以查看和修改资料。"


@pytest.mark.parametrize(
    "heading",
    [
        "五、您的权利",
        "二、我们如何使用您的信息",
        "第三章 我们与您的约定",
        "（一）不适用无理由退货的商品",
        "您如何查阅和更正个人信息",
        "我们会记下什么",
        "您不见了东西该找谁",
    ],
)
def test_a_heading_states_nothing_and_stands_above_its_text(heading: str) -> None:
    (said,) = split_sentences(f"{heading}\n{BODY}")
    assert said.raw == BODY
    assert said.heading


@pytest.mark.parametrize("line", ["三、您可以在个人中心申请注销账号", "一、我们不会向第三方提供您的个人信息"])
def test_a_statement_under_a_number_stays_one(line: str) -> None:
    assert [sentence.raw for sentence in split_sentences(f"{line}\n{BODY}")] == [line, BODY]


@pytest.mark.parametrize(("line", "asks"), [("我们会记下什么", True), ("不会问您要什么", False)])
def test_a_line_that_ends_in_what_it_asks_is_a_question_whoever_does_it(line: str, asks: bool) -> None:
    assert only_asks(line) is asks


def test_entries_of_a_list_are_no_headings() -> None:
    lines = ["一、按您的要求定作的商品和服务", "二、您拆封的数字化商品和软件", "三、在线下载或者交付您的期刊"]
    assert [sentence.raw for sentence in split_sentences("\n".join(lines))][:2] == lines[:2]


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("四、退款。验收无误后原路退回。", "退款"),
        ("第四条 退款。验收无误后原路退回。", "退款"),
        ("2. 退款。验收无误后原路退回。", "退款"),
        ("【退款】验收无误后原路退回。", "退款"),
        ("1. 请登录 我的账户后查看物流进度。", ""),
        ("1. 请登录。再到我的账户查看物流进度。", ""),
        ("2、商家 发货后系统会通知您。", ""),
        ("退款。验收无误后原路退回。", ""),
    ],
)
def test_a_short_heading_leads_its_own_line_and_a_part_of_a_sentence_does_not(line: str, heading: str) -> None:
    assert read_leading_heading(line) == heading


@pytest.mark.parametrize(
    ("heading", "bare"),
    [
        ("第三条 显示次序", "显示次序"),
        ("三、显示次序", "显示次序"),
        ("3. 显示次序", "显示次序"),
        ("(三)显示次序", "显示次序"),
        ("3.15活动说明", "3.15活动说明"),
        ("6.18活动说明", "6.18活动说明"),
    ],
)
def test_a_heading_loses_its_number_and_keeps_a_date(heading: str, bare: str) -> None:
    assert strip_number(heading) == bare
