"""Quotes hold words that anybody can read, and stand in the page all the same."""

from __future__ import annotations

import pytest

from probes.finding import evidence_on_page, without_icons
from scoring.record.evidence_check import normalise_quote
from tests.cases.build import element, view

CART, GEAR = "\ue612", "\U000f01ab"


@pytest.mark.parametrize(
    ("written", "quoted"),
    [
        (f"{CART} 购物车", "购物车"),
        (f"{CART}{GEAR}设置", "设置"),
        ("全国包邮", "全国包邮"),
        ("Free returns", "Free returns"),
        (CART, ""),
    ],
)
def test_letters_of_icon_fonts_are_no_words_of_a_quote(written: str, quoted: str) -> None:
    assert without_icons(written) == quoted
    at = element(0, text=written)
    page = view("home", None, [at])
    assert evidence_on_page(page, at).quote == quoted
    assert normalise_quote(evidence_on_page(page, quote=written).quote) in normalise_quote(page.text)
