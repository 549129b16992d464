"""What a page of search results lists: each thing once, without what surrounds it on every page of the shop."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import parse_qsl, urlsplit

from crawler.links.places import places_around, stands_in, strip_place_numbers
from crawler.links.role_links import speaks_of_list
from crawler.site import Element, View
from crawler.urls import is_openable, page_identity
from crawler.vocabulary import Region, Role
from probes.pages.layout.measure import is_pressable
from probes.pages.lists.other_goods import heads_other_goods
from probes.pages.products.cards import FILE, read_cards
from probes.pages.products.product_rows import LIMITS
from probes.pages.rules.policy import pattern
from probes.text.normalise import fold_text, plain_text
from probes.text.numbers.prices import find_amounts

# Pages that list no goods of their own: what they show of goods stands beside every page.
PLAIN = (Role.LOGIN, Role.ERROR, Role.AGREEMENT, Role.HELP)
_FIGURES = re.compile("[0-9]+")
_OF_A_CARD = FILE.load().limits["prices"]  # prices that one card shows, at most
_AROUND = frozenset({Region.HEADER, Region.NAV, Region.FOOTER, Region.FLOATING})


def read_results(
    view: View, addresses: Iterable[str], prices: Iterable[str], plain: Iterable[View] = ()
) -> tuple[Element, ...]:
    """Links to goods, one for each address; where the page has no such links, its cards of goods with a name and a price.

    Links that lead to lists of goods by their address are left out, unless there are no others.

    Where it has none of these either, elements that print a price of their own, one of each card, those aside that are
    pressed to choose from goods by their price. What stands at the side counts only where nothing else is listed:
    columns of new goods stand beside every page. What the shop recommends (猜您喜欢) was not found by the search, nor were
    goods that stand at the same place of ``plain`` pages, which list nothing themselves (a log-in, a page of help).
    """
    addresses, prices = tuple(addresses), tuple(prices)
    besides = tuple(_recommended(view, prices))
    everywhere = frozenset(place for page in plain for place in _places_of_goods(page, addresses, prices))
    own = [
        element
        for element in view.elements
        if element.seen
        and element.region not in _AROUND
        and element.selector not in everywhere
        and not any(element.id > head and stands_in(element.selector, place) for head, place in besides)
    ]
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
    named = {page_identity(one.href): one for one in reversed(own) if one.href and one.text}
    # Of a card the name says more than the picture; both are links to it.
    cards = tuple(
        named.get(page_identity(card.url), card.element) for card in read_cards(view) if card.element.id in kept
    )
    if linked:
        # An address of a list of goods among those of goods chooses a kind or an order, unless a card leads to it.
        shown = {page_identity(card.href) for card in cards}
        goods = tuple(one for at, one in linked.items() if at in shown or not speaks_of_list(one.href))
        priced = tuple(one for at, one in linked.items() if at in shown)
        if not priced and len(cards) >= len(goods):
            return cards  # goods with their prices stand at addresses of another kind: these choose among them
        if 2 * len(priced) >= len(goods):
            # Of the others, those at addresses of other kinds choose a word, a brand or an order.
            alike = {_kind_of(one.href) for one in priced}
            return tuple(one for one in goods if one in priced or _kind_of(one.href) in alike) or tuple(linked.values())
        return goods
    priced_ones = (element for element in own if not _chooses(element) and _names_any(element, prices))
    return cards or _one_of_each_card(view, priced_ones)


def _places_of_goods(page: View, addresses: tuple[str, ...], prices: tuple[str, ...]) -> Iterator[str]:
    """The places at which a page has goods: its cards, links to goods and prices."""
    yield from (card.element.selector for card in read_cards(page))
    for element in page.elements:
        if element.seen and (
            _names_any(element, prices) or any(word in element.href.lower() for word in addresses if element.href)
        ):
            yield element.selector


def _kind_of(href: str) -> str:
    """An address without its figures, which tell goods of one kind of page apart."""
    return _FIGURES.sub("", page_identity(href))


def _names_any(element: Element, words: Iterable[str]) -> bool:
    return any(word in element.own for word in words)


def _one_of_each_card(view: View, priced: Iterable[Element]) -> tuple[Element, ...]:
    """The first price of each card: the next card has its own picture or name before its price (¥ 2618 ¥ 3000 are of one)."""
    kept: list[Element] = []
    last = 0
    for element in priced:
        if not kept or any(_begins_card(one) for one in view.elements[last + 1 : element.id]):
            kept.append(element)
        last = element.id
    return tuple(kept)


def _begins_card(element: Element) -> bool:
    """Whether it may be the picture or the name of goods: large enough, or with as many letters as a name."""
    if not element.seen:
        return False
    pictured = bool(element.image) and min(element.box.w, element.box.h) >= LIMITS["named_px"]
    return pictured or (sum(map(str.isalpha, element.own)) >= LIMITS["title_least"] and not find_amounts(element.own))


def _recommended(view: View, prices: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """The places of goods below a heading that recommends them, each with that heading's id.

    The block right below it, or, where its goods stand beside the heading one by one, those of them that come after it.
    """
    plain = (one for one in view.elements if one.seen and one.region not in _AROUND and not one.href)
    heads = [one for one in plain if heads_other_goods(one.own)]
    priced = [one for one in view.elements if one.seen and _names_any(one, prices)] if heads else []
    for head in heads:
        behind = [one for one in priced if one.id > head.id]
        around = next(
            (place for place in islice(places_around(head.selector), 1, None) for one in behind[:1] if stands_in(one.selector, place)),
            "",
        )  # fmt: skip
        if not around:
            continue
        block = _place_under(around, behind[0].selector)
        held = sum(stands_in(one.selector, block) for one in behind)
        yield head.id, block
        if held <= _OF_A_CARD:
            shape = strip_place_numbers(block)
            beside = dict.fromkeys(
                _place_under(around, one.selector) for one in behind if stands_in(one.selector, around)
            )
            yield from ((head.id, place) for place in beside if strip_place_numbers(place) == shape)


def _place_under(around: str, selector: str) -> str:
    """The place directly in ``around`` at which an element stands, or in which it is."""
    inner = selector
    for place in places_around(selector):
        if place == around:
            break
        inner = place
    return inner


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
