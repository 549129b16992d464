"""Which pictures stand on cards of goods, and which in a list of topics, by what stands beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from crawler.dom.picture_places import has_picture, price_pattern
from crawler.dom.snapshot_script import reading_settings
from crawler.links.places import places_around, strip_place_numbers
from crawler.site import Element
from crawler.vocabulary import Region, Role

_SHOWN = frozenset({Region.MAIN, Region.SIDE})
_FRAME = frozenset({Region.HEADER, Region.NAV, Region.SIDE, Region.FLOATING, Region.FOOTER, Region.DIALOG})


def find_card_pictures(elements: Sequence[Element], role: Role) -> frozenset[int]:
    """Ids of pictures in a block with few prices, of a page that sells, where several such blocks are alike.

    One price beside one picture tells nothing: freight stands beside a chart, a sum of free delivery beside a badge.
    A page that is no page of ours may be such a list under a name of the shop's own (new arrivals, what many buy).
    """
    table = reading_settings().ocr.place
    if role not in table.goods and role is not Role.OTHER:
        return frozenset()
    prices = Counter(place for selector in _priced(elements) for place in _blocks(selector))
    alike = Counter(strip_place_numbers(place) for place, count in prices.items() if count <= table.card_prices)
    found = set()
    for one in elements:
        if has_picture(one) and one.region not in _FRAME:
            block = next((place for place in _blocks(one.selector) if place in prices), "")
            few = block != "" and prices[block] <= table.card_prices
            if few and alike[strip_place_numbers(block)] >= table.card_alike:
                found.add(one.id)
    return frozenset(found)


def find_covers(elements: Sequence[Element]) -> Mapping[int, str]:
    """Pictures of a list by their ids, each with what stands beside it: several of one size, each in a control of its own with words.

    They show what those words name: a topic, a brand, an article behind the control.
    """
    table = reading_settings().ocr.place
    by_id = {element.id: element for element in elements}
    lists: dict[tuple[str, int, int], dict[int, tuple[int, str]]] = {}
    for one in elements:
        if not one.seen or one.tag != "img" or not one.image or one.region not in _SHOWN:
            continue
        up: Element | None = one
        for _ in range(table.card_levels):
            up = by_id.get(up.parent) if up is not None and up.parent is not None else None
            if up is not None and (up.clickable or up.href):
                if up.text:
                    shape = (strip_place_numbers(one.selector), round(one.box.w), round(one.box.h))
                    lists.setdefault(shape, {})[up.id] = (one.id, up.text)
                break
    return {id: said for row in lists.values() if len(row) >= table.covers for id, said in row.values()}


def _priced(elements: Sequence[Element]) -> list[str]:
    """Paths of the innermost elements that each say a price whole, outside the page's frame."""
    most = reading_settings().ocr.place.card_chars
    found: list[str] = []
    for one in elements:
        said = one.text or one.own
        if one.seen and one.region not in _FRAME and said and len(said) <= most and price_pattern().search(said):
            while found and one.selector.startswith(f"{found[-1]}>"):
                found.pop()
            found.append(one.selector)
    return found


def _blocks(selector: str) -> Iterator[str]:
    """The blocks around an element, innermost first."""
    around = places_around(selector, reading_settings().ocr.place.card_levels + 1)
    next(around, None)  # its own place
    yield from around
