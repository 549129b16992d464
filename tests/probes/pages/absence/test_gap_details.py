"""What a gap says beside its reason: our words in either language, words of others in quotes."""

from __future__ import annotations

import pytest

from crawler.vocabulary import GapReason, Role
from probes.pages.absence.gap_details import describe_gap
from tests.cases.build import gap


@pytest.mark.parametrize(("detail", "zh", "en"), [
    ("captcha address privatedomain/risk_handler", "验证码地址「privatedomain/risk_handler」", "captcha address “privatedomain/risk_handler”"),
    ("captcha address 安全验证", "验证码地址「安全验证」", "captcha address “安全验证”"),
])  # fmt: skip
def test_names_and_words_of_others_stand_in_quotes(detail: str, zh: str, en: str) -> None:
    said = describe_gap(gap(Role.HOME, GapReason.BLOCKED, detail=detail))
    assert (said.zh, said.en) == (zh, en)
