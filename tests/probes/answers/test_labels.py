"""Short lines and labels: what a page says outside whole sentences, without its navigation and heaps of words."""

from __future__ import annotations

import pytest

from probes.answers.labels import find_label_lines, find_labelled
from probes.pages.rules.policy import is_heap, split_sentences
from tests.cases.build import view

WORDS = ("会员价",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("会员价 95 折", ["会员价 95 折"]),
        ("会员购物享受会员价。", ["会员购物享受会员价。"]),
        ("权益：会员价、生日礼、运费券、积分、客服", ["权益：会员价、生日礼、运费券、积分、客服"]),
        ("会员价 生日礼 运费券 积分 客服", []),
        ("没有会员价", []),
    ],
)
def test_lines(text: str, said: list[str]) -> None:
    assert list(find_label_lines(view("member", text), WORDS, ("没有",))) == said


def test_the_label_of_a_link_is_no_line_and_a_line_is_no_label() -> None:
    link, words = {"text": "会员价专区", "href": "/vip"}, {"text": "会员价"}
    assert list(find_label_lines(view("home", None, [link]), WORDS)) == []
    assert [element.text for element in find_labelled(view("home", None, [link, words]), WORDS)] == ["会员价专区"]


def test_blanks_part_a_heap_as_commas_do_but_not_numbers_from_their_words() -> None:
    assert is_heap("请登录 注册 我的订单 联系客服 网站导航 手机版")
    assert not is_heap("消费 1 元积 1 分，升级看积分")
    assert split_sentences("请登录 注册 我的订单 联系客服 网站导航 手机版") == ()
