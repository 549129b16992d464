"""What a page of search results lists: each thing once, without what surrounds it on every page of the shop."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.site import Element, View
from crawler.vocabulary import Region

_AROUND = frozenset({Region.HEADER, Region.NAV, Region.FOOTER, Region.FLOATING})


def read_results(view: View, addresses: Iterable[str], prices: Iterable[str]) -> tuple[Element, ...]:
    """Links to goods, one for each address; where the page has no such links, elements that print a price of their own."""
    addresses, prices = tuple(addresses), tuple(prices)
    own = [each for each in view.elements if each.seen and each.region not in _AROUND]
    linked: dict[str, Element] = {}
    for element in own:
        if any(word in element.href.lower() for word in addresses):
            at = element.href.partition("#")[0]
            if at not in linked or (element.text and not linked[at].text):  # the name says more than the picture
                linked[at] = element
    return tuple(linked.values()) or tuple(each for each in own if any(word in each.own for word in prices))
