"""Licence numbers against every vector of the standard's data, in any surroundings, on hostile text."""

from __future__ import annotations

import json
import re
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.pages.operator import licence_links
from probes.text import normalise
from probes.text.numbers import licence_numbers, number_grammar, phones, uscc
from probes.text.numbers.number_grammar import Hint, NumberKind, Reason
from probes.text.numbers.phones import PhoneKind, PhonePurpose

VECTORS = json.loads((Path(__file__).parents[3] / "data" / "vectors.json").read_text("utf-8"))
YEAR = int(VECTORS["meta"]["as_of"][:4])
CANDIDATES = [(kind, vector) for kind, group in VECTORS["kinds"].items() for vector in group["vectors"]]
VALID = [(kind, vector) for kind, vector in CANDIDATES if vector["valid"]]
# What must stand in front where the shape alone is no proof.
LABELS = {
    "uscc": "统一社会信用代码：",
    "regno15": "注册号：",
    "food_prepack_filing": "备案编号：",
    "vat_licence": "增值电信业务经营许可证：",
}
# Chinese without province, label or number characters.
FILLER = st.text("本店商品优惠满包邮欢迎光顾首页购物车，。；\n 　", max_size=40)


def by_id(pair: Any) -> Any:
    return pair["id"] if isinstance(pair, dict) else pair


@pytest.mark.parametrize(("kind", "vector"), CANDIDATES, ids=by_id)
def test_candidate_is_judged_as_the_vector_says(kind: str, vector: dict[str, Any]) -> None:
    number = licence_numbers.check_licence_number(NumberKind(kind), vector["input"], year=YEAR)
    assert (number.normalised, number.valid, number.reason, number.hint) == (
        vector["normalised"],
        vector["valid"],
        vector["reason"],
        vector["hint"],
    )


def test_every_kind_has_vectors_and_data_agrees_with_them() -> None:
    assert {kind.value for kind in NumberKind} == set(VECTORS["kinds"])
    data = number_grammar.DATA
    assert data.provinces.items() >= VECTORS["meta"]["province_codes"].items()
    assert (list(data.uscc.weights), list(data.uscc.inner_weights), data.uscc.alphabet) == (
        VECTORS["meta"]["uscc_weights"],
        VECTORS["meta"]["org_weights"],
        VECTORS["meta"]["uscc_alphabet"],
    )


def extracted(block: str) -> list[list[str]]:
    """What the vectors list: valid numbers in order of text, then the word 营业执照, then reporting and consumer hotlines."""
    numbers = [number for number in licence_numbers.find_licence_numbers(block, year=YEAR) if number.valid]
    names = {PhonePurpose.REPORT: "phone_report", PhonePurpose.CONSUMER: "phone_consumer"}
    return [
        *([one.kind.value, one.digits if one.kind is NumberKind.PSB else one.normalised] for one in numbers),
        *(["licence_word", block[start:end]] for start, end in licence_links.register_words(block)),
        *(
            [names[phone.purpose], phone.normalised]
            for phone in phones.find_phones(block)
            if phone.kind is PhoneKind.HOTLINE and phone.purpose in names
        ),
    ]


@pytest.mark.parametrize("case", VECTORS["extraction"], ids=by_id)
def test_footer_gives_what_the_vector_lists(case: dict[str, Any]) -> None:
    block = re.sub(r"<[^>]+>", "", case["text"])  # callers pass a block's text, never its markup
    assert extracted(block) == case["expect"]


@pytest.mark.parametrize(("kind", "vector"), VALID, ids=by_id)
@given(before=FILLER, after=FILLER)
def test_valid_number_is_found_in_any_surroundings(kind: str, vector: dict[str, Any], before: str, after: str) -> None:
    block = f"{before}。{LABELS.get(kind, '')}{vector['input']}。{after}"
    [number] = licence_numbers.find_licence_numbers(block, year=YEAR)
    assert (number.kind, number.normalised, number.reason) == (kind, vector["normalised"], vector["reason"])
    assert block[number.start : number.end] == number.raw


