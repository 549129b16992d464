"""Pictures are known for goods by prices beside them only where several blocks are alike; what one price stands beside is none."""

import pytest

from crawler.site import Box, Element
from crawler.visit.pictures.card_pictures import find_card_pictures
from crawler.vocabulary import Region, Role

CARD = "body>ul>li:nth-child({})"


def draw_block(
    place: str, id: int, prices: int = 1, said: str = "¥39.00", region: Region = Region.MAIN
) -> list[Element]:
    """A card as most shops draw it: the picture alone in its link, each price beside it, the box around both no element."""
    box, href = Box(0, 10.0 * id, 200, 200), f"https://s.example/goods/{id}"
    found = [
        Element(id, "a", f"{place}>a", box, href=href, clickable=True, region=region),
        Element(id + 1, "img", f"{place}>a>img", box, parent=id, image=f"/{id}.png", region=region),
    ]
    for at in range(prices):
        outer = Element(
            id + 2 + 2 * at, "p", f"{place}>p:nth-child({at + 2})", box, text=said, own=said[0], region=region
        )
        inner = Element(outer.id + 1, "b", f"{outer.selector}>b", box, text=said[1:], own=said[1:], region=region)
        found += [outer, inner]
    return found


def draw_cards(count: int, prices: int = 1, region: Region = Region.MAIN) -> list[Element]:
    return [one for i in range(count) for one in draw_block(CARD.format(i + 1), 100 * i, prices, region=region)]


@pytest.mark.parametrize("prices", [1, 3])
def test_pictures_of_cards_are_those_beside_a_few_prices(prices: int) -> None:
    assert find_card_pictures(draw_cards(4, prices), Role.HOME) == {1, 101, 201, 301}
    assert find_card_pictures(draw_cards(4, prices), Role.OTHER) == {1, 101, 201, 301}  # a list under a name of its own


def test_a_list_a_page_of_words_and_the_frame_hold_no_cards() -> None:
    assert not find_card_pictures(draw_cards(4, prices=0), Role.HOME)
    assert not find_card_pictures(draw_cards(4, prices=4), Role.HOME)
    assert not find_card_pictures(draw_cards(4), Role.COMPLAINT)
    assert not find_card_pictures(draw_cards(4, region=Region.HEADER), Role.HOME)


@pytest.mark.parametrize("said", ["满 99 元包邮", "退货运费 12 元", "购物车 ¥0.00"])
def test_one_price_beside_one_picture_makes_it_no_goods(said: str) -> None:
    alone = draw_block("body>div>div:nth-child(7)", 900, said=said)
    assert not find_card_pictures(alone, Role.HOME)
    assert find_card_pictures([*draw_cards(4), *alone], Role.HOME) == {1, 101, 201, 301}


def test_a_picture_above_a_row_of_cards_is_none_of_them() -> None:
    banner = Element(900, "img", "body>img", Box(0, 0, 200, 100), image="/banner.png")
    assert 900 not in find_card_pictures([banner, *draw_cards(4)], Role.HOME)
