"""What a page of search results lists: each thing once, without what surrounds it on every page of the shop."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

from crawler.links.role_links import speaks_of_list
from crawler.site import Element, View
from crawler.urls import is_openable, page_identity
from crawler.vocabulary import Region
from probes.pages.layout.measure import is_pressable
from probes.pages.products.cards import read_cards
from probes.pages.rules.policy import pattern
from probes.text.normalise import fold_text, plain_text

_FIGURES = re.compile("[0-9]+")
_AROUND = frozenset({Region.HEADER, Region.NAV, Region.FOOTER, Region.FLOATING})


def read_results(view: View, addresses: Iterable[str], prices: Iterable[str]) -> tuple[Element, ...]:
    """Links to goods, one for each address; where the page has no such links, its cards of goods with a name and a price.

    Links that lead to lists of goods by their address are left out, unless there are no others.

    Where it has none of these either, elements that print a price of their own, those aside that are pressed to choose
    from goods by their price. What stands at the side counts only where nothing else is listed: columns of new goods
    stand beside every page.
    """
    addresses, prices = tuple(addresses), tuple(prices)
    own = [element for element in view.elements if element.seen and element.region not in _AROUND]
    amid = [element for element in own if element.region is not Region.SIDE]
    return _results(view, amid, addresses, prices) or _results(view, own, addresses, prices)


def _results(
    view: View, own: list[Element], addresses: tuple[str, ...], prices: tuple[str, ...]
) -> tuple[Element, ...]:
    linked: dict[str, Element] = {}
    for element in own:
        if any(word in element.href.lower() for word in addresses):
            at = page_identity(element.href)
            if at not in linked or (element.text and not linked[at].text):  # the name says more than the picture
                linked[at] = element
    kept = frozenset(element.id for element in own)
    cards = tuple(card.element for card in read_cards(view) if card.element.id in kept)
    if linked:
        # An address of a list of goods among those of goods chooses a kind or an order, unless a card leads to it.
        shown = {page_identity(card.href) for card in cards}
        goods = tuple(one for at, one in linked.items() if at in shown or not speaks_of_list(one.href))
        return goods or tuple(linked.values())
    return cards or tuple(
        element for element in own if not _chooses(element) and any(word in element.own for word in prices)
    )


def are_enough(view: View, found: tuple[Element, ...], least: float, counted: Iterable[str]) -> bool:
    """Whether these are results of the search: as many as ``least``, or fewer that all hold the word searched for.

    A small shop answers with one thing or two; a single thing that does not hold the word may be anything, unless the
    page itself counts as many results as were read (``counted``).
    """
    if len(found) >= least:
        return True
    if len(found) in _count_printed(view, tuple(counted)):
        return True
    parts = urlsplit(view.url)
    queries = (parts.query, parts.fragment.partition("?")[2])  # an app's route has a query of its own
    asked = {value for query in queries for _, value in parse_qsl(query)} | set(view.path)
    words = [plain_text(word) for word in asked if len(word) > 1 and not word.isascii()]
    return bool(found) and all(any(word in plain_text(element.text) for word in words) for element in found)


def _count_printed(view: View, counted: tuple[str, ...]) -> frozenset[int]:
    """How many results the page says there are, none aside: 共 2 条数据."""
    said = (match.group() for match in pattern(counted).finditer(fold_text(view.text)))
    return frozenset(int(figures.group()) for words in said if (figures := _FIGURES.search(words))) - {0}


def _chooses(element: Element) -> bool:
    """Whether it is a control without an address of its own: 100-200 元 filters what is listed."""
    pressed = is_pressable(element)
    return pressed and not is_openable(element.href)
