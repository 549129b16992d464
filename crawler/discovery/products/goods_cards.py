"""Find product cards on a page by structure: similar blocks, each with a picture and a price, one product each.

Where no block has a picture, the blank place of one stands for it, be it a box or the room left in a card beside its
words: pictures that do not come leave the same cards behind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from crawler.discovery.products.buying import fills_cart, is_buy_control, says_buy
from crawler.discovery.products.goods_table import LIMITS
from crawler.discovery.products.price_tags import price_tags
from crawler.links.places import Enclosures, places_around, strip_place_numbers
from crawler.site import Element
from crawler.spelling import plain_words
from crawler.urls import is_openable, page_identity, same_site
from crawler.vocabulary import Region

_LEVELS = LIMITS.card_levels
_PRICE_ALONE = re.compile(r"[\d.,]+")  # whose sign stands beside it, or is drawn
_FRAME = frozenset({Region.HEADER, Region.NAV, Region.DIALOG})  # on a page without a footer its end counts as one


class CardSource(Protocol):
    """What cards are read from: a page reading or a view."""

    @property
    def url(self) -> str: ...
    @property
    def elements(self) -> tuple[Element, ...]: ...


@dataclass(frozen=True, slots=True)
class GoodsCard:
    """One product offered on a page. ``url`` is "" if only a click on ``target`` leads to it."""

    place: str  # CSS path of the block
    shape: str
    url: str
    target: Element
    title: str
    price: Element
    picture: Element  # or the blank place of one


def find_cards(page: CardSource) -> tuple[GoodsCard, ...]:
    """The cards of a page in order, each product once; blocks that are not similar, or all lead to one page, are no cards."""
    return _find_cards(page, _is_picture) or _find_cards(page, _is_blank) or _find_roomy_cards(page)


def _find_roomy_cards(page: CardSource) -> tuple[GoodsCard, ...]:
    """The cards that are controls themselves, with room for a picture above their words or before them."""
    roomy = _list_roomy(page.elements)
    return _find_cards(page, lambda element: element.selector in roomy and _is_control(element)) if roomy else ()


def _find_cards(page: CardSource, shows: Callable[[Element], bool]) -> tuple[GoodsCard, ...]:
    blocks = _blocks(page.elements, shows)
    if not blocks:
        return ()
    inside = _contents(page.elements, blocks)
    by_shape: dict[str, list[GoodsCard]] = {}
    for place, price in blocks.items():
        card = _card(page, place, price, inside.get(place, []), shows)
        if card is not None:
            by_shape.setdefault(card.shape, []).append(card)
    found: list[GoodsCard] = []
    for cards in by_shape.values():
        linked = [card for card in cards if card.url]
        kept = linked if len(linked) * 2 >= len(cards) else [card for card in cards if not card.url]
        once = {(card.url and page_identity(card.url)) or card.place: card for card in reversed(kept)}
        if len(once) >= LIMITS.alike:
            found += reversed(once.values())
    return tuple(sorted(found, key=lambda card: card.price.id))


def _blocks(elements: Sequence[Element], shows: Callable[[Element], bool]) -> dict[str, Element]:
    """Possible cards, each with its first price: the innermost box around a price that holds a picture and has similar ones."""
    priced: dict[str, list[Element]] = {}
    for price in price_tags(elements):
        for place in places_around(price.selector, _LEVELS):
            priced.setdefault(place, []).append(price)
    if not priced:
        return {}
    pictured = {
        place
        for element in elements
        if shows(element)
        for place in places_around(element.selector, _LEVELS)
    }  # fmt: skip
    alike = Counter(strip_place_numbers(place) for place in priced if place in pictured)
    found: dict[str, Element] = {}
    taken: set[int] = set()
    for place, prices in priced.items():  # from the inside out: the places of a price follow each other
        if place not in pictured or prices[0].id in taken:
            continue
        if alike[strip_place_numbers(place)] >= LIMITS.alike and len(prices) <= LIMITS.card_prices:
            found[place] = prices[0]
            taken.update(price.id for price in prices)
    return found


def _is_picture(element: Element) -> bool:
    least = LIMITS.drawn_picture if element.tag in ("svg", "canvas") else LIMITS.card_picture
    return (
        (bool(element.image) or element.tag in ("svg", "canvas"))
        and element.seen
        and min(element.box.w, element.box.h) >= least
    )


def _is_blank(element: Element) -> bool:
    """Whether it is a box that leads somewhere, as large as a picture, with hardly a word in it: the picture did not come."""
    said = plain_words(element.text or element.own)
    large = min(element.box.w, element.box.h) >= LIMITS.blank_picture
    return element.seen and element.clickable and large and len(said) <= LIMITS.blank_words and "¥" not in said


def _is_control(element: Element) -> bool:
    return element.seen and (element.clickable or bool(element.href))


def _list_roomy(elements: Sequence[Element]) -> frozenset[str]:
    """The places of controls that hold words and leave the room of a picture above all of them, or to their left."""
    least = LIMITS.blank_picture
    boxes = {one.selector: one.box for one in elements if _is_control(one) and min(one.box.w, one.box.h) >= least}
    around = Enclosures(boxes)
    first: dict[str, tuple[float, float]] = {}
    for element in elements:
        if element.seen and element.own and (held := around.find(element.selector)) is not None:
            left, top = first.get(held[0], (element.box.x, element.box.y))
            first[held[0]] = min(left, element.box.x), min(top, element.box.y)
    return frozenset(
        place for place, (left, top) in first.items() if top - boxes[place].y >= least or left - boxes[place].x >= least
    )


def _contents(elements: Iterable[Element], blocks: dict[str, Element]) -> dict[str, list[Element]]:
    """The elements in each block, and controls that enclose just that block."""
    inside: dict[str, list[Element]] = {}
    held: dict[str, set[str]] = {}
    for place in blocks:
        for outer in places_around(place, _LEVELS):
            held.setdefault(outer, set()).add(place)
    around = Enclosures(blocks)
    for element in elements:
        own = held.get(element.selector, ())
        if len(own) == 1 and (place := next(iter(own))) != element.selector:
            inside.setdefault(place, []).append(element)
            continue
        within = around.find(element.selector)
        if within is not None and within[1] < _LEVELS * 2:
            inside.setdefault(within[0], []).append(element)
    return inside


def _card(
    page: CardSource, place: str, price: Element, members: Sequence[Element], shows: Callable[[Element], bool]
) -> GoodsCard | None:
    pictures = [element for element in members if shows(element)]
    if not pictures or any(element.region in _FRAME for element in pictures[:1]):
        return None
    picture = max(pictures, key=lambda element: element.box.area)
    title = _card_title(members)
    links = [element for element in members if _is_way(page, element)]
    if links:
        target = max(links, key=lambda element: (_holds(element, picture), len(element.text or element.name)))
        return GoodsCard(place, strip_place_numbers(place), target.href, target, title, price, picture)
    pressed = [element for element in members if element.seen and element.clickable and not _is_side_way(element)]
    round_it = [element for element in pressed if _holds(element, picture)]
    target = min(round_it, key=lambda element: element.box.area, default=picture)
    return GoodsCard(place, strip_place_numbers(place), "", target, title, price, picture)


def _is_way(page: CardSource, element: Element) -> bool:
    """Whether this is a link of the card to a page of the shop, other than one that buys at once."""
    if not element.seen or not is_openable(element.href) or element.tag in ("iframe", "frame"):
        return False
    if not same_site(page.url, element.href) or page_identity(element.href) == page_identity(page.url):
        return False
    return not _is_side_way(element)


def _is_side_way(element: Element) -> bool:
    """Whether the control does something of its own on the card: fills the cart, buys."""
    said = plain_words(element.text or element.own or element.name)
    own = fills_cart("" if len(said) > LIMITS.price_chars else said, element.href)
    return own or (is_buy_control(element) and not element.href)


def _holds(outer: Element, inner: Element) -> bool:
    return inner.selector == outer.selector or inner.selector.startswith((f"{outer.selector}>", f"{outer.selector} "))


def _card_title(members: Sequence[Element]) -> str:
    """The longest line of a card that may be its title: below a line in larger print one only tells more of the goods."""
    said = [(one, words) for one in members for words in _titles(one)]
    large = max((one.font_px for one, _ in said if one.own), default=0.0)
    return max((words for one, words in said if not one.own or one.font_px >= large), key=len, default="")


def _titles(element: Element) -> Iterable[str]:
    if not element.seen:
        return
    for said in (element.own, element.name):
        words = " ".join(said.split())
        known = plain_words(words)
        told = "¥" not in known and not says_buy(known) and not _PRICE_ALONE.fullmatch(known)
        if LIMITS.title_least <= len(words) <= LIMITS.title_most and told:
            yield words
