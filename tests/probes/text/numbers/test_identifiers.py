"""Numbers of patents, software, certificates and standards: what is well formed, what is not, and how long a hostile page may take."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.text.numbers.identifiers import (
    IdentifierFault,
    IdentifierKind,
    StandardIssuer,
    find_identifiers,
    patent_check,
)

YEAR = 2026


@pytest.mark.parametrize(
    ("text", "kind", "fault"),
    [
        ("专利号：ZL 2023 1 0000017.6", IdentifierKind.PATENT, IdentifierFault.NONE),
        ("专利号：ZL 2023 1 0000017.4", IdentifierKind.PATENT, IdentifierFault.CHECK_DIGIT),
        ("ＺＬ２０２３１０００００１７．６", IdentifierKind.PATENT, IdentifierFault.NONE),
        ("ZL 2031 1 0000017." + patent_check("203110000017"), IdentifierKind.PATENT, IdentifierFault.YEAR),
        ("申请号 CN202410000018.5", IdentifierKind.PATENT_APPLICATION, IdentifierFault.NONE),
        ("CN 110000017 B", IdentifierKind.PATENT_PUBLICATION, IdentifierFault.NONE),
        ("软著登字第0990017号", IdentifierKind.SOFTWARE_COPYRIGHT, IdentifierFault.NONE),
        ("软著登字第99017号", IdentifierKind.SOFTWARE_COPYRIGHT, IdentifierFault.FORM),
        ("登记号 2024SR0990017", IdentifierKind.SOFTWARE_COPYRIGHT, IdentifierFault.NONE),
        ("登记号 2027SR0990017", IdentifierKind.SOFTWARE_COPYRIGHT, IdentifierFault.YEAR),
        ("高新技术企业 GR202411000017", IdentifierKind.HIGH_TECH, IdentifierFault.NONE),
        ("高新技术企业 GR202499000017", IdentifierKind.HIGH_TECH, IdentifierFault.FORM),
        ("等级保护备案证明 11010599017-24001", IdentifierKind.GRADED_PROTECTION, IdentifierFault.NONE),
        ("证书编号：00099ISMS24017R0M", IdentifierKind.CERTIFICATE, IdentifierFault.NONE),
        ("证书编号：XXXXXXXX", IdentifierKind.CERTIFICATE, IdentifierFault.PLACEHOLDER),
        ("GB/T 99901-2025", IdentifierKind.STANDARD_NATIONAL, IdentifierFault.NONE),
        ("GB 99901.2—2025", IdentifierKind.STANDARD_NATIONAL, IdentifierFault.NONE),
        ("GB/T 99901-2031", IdentifierKind.STANDARD_NATIONAL, IdentifierFault.YEAR),
        ("DB11/T 9901-2024", IdentifierKind.STANDARD_LOCAL, IdentifierFault.NONE),
        ("SB/T 99001-2023", IdentifierKind.STANDARD_INDUSTRY, IdentifierFault.NONE),
        ("T/SLDS 001—2024", IdentifierKind.STANDARD_GROUP, IdentifierFault.NONE),
        ("Q/LZL 001-2024", IdentifierKind.STANDARD_ENTERPRISE, IdentifierFault.NONE),
    ],
)
def test_a_number_is_found_and_judged(text: str, kind: IdentifierKind, fault: IdentifierFault) -> None:
    assert [
        (identifier.kind, identifier.fault) for identifier in find_identifiers(f"我们持有{text}，已公示。", year=YEAR)
    ] == [(kind, fault)]


@pytest.mark.parametrize(
    "text", ["T/T 付款", "电话 010-12345678-2024", "11010599017-24001", "型号 SB-2023", "2023年1月", "DB11"]
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert find_identifiers(text, year=YEAR) == ()


def test_a_standard_knows_who_issued_it() -> None:
    text = "GB/T 99901-2025、SB/T 99001-2023、DB11/T 9901-2024、T/SLDS 001-2024、Q/LZL 001-2024"
    assert [identifier.issued for identifier in find_identifiers(text, year=YEAR)] == list(StandardIssuer)[:5]


def test_what_was_applied_for_is_not_granted() -> None:
    assert [
        identifier.granted
        for identifier in find_identifiers("专利号 ZL202310000017.6，申请号 202410000018.5", year=YEAR)
    ] == [
        True,
        False,
    ]


@given(st.text(alphabet="ZL专利号申请GRBT/-. 0123456789XＺ年软著登字第证书编:SQDCN\n", max_size=300))
def test_any_text_is_read_and_places_are_true(text: str) -> None:
    found = find_identifiers(text, year=YEAR)
    assert all(identifier.raw == text[identifier.start : identifier.end].strip() for identifier in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


@pytest.mark.parametrize(
    "piece", ["专利号", "证书编号：A1", "ZL2023 1 ", "T/ABCDEFGH 1", "GB/T 1", "20", "证书编号:1-(("]
)
def test_a_page_of_half_numbers_is_read_in_linear_time(piece: str) -> None:
    def seconds(times: int) -> float:
        began = time.process_time()
        find_identifiers(piece * times, year=YEAR)
        return time.process_time() - began

    # The best of a few: what else the machine does only ever adds.
    small = max(min(seconds(2_000 + extra) for extra in range(3)), 0.002)
    assert min(seconds(20_000 + extra) for extra in range(3)) < 40 * small
