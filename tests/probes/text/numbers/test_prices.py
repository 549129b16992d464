"""Prices are read and told apart, whatever the page says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.text.numbers import prices
from probes.text.numbers.prices import PriceKind
from tests.cases.build import view

A, S, C, M, P = PriceKind.ASKED, PriceKind.STRUCK, PriceKind.COUPON, PriceKind.MEMBER, PriceKind.PROMOTION


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("¥1999.00 / 件", [(199900, A)]),
        ("￥３９．９０", [(3990, A)]),
        ("1,299元", [(129900, A)]),
        ("¥ 12 .50起", [(1250, A)]),
        ("¥1.2万", [(1200000, A)]),
        ("券后¥89 原价¥129", [(8900, C), (12900, S)]),
        ("¥129 券后¥89", [(12900, A), (8900, C)]),
        ("¥199券后价 ¥299", [(19900, C), (29900, A)]),
        ("PLUS会员价 ¥95", [(9500, M)]),
        ("秒杀价¥9.9/斤", [(990, P)]),
        ("满199减100", []),
        ("立减¥50", []),
        ("优惠券¥30", []),
        ("¥30优惠券", []),
        ("运费¥6", []),
        ("¥99x12期", []),
        ("注册资本1000万元", []),
        ("¥??", []),
        ("2026-11-24", []),
        ("400-200-3417", []),
        ("最高返20元", []),
    ],
)
def test_amounts_by_kind(said: str, wanted: list[tuple[int, PriceKind]]) -> None:
    assert [(amount.low, amount.kind) for amount in prices.find_amounts(said)] == wanted


def test_a_range_and_a_unit() -> None:
    (found,) = prices.find_amounts("¥99-199/套")
    assert (found.low, found.high, found.unit) == (9900, 19900, "套")


def test_a_price_in_pieces_stands_at_the_element_that_holds_it_whole() -> None:
    page = view(
        "product",
        elements=[
            {"text": "¥199.00", "own": "", "tag": "p"},
            {"text": "¥", "parent": 0},
            {"text": "199", "parent": 0},
            {"text": ".00", "parent": 0},
        ],
    )
    (found,) = prices.find_price_tags(page.elements)
    assert (found.low, found.element.id) == (19900, 0)


@pytest.mark.parametrize(
    ("given", "kind"),
    [({"tag": "del"}, S), ({"classes": "old-price"}, S), ({"classes": "price"}, A), ({"classes": "market_price"}, S)],
)
def test_marks_of_a_struck_price(given: dict[str, str], kind: PriceKind) -> None:
    page = view("product", elements=[{"text": "¥299", **given}])
    assert [tag.kind for tag in prices.find_price_tags(page.elements)] == [kind]


def test_a_label_beside_a_price_names_it() -> None:
    page = view("product", elements=[{"text": "划线价"}, {"text": "¥299"}, {"text": "到手价"}, {"text": "¥99"}])
    assert [tag.kind for tag in prices.find_price_tags(page.elements)] == [S, C]


@pytest.mark.parametrize("said", ["¥??", "¥1?9", "登录后可见", "登录查看批发价", "会员可见价"])
def test_a_price_kept_from_strangers(said: str) -> None:
    assert prices.masked_price(said)


@pytest.mark.parametrize("said", ["¥199", "登录", "登录后购买", "价格保护"])
def test_nothing_is_kept(said: str) -> None:
    assert not prices.masked_price(said)


@given(st.text(alphabet="¥￥0123456789.,-~/元万券后原价 满减:x件\n起", max_size=200))
def test_any_text_is_read(said: str) -> None:
    for amount in prices.find_amounts(said):
        assert 0 < amount.low <= amount.high
        assert said[amount.start : amount.end].strip() == amount.raw


@given(st.text(max_size=300))
def test_no_text_raises(said: str) -> None:
    prices.find_amounts(said)
    prices.masked_price(said)
    prices.read_fen(said)


def test_equal_prices_of_two_kinds_in_one_block_stay_apart() -> None:
    page = view(
        "product",
        elements=[
            {"text": "商城价：¥12.50 市场价：¥12.50"},
            {"text": "¥12.50", "parent": 0},
            {"text": "市场价：¥12.50", "parent": 0},
        ],
    )
    kinds = {tag.element.text: tag.kind for tag in prices.find_price_tags(page.elements)}
    assert kinds == {"¥12.50": A, "市场价：¥12.50": S}


@pytest.mark.parametrize(
    ("own", "kinds"),
    [
        ("98.00 元", [A, S]),  # the price itself stands beside the one struck through, and both are the same
        ("", [S]),  # nothing but the part says it
    ],
)
def test_a_price_equal_to_the_one_struck_through_within_it_is_one_of_its_own(own: str, kinds: list[PriceKind]) -> None:
    said = f"{own} 98.00 元".strip()
    page = view("product", elements=[{"text": said, "own": own}, {"text": "98.00 元", "tag": "del", "parent": 0}])
    assert [tag.kind for tag in prices.find_price_tags(page.elements)] == kinds
