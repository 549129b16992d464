"""Telephone numbers with what they are for; codes, orders and prices are none."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.text.numbers import phones
from probes.text.numbers.phones import PhoneKind, PhonePurpose
from tests.cases.build import view


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("客服电话：400-123-4567", [("4001234567", PhoneKind.HOTLINE, PhonePurpose.SERVICE)]),
        ("４００－１２３－４５６７", [("4001234567", PhoneKind.HOTLINE, None)]),
        ("400 - 626 - 5666", [("4006265666", PhoneKind.HOTLINE, None)]),
        ("全国客服热线 95188", [("95188", PhoneKind.HOTLINE, PhonePurpose.SERVICE)]),
        ("950805\n7x24小时客服热线（仅收市话费）", [("950805", PhoneKind.HOTLINE, PhonePurpose.SERVICE)]),
        ("客服热线 1010-1234", [("10101234", PhoneKind.HOTLINE, PhonePurpose.SERVICE)]),
        ("TEL：0531 - 88688232", [("053188688232", PhoneKind.LANDLINE, PhonePurpose.CONTACT)]),
        ("投訴電話：010-12345678转801", [("01012345678-801", PhoneKind.LANDLINE, PhonePurpose.COMPLAINT)]),
        ("联系：（0571）8765 4321", [("057187654321", PhoneKind.LANDLINE, PhonePurpose.CONTACT)]),
        ("举报电话：171-5104-4404", [("17151044404", PhoneKind.MOBILE, PhonePurpose.REPORT)]),
        ("官方微信\n400-100-5678", [("4001005678", PhoneKind.HOTLINE, None)]),
        ("招商热线 400-100-5678", [("4001005678", PhoneKind.HOTLINE, PhonePurpose.BUSINESS)]),
        ("商家客服热线 400-100-5678", [("4001005678", PhoneKind.HOTLINE, PhonePurpose.BUSINESS)]),
        ("商务合作 | 客服热线 400-100-5678", [("4001005678", PhoneKind.HOTLINE, PhonePurpose.SERVICE)]),
        ("服务热线 +86 21 12345678", [("2112345678", PhoneKind.LANDLINE, PhonePurpose.SERVICE)]),
        ("12318举报", [("12318", PhoneKind.REGULATOR, PhonePurpose.REPORT)]),
        ("消费者可拨打12315", [("12315", PhoneKind.REGULATOR, PhonePurpose.CONSUMER)]),
        ("Customer service: 800-820-8820", [("8008208820", PhoneKind.HOTLINE, PhonePurpose.SERVICE)]),
        (
            "违法和不良信息举报电话:4006561155 Copyright © 2004-2025 | 消费者维权热线:4006067733",
            [
                ("4006561155", PhoneKind.HOTLINE, PhonePurpose.REPORT),
                ("4006067733", PhoneKind.HOTLINE, PhonePurpose.CONSUMER),
            ],
        ),
        (
            "客服电话：400-123-4567 / 010-12345678，传真：010-87654321",
            [
                ("4001234567", PhoneKind.HOTLINE, PhonePurpose.SERVICE),
                ("01012345678", PhoneKind.LANDLINE, PhonePurpose.SERVICE),
                ("01087654321", PhoneKind.LANDLINE, PhonePurpose.FAX),
            ],
        ),
    ],
)
def test_number_kind_and_purpose(text: str, expected: list[tuple[str, PhoneKind, PhonePurpose | None]]) -> None:
    assert [(phone.normalised, phone.kind, phone.purpose) for phone in phones.find_phones(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "价格 95188 元",
        "京ICP备13812345号",
        "京公网安备11000002000088号",
        "客服QQ：4001234567",
        "订单号13812345678",
        "客服微信：\n400-123-4567",
        "编号\n4001234567",
        "Copyright 2004-2025",
        "已售 12345 件",
        "编号：4001234567",
        "13812345678",
        "JY13301080111719",
        "电话",
        "¥4001234567",
        "客服 400-123-456",
    ],
)
def test_other_figures_are_no_telephone(text: str) -> None:
    assert phones.find_phones(text) == ()


@pytest.mark.parametrize(
    ("element", "own"),
    [
        ({"name": "客服热线 400-100-5678", "image": "/a.png"}, True),
        ({"text": "", "image": "/img/400-100-5678.png"}, True),
        ({"text": "联系我们", "href": "tel:400-100-5678"}, True),
        ({"text": "", "ocr": "服务热线 400-100-5678", "image": "/a.png"}, True),
        ({"text": "招商合作", "href": "tel:400-100-5678"}, False),
        ({"name": "客服热线 12315", "image": "/a.png"}, False),
    ],
)
def test_a_number_that_no_text_gives_is_found_in_names_pictures_and_links(element: dict[str, str], own: bool) -> None:
    found = phones.find_page_phones(view("home", "首页", [element]))
    assert [phone.own for phone in found] == [own]
    assert all(phone.element is not None for phone in found)


@pytest.mark.parametrize(
    ("picture", "purpose"),
    [
        ("客服热线：", PhonePurpose.SERVICE),
        ("招商热线", PhonePurpose.BUSINESS),
        ("全场满三百减四十，客服热线常在", None),
    ],
)
def test_a_number_in_words_is_for_what_the_picture_beside_it_says(picture: str, purpose: PhonePurpose | None) -> None:
    """Only a picture that is a label and no more: a banner says other things too."""
    element = {"text": "0510-80006677", "own": "0510-80006677", "ocr": picture, "image": "/tel.png"}
    found = phones.find_page_phones(view("home", None, [element]))
    assert {phone.phone.purpose for phone in found} - {None} == ({purpose} if purpose else set())
    assert any(phone.own for phone in found) is (purpose is PhonePurpose.SERVICE)
    both = phones.find_page_phones(view("home", None, [element, {"text": "电话：0510-80006677"}]))
    assert any(phone.own for phone in both) is (purpose is PhonePurpose.SERVICE)


@pytest.mark.parametrize("element", [{"name": "客服热线 400-100-5678"}, {"image": "/400-100-5678.png"}])
def test_a_picture_too_small_for_its_hidden_text_shows_no_number(element: dict[str, object]) -> None:
    small = {"image": "/a.png", "box": (0, 0, 30, 30)} | element
    found = phones.find_page_phones(view("home", "首页", [small]))
    assert [(phone.drawn, phone.own) for phone in found] == [(False, False)]
    both = phones.find_page_phones(
        view("home", "首页", [small, {"text": "", "ocr": "客服热线 400-100-5678", "image": "/b.png"}])
    )
    assert [phone.own for phone in both if phone.drawn] == [True]


@given(
    st.lists(
        st.one_of(
            st.text(max_size=5),
            st.sampled_from(
                ["电话", "400", "-", " ", "123", "4567", "010", "转", "+86", "95", "\n", "12315", "客服", "１"]
            ),
        ),
        max_size=30,
    ).map("".join)
)
def test_any_text_is_read_without_error_and_offsets_hold(text: str) -> None:
    found = phones.find_phones(text)
    assert all(text[phone.start : phone.end] == phone.raw for phone in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


@pytest.mark.parametrize("piece", ["400-", "0-", "1 ", "电话", "95188\n", "010-1234567", "客服 ", "4001234567 "])
def test_long_hostile_text_is_read_in_linear_time(piece: str) -> None:
    begun = time.process_time()
    phones.find_phones(piece * (200_000 // len(piece)))
    assert time.process_time() - begun < 20  # anything quadratic needs minutes


PIECES = (
    "400",
    "8006",
    "123",
    "4567",
    "138",
    "0571",
    "(010)",
    "95188",
    "12315",
    "+86",
    "86",
    "转",
    "1",
    "-",
    " ",
    ".",
    "a",
    "另",
)


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_numbers_are_found_wherever_they_stand_among_their_own_characters(page: str) -> None:
    whole = [match.span() for match in phones._NUMBER.finditer(page)]
    assert [match.span() for match in phones._numbers(page)] == whole


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("评价与信用分\n010-5287 6630\n24小时在线客服", "010-5287 6630 24小时在线客服"),
        ("客服热线\n010-5287 6630\n每天九点起", "客服热线 010-5287 6630"),
    ],
)
def test_a_number_is_quoted_with_the_line_that_names_it(text: str, quote: str) -> None:
    (found,) = phones.find_page_phones(view("home", text))
    assert found.quote == quote


@pytest.mark.parametrize(
    "unset", ["客服热线：400-000-0000", "电话：0571-00000000", "联系电话 010 0000 0000", "手机：13800000000"]
)
def test_noughts_alone_behind_a_prefix_are_no_number(unset: str) -> None:
    assert phones.find_phones(unset) == ()


@pytest.mark.parametrize("set_", ["客服热线：400-800-0000", "电话：0571-80000000", "手机：13800001000"])
def test_a_number_that_ends_in_noughts_is_one(set_: str) -> None:
    assert len(phones.find_phones(set_)) == 1
