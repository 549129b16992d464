"""Filing numbers of the police under names that leave out the net or the security, and digits behind like words that are none."""

from __future__ import annotations

import pytest

from probes.text.numbers import licence_numbers
from probes.text.numbers.number_grammar import NumberKind, Reason

YEAR = 2026


@pytest.mark.parametrize(
    "block",
    [
        "公安备 11010502099998号",
        "粤公网备44010502099998号",
        "京公安备案号：11010502099998",
        "京公网安备案号：11010502099998",
    ],
)
def test_a_number_under_a_shortened_name_is_one_in_an_older_wording(block: str) -> None:
    [number] = licence_numbers.find_licence_numbers(block, year=YEAR)
    assert (number.kind, number.reason) == (NumberKind.PSB, Reason.FLAG_LEGACY_WORDING)


@pytest.mark.parametrize("block", ["公安备勤电话 13800138000", "公安部门 13800138000", "公网IP 备用 110105020999"])
def test_other_digits_are_left_alone(block: str) -> None:
    assert licence_numbers.find_licence_numbers(block, year=YEAR) == ()
