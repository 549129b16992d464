"""Tell from a page's structure whether it sells one product or lists many."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from crawler.discovery.products.buying import is_buy_control
from crawler.discovery.products.goods_cards import GoodsCard, find_cards
from crawler.discovery.products.goods_table import DATA, LIMITS
from crawler.discovery.products.price_tags import price_tags
from crawler.links.places import Enclosures, stands_in, strip_place_numbers
from crawler.site import Element
from crawler.spelling import plain_words
from crawler.vocabulary import Region

_ROW = re.compile(DATA.product.row)
_FRAME = frozenset({Region.HEADER, Region.NAV, Region.DIALOG})  # on a page without a footer its end counts as one


class LaidOutPage(Protocol):
    """A page reading, or a view."""

    @property
    def url(self) -> str: ...
    @property
    def elements(self) -> tuple[Element, ...]: ...
    @property
    def viewport_height(self) -> int: ...


@dataclass(frozen=True, slots=True)
class ProductSigns:
    """What a page itself shows, outside the cards of other products: buy controls, price, large picture, name, parameters."""

    buys: int
    price: bool
    gallery: bool
    title: bool
    rows: bool
    cards: int

    @property
    def is_product(self) -> bool:
        """Whether one product is sold here: a buy control near one price or little else, or all other signs without one."""
        if self.buys and self.price and self.gallery:
            return True
        if 0 < self.buys <= LIMITS.buttons:
            return self.price or self.cards < LIMITS.cards or (self.gallery and self.rows)
        return self.price and self.gallery and (self.rows or (self.title and not self.cards))

    @property
    def is_list(self) -> bool:
        """Whether many products are shown and none is sold here."""
        return self.cards >= LIMITS.alike and not self.is_product

    @property
    def is_bare_list(self) -> bool:
        """Whether nothing but goods side by side is shown: not even the name, picture, price or details of one of its own."""
        return self.is_list and not (self.buys or self.price or self.gallery or self.title or self.rows)


def read_signs(page: LaidOutPage) -> ProductSigns:
    """The signs of a page reading. Blocks of other products, menus and footers do not count as the page's own."""
    cards = find_cards(page)
    places = tuple(card.place for card in cards)
    inside = _ids_inside(page.elements, places)
    own = [
        element
        for element in page.elements
        if element.seen and element.id not in inside and element.region not in _FRAME
    ]
    deep = LIMITS.screens * page.viewport_height
    high = [element for element in own if element.box.y <= deep]
    return ProductSigns(
        buys=_buys(own),
        price=_own_price(page.elements, high, cards),
        gallery=_gallery(high, cards),
        title=any(element.heading == 1 and (element.text or element.own) for element in own),
        rows=sum(1 for element in own if _is_row(element)) >= LIMITS.rows,
        cards=len(cards),
    )


def _ids_inside(elements: Sequence[Element], places: Sequence[str]) -> frozenset[int]:
    """The ids of elements inside one of these places."""
    around = Enclosures(frozenset(places))
    found: set[int] = set()
    for element in elements:
        if element.parent in found or around.find(element.selector) is not None:
            found.add(element.id)
    return frozenset(found)


def _buys(own: Sequence[Element]) -> int:
    """Buy controls, each counted once however many elements draw it; more than a few of one shape belong to a list's rows."""
    controls: list[Element] = []
    for element in own:
        if is_buy_control(element) and not any(stands_in(element.selector, outer.selector) for outer in controls[-3:]):
            controls.append(element)
    shapes = Counter(strip_place_numbers(control.selector) for control in controls)
    return sum(count for count in shapes.values() if count <= LIMITS.buttons)


def _own_price(elements: Sequence[Element], high: Sequence[Element], cards: Sequence[GoodsCard]) -> bool:
    """Whether there is a price outside links, larger than those of any cards."""
    least = LIMITS.larger * max((card.price.font_px for card in cards), default=0.0)
    own = {element.id for element in high}
    return any(
        price.id in own and _font(elements, price) >= least and not _linked(elements, price)
        for price in price_tags(elements)
    )


def _font(elements: Sequence[Element], price: Element) -> float:
    """The largest font size of the price: its currency sign and cents are often smaller."""
    parts = elements[price.id : price.id + 4]
    return max((part.font_px for part in parts if stands_in(part.selector, price.selector)), default=price.font_px)


def _linked(elements: Sequence[Element], element: Element) -> bool:
    at: Element | None = element
    while at is not None:
        if at.href:
            return True
        at = elements[at.parent] if at.parent is not None and 0 <= at.parent < len(elements) else None
    return False


def _gallery(high: Sequence[Element], cards: Sequence[GoodsCard]) -> bool:
    """Whether there is a large picture, larger than those of the cards."""
    card = max((card.picture.box.area for card in cards), default=0.0)
    return any(
        element.image and min(element.box.w, element.box.h) >= LIMITS.gallery and element.box.area >= LIMITS.bigger * card
        for element in high
    )  # fmt: skip


def _is_row(element: Element) -> bool:
    if element.tag in ("dt", "th"):
        return True
    return (
        element.own != ""
        and not element.href
        and len(element.own) <= 60
        and _ROW.match(plain_words(element.text or element.own)) is not None
    )
