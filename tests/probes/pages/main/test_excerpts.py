"""What a list of articles shows of each is read in the article, where it stands whole."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.pages.main.excerpts import find_excerpts
from probes.pages.main.main_text import main_surface
from tests.cases.build import site, view

FIRST = "发货后在“我的订单”里能看快递走到哪里。"
CUT = "每天下午四点前付好钱的，当天发；过了四点第二天发。 发货后在“我的订单”里..."
WHOLE = f"配送说明\n每天下午四点前付好钱的，当天发；过了四点第二天发。\n{FIRST}"


def make_shop(shown: str, told: str) -> Site:
    return site(
        view(Role.RULES, text=f"买茶须知\n{shown}", url="https://shop.example/list/2"),
        view(Role.DELIVERY, text=told, url="https://shop.example/detail/4"),
    )


def test_an_excerpt_is_dropped_where_the_article_was_seen() -> None:
    listed, article = main_surface(make_shop(CUT, WHOLE)).views
    assert "四点" not in listed.text
    assert article.text == WHOLE


def test_a_sentence_that_ends_in_dots_stays_where_nothing_else_tells_it() -> None:
    assert "四点" in main_surface(make_shop(CUT, "配送说明\n我们用中通发货。")).views[0].text
    assert not find_excerpts(make_shop("请您放心……", "请您放心……我们会尽快处理您的来信。"))


def test_two_lists_of_the_same_excerpts_tell_nothing_whole() -> None:
    assert not find_excerpts(make_shop(CUT, CUT))
