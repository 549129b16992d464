"""Dates in their usual spellings, each with the label that belongs to it."""

from __future__ import annotations

import datetime
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.text.numbers import dates
from probes.text.numbers.dates import DateLabel

DAY = datetime.date(2024, 6, 18)


@pytest.mark.parametrize(
    ("text", "raw", "label"),
    [
        ("更新日期：2024年6月18日", "2024年6月18日", DateLabel.UPDATED),
        ("生效日期:2024-06-18", "2024-06-18", DateLabel.EFFECTIVE),
        ("發佈日期：２０２４/６/１８", "２０２４/６/１８", DateLabel.PUBLISHED),
        ("最近更新：2024.06.18", "2024.06.18", DateLabel.UPDATED),
        ("二〇二四年六月十八日发布", "二〇二四年六月十八日", DateLabel.PUBLISHED),
        ("二零二四年六月十八日", "二零二四年六月十八日", None),
        ("这一页是二〇二四年六月十八日写的。", "二〇二四年六月十八日", DateLabel.PUBLISHED),
        ("2024年6月18日定下", "2024年6月18日", DateLabel.PUBLISHED),
        ("2024年6月18日写的评价不再收", "2024年6月18日", None),
        ("2024年6月18日定的货已发出", "2024年6月18日", None),
        ("本政策自2024年6月18日起生效", "2024年6月18日", DateLabel.EFFECTIVE),
        ("更新时间 20240618", "20240618", DateLabel.UPDATED),
        ("版本：2024年6月18日", "2024年6月18日", DateLabel.UPDATED),
        ("版本（2024-06-18）", "2024-06-18", DateLabel.UPDATED),
        ("历史版本：2024年6月18日", "2024年6月18日", None),
        ("老版本：2024年6月18日版", "2024年6月18日", None),
        ("以前的版本：2024年6月18日", "2024年6月18日", None),
        ("这份约定，2024年6月18日起用。", "2024年6月18日", DateLabel.EFFECTIVE),
        ("2024年6月18日起用的就是这一版", "2024年6月18日", DateLabel.EFFECTIVE),
        ("2024年6月18日改过一次，写在下面", "2024年6月18日", DateLabel.UPDATED),
        ("2024年6月18日改过地址的订单", "2024年6月18日", None),
        ("2024年6月18日起用的是新纸箱", "2024年6月18日", None),
        ("自2024年6月18日起管用，之前的不算", "2024年6月18日", DateLabel.EFFECTIVE),
        ("2024年6月18日起管用新的收银机", "2024年6月18日", None),
        ("版本2.1，2024年6月18日", "2024年6月18日", None),
        ("Last updated: June 18, 2024", "June 18, 2024", DateLabel.UPDATED),
        ("Effective 18 Jun 2024", "18 Jun 2024", DateLabel.EFFECTIVE),
        ("[2024.6.18]", "2024.6.18", None),
        ("更新日期\n2024年6月18日", "2024年6月18日", DateLabel.UPDATED),
        ("自2024年6月18日起，新版用户协议正式生效", "2024年6月18日", DateLabel.EFFECTIVE),
        ("自2024年6月18日起，门店营业时间延长，新版会员卡同日启用", "2024年6月18日", None),
        ("2024年6月18日（更新）", "2024年6月18日", DateLabel.UPDATED),
        ("规则更新日：2024年6月18日", "2024年6月18日", DateLabel.UPDATED),
        ("自2024年6月18日起，本规则适用于全部订单", "2024年6月18日", DateLabel.EFFECTIVE),
        ("青禾商城发布\n2024年6月18日", "2024年6月18日", DateLabel.PUBLISHED),
        ("2024年6月18日最近一次更新", "2024年6月18日", DateLabel.UPDATED),
        ("以下内容由青禾商城发布。\n预售商品于2024年6月18日发货", "2024年6月18日", None),
        ("发布说明如下\n订单于2024年6月18日发货", "2024年6月18日", None),
        ("本规则已更新。请在2024年6月18日前实名认证", "2024年6月18日", None),
    ],
)
def test_date_and_label(text: str, raw: str, label: DateLabel | None) -> None:
    [found] = dates.find_dates(text)
    assert (found.raw, found.value, found.exact, found.label) == (raw, DAY, True, label)


def test_each_date_keeps_its_own_label() -> None:
    text = "更新日期：2024年6月18日 生效日期：2024年6月25日\n历史版本 2023年1月1日"
    assert [found.label for found in dates.find_dates(text)] == [DateLabel.UPDATED, DateLabel.EFFECTIVE, None]


def test_a_month_alone_is_not_exact() -> None:
    [found] = dates.find_dates("更新日期：2024年6月")
    assert (found.value, found.exact) == (datetime.date(2024, 6, 1), False)


@pytest.mark.parametrize(
    "text",
    [
        "2024年2月30日",
        "2024-13-01",
        "20240618",
        "版本2.1",
        "1.2024.06.18",
        "6月18日",
        "订单2024061812345",
        "2024-06/18",
        "10.2024.1.2",
    ],
)
def test_other_figures_are_no_date(text: str) -> None:
    assert dates.find_dates(text) == ()


@given(
    st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)),
    st.sampled_from(["{0.year}年{0.month}月{0.day}日", "{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0.year}.{0.month}.{0.day}"]),
)
def test_every_day_reads_back(day: datetime.date, shape: str) -> None:
    [found] = dates.find_dates(f"更新日期：{shape.format(day)}，")
    assert (found.value, found.label) == (day, DateLabel.UPDATED)


@given(
    st.lists(
        st.one_of(
            st.text(max_size=5),
            st.sampled_from(
                [
                    "2024",
                    "年",
                    "6",
                    "月",
                    "18",
                    "日",
                    "-",
                    ".",
                    "二〇二四",
                    "十",
                    "更新日期",
                    "june ",
                    "生效",
                    " ",
                    "０",
                ]
            ),
        ),
        max_size=30,
    ).map("".join)
)
def test_any_text_is_read_without_error_and_offsets_hold(text: str) -> None:
    assert all(text[found.start : found.end] == found.raw for found in dates.find_dates(text))


@pytest.mark.parametrize("piece", ["2024.", "二〇二四年", "2024-06-18", "更新", "jan ", "1 jan "])
def test_long_hostile_text_is_read_in_linear_time(piece: str) -> None:
    begun = time.process_time()
    dates.find_dates(piece * (200_000 // len(piece)))
    assert time.process_time() - begun < 20  # anything quadratic needs minutes


@pytest.mark.parametrize(
    "said", ["18 September, 2024", "18th September, 2024", "September 18th, 2024", "二〇二四年九月十八日"]
)
def test_a_long_date_behind_many_words_is_found_whole(said: str) -> None:
    (found,) = dates.find_dates(f"{'说明 ' * 40}{said} {'以后' * 40}")
    assert found.raw == said