@pytest.mark.parametrize(
    ("block", "kind"),
    [
        ("沪ICP备xxx号", NumberKind.ICP_FILING),
        ("沪ICP備XXXXXXXX号-1", NumberKind.ICP_FILING),
        ("京ICP备000000号", NumberKind.ICP_FILING),
        ("京ICP备00000000号", NumberKind.ICP_FILING),
        ("京ICP备2024XXXXXX号", NumberKind.ICP_FILING),
        ("京ICP证000000号", NumberKind.ICP_LICENCE),
        ("京公网安备 00000000000000 号", NumberKind.PSB),
        ("京公网安备12345678901234号", NumberKind.PSB),
        ("京B2-00000000", NumberKind.VAT_LICENCE),
        ("统一社会信用代码：XXXXXXXXXXXXXXXXXX", NumberKind.USCC),
        ("食品经营许可证 JYXXXXXXXXXXXXXX", NumberKind.FOOD_OPERATION),
    ],
)
def test_placeholder_shows_no_number(block: str, kind: NumberKind) -> None:
    [number] = licence_numbers.find_licence_numbers(block, year=YEAR)
    assert (number.kind, number.valid, number.hint) == (kind, False, Hint.NUMBER_ABSENT)


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("京ICP备*******8号", Reason.MASKED),
        ("京ICP备1104****号", Reason.MASKED),
        ("京公网安备1100000****号", Reason.MASKED),
        ("京ICP证号030173号", Reason.OK),
        ("京ICP備11041704號", Reason.OK),
        ("京ICP备\n11041704\n号", Reason.OK),
        ("ICP备11041704号", Reason.MISSING_PROVINCE),
        *((shown, Reason.STRUCTURE) for shown in ("京ICP备1104号", "京网文[2014]-2148-348号")),
        ("合字B2-20180025-1", Reason.OK),
        ("信用代码 91330106673959654Q", Reason.CHECK_DIGIT),
    ],
)
def test_shown_number_is_read_as(block: str, reason: Reason) -> None:
    [number] = licence_numbers.find_licence_numbers(block, year=YEAR)
    assert number.reason is reason


@pytest.mark.parametrize(
    "block",
    [
        "ICP备案",
        "京ICP备案/许可证",
        "公安备案",
        "订单 91330106673959654Q",
        "订单号 110000999999996",
        "型号 B2-20090001",
        "型号A1-20230405",
        "JY20230415",
        "SCROLL-20240101",
        "2024年",
        "Copyright 2004-2024 ALL RIGHTS RESERVED",
        "110101199003070011",
        "新A4-80克",
    ],
)
def test_what_is_no_licence_number_is_left_alone(block: str) -> None:
    assert licence_numbers.find_licence_numbers(block, year=YEAR) == ()


def test_future_is_told_by_the_year_given() -> None:
    assert (
        licence_numbers.check_licence_number(NumberKind.VAT_LICENCE, "京B2-20300001", year=2029).reason
        is Reason.FLAG_FUTURE_YEAR
    )
    assert licence_numbers.check_licence_number(NumberKind.VAT_LICENCE, "京B2-20300001", year=2030).reason is Reason.OK


@pytest.mark.parametrize(
    ("block", "host", "strange"),
    [
        ("京公网安备 11000002000088号", "www.jd.com", False),
        ("京公网安备 11000002000088号", "notjd.com", True),
        ("京ICP备11041704号-7", "shop.example", True),
        ("浙B2-20110446-1", "detail.tmall.com", False),
        ("浙B2-20110446", "www.taobao.com", False),
        ("粤B2-20090191-18", "you.163.com", False),
        ("统一社会信用代码 913200005668848108", "shop.example", True),
    ],
)
def test_number_of_another_company_is_known(block: str, host: str, strange: bool) -> None:
    [number] = licence_numbers.find_licence_numbers(block, year=YEAR)
    owner = licence_numbers.known_owner(number)
    assert owner is not None
    assert owner.owns(host) is not strange


def test_unknown_and_placeholder_numbers_have_no_known_owner() -> None:
    for raw in ("京ICP备2099000001号-1", "京ICP备12345678号-1"):
        number = licence_numbers.check_licence_number(NumberKind.ICP_FILING, raw, year=YEAR)
        assert licence_numbers.known_owner(number) is None


OWNED = [(entry.name, number) for entry in number_grammar.DATA.owners for number in entry.numbers]


