"""Another language is not absence: who reads Chinese words alone says nothing of pages in another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.finding import Outcome
from probes.pages.absence.absence import answer_absent
from probes.pages.main.language import is_foreign
from tests.cases.build import view

ENGLISH = "We care about your privacy. " * 20
CHINESE = "我们重视您的隐私，依法保护您的个人信息。" * 5


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        (ENGLISH, True),
        (CHINESE, False),
        ("我們重視您的隱私，依法保護您的個人資訊。" * 5, False),  # traditional characters are Chinese
        ("Apple iPhone 17 Pro 256GB 钛金属 官方正品\n小米 Xiaomi 15 Ultra 智能手机 全网通\n" * 9, False),
        ("プライバシーをたいせつにします。" * 9, True),
        ("Мы заботимся о вашей конфиденциальности. " * 9, True),
        (f"首页 购物车 登录\n{ENGLISH}\n关于我们 联系我们", True),  # a Chinese frame round an English text
        ("Log in", False),  # next to nothing
        ("", False),
    ],
)
def test_what_language_a_page_is_in(text: str, foreign: bool) -> None:
    assert is_foreign(view("privacy", text)) is foreign


def test_what_is_not_found_on_a_page_in_english_is_a_question_without_a_guess() -> None:
    pages = (view("home", CHINESE), view("privacy", ENGLISH))
    answer = answer_absent(pages, "未见保存期限", "no period was found", fraction=0.0)
    assert (answer.outcome, answer.reason, answer.fraction) == (Outcome.UNSURE, "language", None)
    assert "隐私政策" in answer.because.zh
    assert answer.question is not None
    assert "并非中文" in answer.question.zh


def test_what_rests_on_no_word_is_not_touched() -> None:
    assert answer_absent((view("home", ENGLISH),), "没有搜索框", "no search box", worded=False).outcome is Outcome.NO


def test_what_lacked_otherwise_is_said_first() -> None:
    half = view("home", ENGLISH, thorough={"scrolled_stable": False})
    assert answer_absent((half,), "未见规则", "no rule was found").outcome is Outcome.NOT_SEEN


@given(st.text(max_size=400))
def test_chinese_added_never_makes_a_page_foreign(text: str) -> None:
    more = view("help", text + "家常好物" * 200)
    assert not is_foreign(more) or is_foreign(view("help", text))
