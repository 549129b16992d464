"""Find price tags on a page: short texts with an amount of money, however the markup splits them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.discovery.products.goods_table import DATA, LIMITS
from crawler.site import Element
from crawler.spelling import plain_words
from crawler.vocabulary import Region

_PRICE = re.compile(DATA.product.price)
_SIGN = re.compile(DATA.product.sign)
_NUMBER = re.compile(r"^\d[\d,]{0,9}(?:\.\d{1,2})?$")
_CLASS = re.compile(DATA.product.price_class, re.I)
_FRAME = frozenset({Region.HEADER, Region.NAV, Region.DIALOG})  # on a page without a footer its end counts as one


def price_tags(elements: Sequence[Element]) -> tuple[Element, ...]:
    """The innermost visible elements that state a price, in page order, outside menus and dialogs."""
    found: list[Element] = []
    for place, element in enumerate(elements):
        if not element.seen or element.region in _FRAME or not states_price(elements, place):
            continue
        while found and element.selector.startswith(f"{found[-1].selector}>"):  # the outer element adds nothing
            found.pop()
        found.append(element)
    return tuple(found)


def states_price(elements: Sequence[Element], place: int) -> bool:
    """Whether the element at that index states an amount: in its words, as a number by its class, or as a sign before a number."""
    element = elements[place]
    said = element.text or element.own
    if not said or len(said) > LIMITS.price_chars:
        return False
    words = plain_words(said)
    if _PRICE.search(words):
        return True
    if _NUMBER.match(words):
        return _CLASS.search(element.classes) is not None
    if not _SIGN.match(words):
        return False
    following = next((plain_words(other.own) for other in elements[place + 1 : place + 3] if other.own), "")
    return _NUMBER.match(following) is not None
