"""What a reason leaves out of the sentences of findings: only what says nothing there."""

from __future__ import annotations

import pytest

from crawler.vocabulary import Device
from probes.finding import Answer, Outcome, Text
from scoring.explanation import compose_reason, list_told, shorten_sentence
from tests.scoring.made import find


@pytest.mark.parametrize(
    ("zh", "short"),
    [
        ("占 100.0%（要求 90%；无法判定 0.0%）", "占 100.0%（要求 90%）"),
        ("占 100.0%（要求 90%；无法判定 0.4%）", "占 100.0%（要求 90%；无法判定 0.4%）"),
        ("12 个商品页中 0 个与列表价格不一致（可比 12 个）", "12 个商品页中 0 个与列表价格不一致"),
        ("12 个商品页中 0 个与列表价格不一致（可比 2 个）", "12 个商品页中 0 个与列表价格不一致（可比 2 个）"),
        ("退款时限：「48小时」，「在48小时内退款。」", "退款时限：「在48小时内退款。」"),
        ("答复时限：「3日」，「24小时内受理，3日内答复。」", "答复时限：「3日」，「24小时内受理，3日内答复。」"),
        ("退款时限：「48小时」，「在48小时内退款，最长七日。」", "退款时限：「48小时」，「在48小时内退款，最长七日。」"),
        ("数据：「8 人」、「9 吨」，「2024年培训 8 人。」", "数据：「9 吨」，「2024年培训 8 人。」"),
        ("见「差评」、「差评 3」", "见「差评」、「差评 3」"),
    ],
)  # fmt: skip
def test_values_are_left_out_where_their_sentence_has_no_other_number(zh: str, short: str) -> None:
    assert shorten_sentence(Text(zh, "")).zh == short


@pytest.mark.parametrize(
    ("zh", "en", "short"),
    [
        ("数据：「8 人」，「培训 8 人。」", "figures: “8 人”, “培训 8 人。”", "figures: “培训 8 人。”"),
        ("无", "labels: 99.0% (asked 90%; undecidable 0.0%)", "labels: 99.0% (asked 90%)"),
        ("无", "0 of 12 product pages differ (12 could be compared)", "0 of 12 product pages differ"),
        ("无", "0 of 12 product pages differ (3 could be compared)", "0 of 12 product pages differ (3 could be compared)"),
    ],
)  # fmt: skip
def test_english_leaves_out_the_same(zh: str, en: str, short: str) -> None:
    assert shorten_sentence(Text(zh, en)).en == short


def test_examples_that_were_quoted_before_are_not_quoted_again_if_others_remain() -> None:
    sentences = ("齐全：「A1」、「B2」", "3 个正确，如「A1」、「C3」、「C3」", "有效，如「B2」")
    findings = [find(f"p{at}", Device.DESKTOP, 1, Answer(Outcome.YES, Text(zh, zh))) for at, zh in enumerate(sentences)]
    reason = compose_reason(findings)
    assert reason.zh == "齐全：「A1」、「B2」；3 个正确，如「C3」；有效，如「B2」"
    assert list_told(findings, reason) == {finding.id for finding in findings}
    assert list_told(findings, Text("齐全：「A1」、「B2」", "")) == {findings[0].id}


def test_a_sentence_that_another_device_adds_a_remark_to_is_told_once_and_in_full() -> None:
    sentences = ("未见回收计划", "未见回收", "未见回收计划（配送页正文仅 7 字）", "未见回收计划")
    said = [Text(zh, zh.replace("（", " (").replace("）", ")")) for zh in sentences]
    findings = [find(f"p{at}", Device.DESKTOP, 1, Answer(Outcome.NO, text)) for at, text in enumerate(said)]
    reason = compose_reason(findings)
    assert reason.zh == "未见回收计划（配送页正文仅 7 字）；未见回收"
    assert reason.en == "未见回收计划 (配送页正文仅 7 字); 未见回收"
    assert list_told(findings, reason) == {finding.id for finding in findings}
