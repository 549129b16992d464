"""Personal numbers are found and never shown whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from probes.text.numbers.masking import identity_numbers, mask_number


def test_identity_numbers_need_a_right_check_digit() -> None:
    assert list(identity_numbers("号 11010519491231002X 完")) == ["11010519491231002X"]
    assert list(identity_numbers("号 110105194912310021 完")) == []
    assert list(identity_numbers("单号 911010519491231002X")) == []


def test_masking_keeps_three_and_two() -> None:
    assert mask_number("13912345678") == "139******78"
    assert mask_number("1234") == "****"


@given(st.text(min_size=1, max_size=40))
def test_masking_never_shows_more_than_five_characters(number: str) -> None:
    shown = mask_number(number)
    assert len(shown) == len(number)
    assert sum(1 for a, b in zip(shown, number, strict=True) if b != "*" and a == b) <= 5
