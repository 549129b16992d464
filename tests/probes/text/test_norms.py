"""A rule says what must be or between whom; a piece of news under its name does not."""

import pytest

from probes.text.norms import binds_anybody


@pytest.mark.parametrize("text", [
    "发布虚假商品的，予以下架。", "不得刷单。", "商家应当在四十八小时内发货。", "注册即为会员，消费一元积一分，积分次年年末到期。",
    "Sellers must ship within two days.", "買家有權申請退貨。",
])  # fmt: skip
def test_rules_bind(text: str) -> None:
    assert binds_anybody(text)


@pytest.mark.parametrize("text", [
    "今年，以直播带货为代表的内容电商成为各大平台共同探索的新渠道，发布会将于十一月举行。" * 2, "以央视为代表的媒体参加了开幕式。" * 6,
])  # fmt: skip
def test_news_does_not(text: str) -> None:
    assert not binds_anybody(text)


def test_a_text_too_short_to_tell_may_bind() -> None:
    assert binds_anybody("交易规则 生效日期：2026年3月1日")
