"""Opening hours as pages print them; time limits, dates and numbers are none, and sellers' hours are not customer service's."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.text.numbers import hours

ALL = frozenset(range(7))
WORKING = frozenset(range(5))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("服务时间：9:00-21:00", [(ALL, 12.0, False)]),
        ("服務時間：９：００～２１：００", [(ALL, 12.0, False)]),
        ("7×24小时", [(ALL, 24.0, True)]),
        ("7*24", [(ALL, 24.0, True)]),
        ("5×8小时", [(WORKING, 8.0, True)]),
        ("7x12小时", [(ALL, 12.0, True)]),
        ("全天候", [(ALL, 24.0, False)]),
        ("24小时在线客服", [(ALL, 24.0, False)]),
        ("24/7 support", [(ALL, 24.0, False)]),
        ("周一至周日 9:00-18:00", [(ALL, 9.0, True)]),
        ("工作日 9:00–18:00", [(WORKING, 9.0, True)]),
        ("9:00-18:00（周一至周五）", [(WORKING, 9.0, True)]),
        ("星期一到星期六 9点—21点", [(frozenset(range(6)), 12.0, True)]),
        ("周一至周五 9:00-18:00；周六日 10:00-17:00", [(WORKING, 9.0, True), (frozenset({5, 6}), 7.0, True)]),
        ("周一至周五 9:00-12:00、13:30-18:00", [(WORKING, 3.0, True), (WORKING, 4.5, True)]),
        ("早9晚9", [(ALL, 12.0, False)]),
        ("上午9:00至下午6:00", [(ALL, 9.0, False)]),
        ("8点30分-17点30分", [(ALL, 9.0, False)]),
        ("9:00—次日2:00", [(ALL, 17.0, False)]),
        ("Mon-Fri 9am-6pm", [(WORKING, 9.0, True)]),
        ("400-100-5678 9:00-18:00", [(ALL, 9.0, False)]),
    ],
)
def test_hours(text: str, expected: list[tuple[frozenset[int], float, bool]]) -> None:
    assert [(opening.days, opening.a_day, opening.named) for opening in hours.find_hours(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "24小时内受理",
        "24小时后",
        "3至5个工作日",
        "2024-11-12 9:00",
        "010-12345678",
        "尺寸 10x20",
        "9-21",
        "比分 3:20",
        "第9至21章",
        "18:00-9:00",
    ],
)
def test_other_figures_are_no_hours(text: str) -> None:
    assert hours.find_hours(text) == ()


@pytest.mark.parametrize(
    ("text", "bots"),
    [
        ("客服热线 400-200-3417\n每日 8:00–22:00", [False]),
        ("官方微信\n400-100-5678\n周一至周日 8:00-18:00", [False]),
        ("智能机器人 24小时在线", [True]),
        ("门店营业时间 10:00-22:00", []),
        ("商家客服 9:00-21:00", []),
        ("客服热线\n配送时间 8:00-20:00", []),
        ("春节期间客服时间 9:00-17:00", []),
        ("每日 8:00-22:00", []),
        ("客服热线 400-200-3417\n接待时间：9:00-21:00", [False]),
        ("客服热线 400-200-3417\n接线时间：9:00-21:00", [False]),
        ("客服热线 400-200-3417\n电话时间：9:00-21:00", [False]),
        ("客服热线 400-200-3417\n响应时间：9:00-21:00", [False]),
        ("客服热线 400-200-3417\n工作日时间：9:00-21:00", [False]),
        ("客服中心\n快递派送时间：8:00-20:00", []),
        ("客服中心\n仓库出库时间：8:00-20:00", []),
        ("客服中心\n开票时段：8:00-20:00", []),
    ],
)
def test_whose_hours_they_are(text: str, bots: list[bool]) -> None:
    assert [opening.bot for opening in hours.find_service_hours(text)] == bots


def test_ranges_side_by_side_add_up_and_channels_do_not() -> None:
    assert hours.week_hours(hours.find_hours("周一至周五 9:00-12:00、13:30-18:00")) == (7.5,) * 5 + (0.0,) * 2
    assert hours.week_hours(hours.find_hours("在线客服 8:00-22:00\n客服热线 9:00-18:00")) == (14.0,) * 7
    assert min(hours.week_hours(hours.find_hours("周一至周五 9:00-18:00；周六日 10:00-17:00"))) == 7.0


PIECES = [
    "9:00",
    "-",
    "至",
    "周一",
    "周五",
    "24小时",
    "在线",
    "上午",
    "工作日",
    "7×",
    "\n",
    "客服",
    "：",
    "点",
    "18",
    " ",
    "400-123-4567",
]


@given(st.lists(st.one_of(st.text(max_size=4), st.sampled_from(PIECES)), max_size=30).map("".join))
def test_any_text_is_read_without_error_and_offsets_hold(text: str) -> None:
    found = hours.find_hours(text)
    assert all(text[opening.start : opening.end] == opening.raw and 0 < opening.a_day <= 24 for opening in found)
    assert all(left.end <= right.start for left, right in pairwise(found))
    assert len(hours.find_service_hours(text)) <= len(found)
    assert all(0 <= day <= 24 for day in hours.week_hours(found))


@pytest.mark.parametrize(
    "piece", ["9:00-", "周一至", "24小时 ", "上午9", "9 ", "早9", "7×24小时\n", "客服 9:00-18:00 "]
)
def test_long_hostile_text_is_read_in_linear_time(piece: str) -> None:
    begun = time.process_time()
    hours.find_service_hours(piece * (50_000 // len(piece)))
    assert time.process_time() - begun < 20  # anything quadratic needs minutes