def as_shown(number: str) -> str:
    """A listed number as a footer shows it: the list holds bare digits where they alone tell the number."""
    if re.fullmatch(r"[0-9]{7}", number):
        return f"信息网络传播视听节目许可证：{number}"
    if re.fullmatch(r"[0-9]{12}|[0-9]{14}", number):
        province = next(name for name, code in VECTORS["meta"]["province_codes"].items() if code == number[:2])
        return f"{province}公网安备 {number}号"
    return f"统一社会信用代码 {number}" if len(number) == uscc.LENGTH and number[:2] == "91" else number


@pytest.mark.parametrize(("name", "listed"), OWNED, ids=by_id)
def test_every_listed_number_leads_to_its_owner(name: str, listed: str) -> None:
    [number] = licence_numbers.find_licence_numbers(as_shown(listed), year=YEAR)
    owner = licence_numbers.known_owner(number)
    assert owner is not None
    assert owner.name == name


CODES = st.builds(
    lambda head, division, body: head + division + body + uscc.inner_check(body),
    st.sampled_from(["91", "92", "93", "52", "12", "N2", "A1"]),
    st.sampled_from(["110108", "330106", "100000", "654301"]),
    st.text(uscc.ALPHABET, min_size=8, max_size=8),
)


@given(CODES, st.sampled_from(uscc.ALPHABET))
def test_only_the_computed_check_character_makes_a_credit_code(first: str, other: str) -> None:
    right = uscc.check_character(first)
    assert uscc.invalid_reason(first + right) == "ok"
    if other != right:
        assert uscc.invalid_reason(first + other) == "check_digit"


@given(CODES, st.integers(0, 16), st.sampled_from(uscc.ALPHABET))
def test_one_wrong_character_never_passes(first: str, at: int, other: str) -> None:
    code = first + uscc.check_character(first)
    if code[at] != other:
        assert uscc.invalid_reason(code[:at] + other + code[at + 1 :]) != "ok"


PIECES = [
    "京",
    "ICP",
    "备",
    "证",
    "公网安备",
    "号",
    "-1A",
    "B2-",
    "20180025",
    "(京)",
    "字第",
    "ＩＣＰ",
    "新出发",
    "JY",
    "*",
    "X",
    "信用代码",
    "网文",
    "\u200b",
    "91110108",
    "公安局",
    "备案",
    "经营性",
    "合字",
    "-",
    "2018",
]
FRAGMENTS = st.lists(st.one_of(st.text(max_size=6), st.sampled_from([*PIECES, " ", "\n"])), max_size=30).map("".join)


@given(FRAGMENTS)
def test_any_text_is_read_without_error_and_offsets_hold(text: str) -> None:
    numbers = licence_numbers.find_licence_numbers(text, year=YEAR)
    assert all(text[number.start : number.end] == number.raw and number.raw for number in numbers)
    assert all(left.end <= right.start for left, right in pairwise(numbers))
    assert all(number.valid == (number.hint in (Hint.PASS, Hint.PARTIAL, Hint.ASSISTED)) for number in numbers)
    for number in numbers:
        assert licence_numbers.check_licence_number(number.kind, number.raw, year=YEAR).reason is number.reason
    licence_links.read_registry_link(text)
    licence_links.register_words(text)


@given(FRAGMENTS, st.sampled_from(list(NumberKind)))
def test_any_candidate_is_judged_without_error(text: str, kind: NumberKind) -> None:
    number = licence_numbers.check_licence_number(kind, text, year=YEAR)
    assert number.valid == (number.hint in (Hint.PASS, Hint.PARTIAL, Hint.ASSISTED))
    assert (number.raw, number.start, number.end) == (text, 0, len(text))


@pytest.mark.parametrize(
    "piece",
    [
        "1 ",
        "京",
        "京ICP备",
        "京ICP备 X ",
        "9",
        "A1.B1",
        "(京)",
        " ",
        "ICP \n",
        "91 ",
        "公安局",
        "京省公安",
        "*",
        "A",
        "\u200b ",
        "B2-",
        "京公 网 安 备 1",
    ],
)
def test_long_hostile_text_is_read_in_linear_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    begun = time.process_time()
    licence_numbers.find_licence_numbers(text, year=YEAR)
    normalise.fold_lines(text)
    for kind in NumberKind:
        licence_numbers.check_licence_number(kind, text, year=YEAR)
    # About a second; anything quadratic needs minutes.
    assert time.process_time() - begun < 20
