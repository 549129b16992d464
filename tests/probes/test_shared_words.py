"""A list of words that stands once is found by its name, and a name that is misspelt says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.discovery.products.buying import says_buy
from crawler.discovery.products.buying_words import GROUPS
from crawler.spelling import plain_words
from crawler.table_builder import ConfigurationError
from probes.schema.probe_table import TABLE, read_probe_rows
from probes.schema.shared_words import expand_words
from tests.rules import real_checks


def test_lists_are_put_in_the_place_of_their_names() -> None:
    assert expand_words(["甲", "@buying.notify", "甲"]) == ("甲", *expand_words(["@buying.notify"]))
    assert {"add to cart", "addtocart"} <= set(expand_words(["@buying.cart"]))


def test_a_name_there_is_not_stops_the_start(tmp_path: Path) -> None:
    path = tmp_path / "probes.toml"
    path.write_text(TABLE.read_text("utf-8").replace("@buying.loose", "@buying.lose"), "utf-8")
    with pytest.raises(ConfigurationError, match=r"@buying\.lose.*did you mean '@buying\.loose'"):
        read_probe_rows(path)


@pytest.mark.parametrize("check", ["ordering.guest_cart", "ordering.quick_order", "performance.buy_button"])
def test_every_asker_knows_every_word_of_a_cart(check: str) -> None:
    words = next(one.params.words for one in real_checks() if one.id == check)
    known = {word for name in ("add", "cart", "labels") for word in words.get(name, ())}
    assert set(GROUPS["cart"]) <= known


@pytest.mark.parametrize(
    "words", ["添加至购物车", "加入购物篮", "立即购买", "Add to basket", "到货通知", "立即抢购 ¥9"]
)
def test_words_that_buy(words: str) -> None:
    assert says_buy(plain_words(words))


@pytest.mark.parametrize(
    "words", ["购物车", "查看购物车", "购买须知", "加入购物车后在结算页面使用优惠券", "立即购买会员", "basket", ""]
)
def test_words_that_only_speak_of_it(words: str) -> None:
    assert not says_buy(plain_words(words))


def test_a_word_is_written_as_it_stands() -> None:
    """A backslash would be looked for in the page: words are no regular expressions (``t+0``, not ``t\\+0``)."""
    expressions = {("performance.help_topics", "leaders"), ("performance.reviews", "empty")}
    odd = [
        (check.id, name, word)
        for check in real_checks()
        for name, words in check.params.words.items()
        if (check.id, name) not in expressions
        for word in words
        if "\\" in word
    ]
    assert odd == []
