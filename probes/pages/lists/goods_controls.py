"""Controls without an address that lead to goods or to kinds of them: cards of goods, kinds beside a list, advertisements in a carousel."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from crawler.discovery.products.goods_cards import GoodsCard
from crawler.discovery.products.goods_table import LIMITS
from crawler.discovery.products.price_tags import price_tags
from crawler.links.carousels import stands_in_carousel
from crawler.links.places import places_around, stands_in
from crawler.site import Box, Element, View
from crawler.spelling import plain_words
from crawler.vocabulary import Region, Role
from probes.pages.layout.form_buttons import FILE as EXHAUSTED_FILE
from probes.pages.main.main_text import read_cards
from probes.text.remember import per_view

_DATA = EXHAUSTED_FILE.load()
_BOXES = 6  # around a picture or a price, at most, up to its card


def offers_goods(view: View, element: Element) -> bool:
    """Whether a control is a card of goods that only a press opens, whatever its title: the card, or what holds its picture or its price."""
    return not element.href and element.selector in _cards(view)


def tell_choice(view: View, element: Element) -> str:
    """The words of a control without an address that leads to goods, a kind of them, or what an advertisement shows; "" for any other."""
    if element.href:
        return ""
    said = plain_words(element.text or element.own or element.name)
    if view.role is Role.LIST and said and (said in _headings(view) or element.id in _column(view)):
        return said
    if said and element.region is Region.MAIN and _shows_priced(view, element):
        return said
    return "" if said or element.region is not Region.MAIN else _advertised(view, element)


@per_view
def _cards(view: View) -> frozenset[str]:
    return frozenset(place for card in read_cards(view) if not card.url for place in _places(card))


def _places(card: GoodsCard) -> Iterator[str]:
    yield from (card.place, card.target.selector)
    for inner in (card.picture, card.price):
        yield from (box for box in islice(places_around(inner.selector), _BOXES) if stands_in(box, card.place))


def _shows_priced(view: View, element: Element) -> bool:
    """Whether it holds a picture and just one price: a card of goods, though no other stands beside it on a short list."""
    prices, pictures = _priced(view)
    inner = [one for one in prices if stands_in(one, element.selector)]
    return len(inner) == 1 and any(stands_in(one, element.selector) for one in pictures)


@per_view
def _priced(view: View) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The places of the prices on a page, and of pictures as large as those of goods."""
    large = (
        one for one in view.elements if one.seen and one.image and min(one.box.w, one.box.h) >= LIMITS.card_picture
    )
    return tuple(one.selector for one in price_tags(view.elements)), tuple(one.selector for one in large)


@per_view
def _headings(view: View) -> frozenset[str]:
    """Lines of words on a page that nothing presses, be it the line itself or a box around it."""
    pressed = {element.selector for element in view.elements if element.clickable or element.href}
    lines = (
        one.own
        for one in view.elements
        if one.seen and one.own and pressed.isdisjoint(islice(places_around(one.selector), _BOXES))
    )
    return frozenset(plain_words(line) for line in lines)


@per_view
def _column(view: View) -> frozenset[int]:
    """Controls without an address at the left edge of a page, one beneath the other and as wide as each other, with words each."""
    stacks: dict[tuple[int, int], list[Element]] = {}
    for one in view.elements:
        worded = one.seen and one.clickable and not one.href and bool(one.text or one.own)
        within = view.frames[one.frame - 1].box if 0 < one.frame <= len(view.frames) else Box(0.0, 0.0, view.width, 0.0)
        if worded and one.box.x - within.x <= _DATA.edge and one.box.w <= _DATA.column * within.w:
            stacks.setdefault((round(one.box.x), round(one.box.w)), []).append(one)
    tall = (stack for stack in stacks.values() if len({round(one.box.y) for one in stack}) >= _DATA.kinds)
    return frozenset(one.id for stack in tall for one in stack)


def _advertised(view: View, element: Element) -> str:
    """The words read in the pictures of a slide of a carousel that bears no words of its own."""
    if not stands_in_carousel(view, element):
        return ""
    inner = (one.ocr for one in view.elements if one.ocr and stands_in(one.selector, element.selector))
    return plain_words(" ".join(inner))
