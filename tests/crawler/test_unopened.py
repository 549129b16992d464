"""A role's word on the screen makes its absence ours; a heading, a sentence or a word that cannot be seen does not."""

import pytest

from crawler.discovery.unopened import named_unopened
from crawler.vocabulary import GapReason, Role
from tests.cases.build import view


@pytest.mark.parametrize(("element", "role"), [
    ({"text": "购物车"}, Role.CART), ({"text": "联系客服", "tag": "div"}, Role.SERVICE), ({"text": "搜索商品"}, Role.SEARCH),
])  # fmt: skip
def test_a_word_like_a_controls_is_our_gap(element: dict[str, object], role: Role) -> None:
    stop = named_unopened(role, [view(elements=[element])])
    assert stop is not None
    assert stop.reason is GapReason.BLANK
    assert str(element["text"]) in stop.detail


@pytest.mark.parametrize(("element", "role"), [
    ({"text": "购物车", "tag": "h2", "heading": 2}, Role.CART), ({"text": "购物车", "seen": False, "unseen": "hidden"}, Role.CART),
    ({"text": "加入购物车后三十分钟内付款"}, Role.CART), ({"text": "购物车"}, Role.COMPLAINT), ({"text": "客服", "tag": "dt"}, Role.SERVICE),
    ({"text": "搜索引擎优化由第三方公司完成并负责"}, Role.SEARCH),
])  # fmt: skip
def test_other_words_say_nothing(element: dict[str, object], role: Role) -> None:
    assert named_unopened(role, [view(elements=[element])]) is None
