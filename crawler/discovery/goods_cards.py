"""Finds the cards of goods on a page by their structure: alike blocks, each with a picture and a price, one product each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from crawler.addressing import identity, openable, same_site
from crawler.discovery.buying import fills_cart, is_buy_control, says_buy
from crawler.discovery.goods_table import LIMITS
from crawler.discovery.places import places_around, shape_of
from crawler.discovery.price_tags import price_tags
from crawler.site import Element
from crawler.vocabulary import Region
from crawler.words import plain

_LEVELS = int(LIMITS["card_levels"])
_FRAME = frozenset({Region.HEADER, Region.NAV, Region.DIALOG})  # on a page without a footer its end counts as one


class Shown(Protocol):
    """What cards are read from: a page that was read, or a view of one."""

    @property
    def url(self) -> str: ...
    @property
    def elements(self) -> tuple[Element, ...]: ...


@dataclass(frozen=True, slots=True)
class Card:
    """One product offered on a page. ``url`` is "" where only a press on ``target`` leads to it."""

    place: str  # CSS path of the block
    shape: str
    url: str
    target: Element
    title: str
    price: Element
    picture: Element


def find_cards(page: Shown) -> tuple[Card, ...]:
    """The cards of a page in its order, each product once; blocks that are not alike, or all lead to one page, are none."""
    blocks = _blocks(page.elements)
    inside = _contents(page.elements, blocks)
    by_shape: dict[str, list[Card]] = {}
    for place, price in blocks.items():
        card = _card(page, place, price, inside.get(place, []))
        if card is not None:
            by_shape.setdefault(card.shape, []).append(card)
    found: list[Card] = []
    for cards in by_shape.values():
        linked = [card for card in cards if card.url]
        kept = linked if len(linked) * 2 >= len(cards) else [card for card in cards if not card.url]
        once = {(card.url and identity(card.url)) or card.place: card for card in reversed(kept)}
        if len(once) >= LIMITS["alike"]:
            found += reversed(once.values())
    return tuple(sorted(found, key=lambda card: card.price.id))


def _blocks(elements: Sequence[Element]) -> dict[str, Element]:
    """The places that may be cards, each with its first price: the innermost round a price that holds a picture and is one of several."""
    priced: dict[str, list[Element]] = {}
    for price in price_tags(elements):
        for place in places_around(price.selector, _LEVELS):
            priced.setdefault(place, []).append(price)
    pictured = {
        place
        for element in elements
        if _is_picture(element)
        for place in places_around(element.selector, _LEVELS)
    }  # fmt: skip
    alike = Counter(shape_of(place) for place in priced if place in pictured)
    found: dict[str, Element] = {}
    taken: set[int] = set()
    for place, prices in priced.items():  # from within: a price's places come one after the other
        if place not in pictured or prices[0].id in taken:
            continue
        if alike[shape_of(place)] >= LIMITS["alike"] and len(prices) <= LIMITS["card_prices"]:
            found[place] = prices[0]
            taken.update(price.id for price in prices)
    return found


def _is_picture(element: Element) -> bool:
    least = LIMITS["drawn_picture"] if element.tag in ("svg", "canvas") else LIMITS["card_picture"]
    return (
        (bool(element.image) or element.tag in ("svg", "canvas"))
        and element.seen
        and min(element.box.w, element.box.h) >= least
    )


def _contents(elements: Iterable[Element], blocks: dict[str, Element]) -> dict[str, list[Element]]:
    """What stands in each block, and the controls that stand round it alone."""
    inside: dict[str, list[Element]] = {}
    held: dict[str, set[str]] = {}
    for place in blocks:
        for outer in places_around(place, _LEVELS):
            held.setdefault(outer, set()).add(place)
    for element in elements:
        own = held.get(element.selector, set())
        if len(own) == 1 and next(iter(own)) != element.selector:
            inside.setdefault(next(iter(own)), []).append(element)
            continue
        for place in places_around(element.selector, _LEVELS * 2):
            if place in blocks:
                inside.setdefault(place, []).append(element)
                break
    return inside


def _card(page: Shown, place: str, price: Element, members: Sequence[Element]) -> Card | None:
    pictures = [element for element in members if _is_picture(element)]
    if not pictures or any(element.region in _FRAME for element in pictures[:1]):
        return None
    picture = max(pictures, key=lambda element: element.box.area)
    title = max((said for element in members for said in _titles(element)), key=len, default="")
    links = [element for element in members if _is_way(page, element)]
    if links:
        target = max(links, key=lambda element: (_holds(element, picture), len(element.text or element.name)))
        return Card(place, shape_of(place), target.href, target, title, price, picture)
    pressed = [element for element in members if element.seen and element.clickable and not _is_side_way(element)]
    round_it = [element for element in pressed if _holds(element, picture)]
    target = min(round_it, key=lambda element: element.box.area, default=picture)
    return Card(place, shape_of(place), "", target, title, price, picture)


def _is_way(page: Shown, element: Element) -> bool:
    """Whether this is a link of the card to a page of the shop, other than one that buys at once."""
    if not element.seen or not openable(element.href) or element.tag in ("iframe", "frame"):
        return False
    if not same_site(page.url, element.href) or identity(element.href) == identity(page.url):
        return False
    return not _is_side_way(element)


def _is_side_way(element: Element) -> bool:
    """Whether the control does something of its own on the card: fills the cart, buys."""
    said = plain(element.text or element.own or element.name)
    own = fills_cart("" if len(said) > LIMITS["price_chars"] else said, element.href)
    return own or (is_buy_control(element) and not element.href)


def _holds(outer: Element, inner: Element) -> bool:
    return inner.selector == outer.selector or inner.selector.startswith((f"{outer.selector}>", f"{outer.selector} "))


def _titles(element: Element) -> Iterable[str]:
    if not element.seen:
        return
    for said in (element.own, element.name):
        words = " ".join(said.split())
        known = plain(words)
        if LIMITS["title_least"] <= len(words) <= LIMITS["title_most"] and "¥" not in known and not says_buy(known):
            yield words
