"""Cards of goods on lists, search results and home pages: which address is offered by which name at which price."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from urllib.parse import urldefrag, urlsplit

from crawler.site import Box, Element, View
from crawler.vocabulary import Region
from probes.reading import prices
from probes.reading.normalise import plain
from probes.reading.prices import OPEN, Price
from probes.reading.remember import per_line, per_view

_DATA: dict[str, Any] = tomllib.loads(files("probes.reading").joinpath("cards.toml").read_text("utf-8"))
_LIMITS: dict[str, int] = _DATA["limits"]
_PATH = re.compile(r"^(?:[>›»/\\]\s*)+$")
_ROW = re.compile(r"^[^:\n]{1,8}:.")
_MORE = re.compile(_DATA["words"]["more"])


def classed(pattern: str) -> Callable[[str], str]:
    """A reading of class names: what the pattern finds in them, if anything. Pages repeat them from element to element."""
    found_by = re.compile(pattern)

    @per_line
    def found(classes: str) -> str:
        match = found_by.search(classes.lower())
        return match.group() if match else ""

    return found


_ELSEWHERE, _REVIEW, _CRUMB = (classed(_DATA["words"][name]) for name in ("elsewhere", "review", "crumb"))
FRAME = frozenset({Region.HEADER, Region.NAV, Region.FOOTER, Region.FLOATING})


@dataclass(frozen=True, slots=True)
class Card:
    """One offer: ``members`` are the ids of the elements that make it up, ``price`` what anybody pays (None = not told apart)."""

    url: str
    title: str
    price: Price | None
    prices: tuple[Price, ...]
    element: Element
    members: frozenset[int]


@per_line
def bare(url: str) -> str:
    """An address as it names a page: without scheme, fragment (but for hash routes) and a slash at its end."""
    try:
        plain, fragment = urldefrag(url)
        parts = urlsplit(plain)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # a page may write any address
        return url
    route = f"#{fragment}" if fragment.startswith(("/", "!/")) else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{(parts.hostname or '').removeprefix('www.')}{port}{parts.path.rstrip('/')}{query}{route}"


@per_view
def cards(view: View) -> tuple[Card, ...]:
    """The cards of a view in its order, one for each address; a link to the page itself is none."""
    groups = _groups(view)
    if not groups:
        return ()
    owner = {each.id: url for url, members in groups.items() for each in members}
    held: dict[str, list[Price]] = {}
    for price in prices.tags(each for each in view.elements if each.region not in FRAME):
        url = owner.get(price.element.id) or _nearest(price.element, groups)
        if url:
            held.setdefault(url, []).append(price)
    made = [_card(url, groups[url], tuple(held[url])) for url in groups if url in held]
    return tuple(card for card in made if card is not None)[: _LIMITS["most"]]


def _groups(view: View) -> dict[str, list[Element]]:
    """Addresses that links outside the page's frame lead to, each with those links and what stands in them."""
    here, trails = bare(view.url), _trails(view)
    url_of: dict[int, str] = {}
    groups: dict[str, list[Element]] = {}
    for each in view.elements:
        if each.region in FRAME or not each.seen:
            continue
        url = url_of.get(each.parent, "") if each.parent is not None else ""
        if each.href.startswith(("http:", "https:")) and each.tag != "iframe":
            url = each.href if bare(each.href) != here and _host(each.href) else ""
        if url and (each.parent in trails or _value(each, view)):
            continue
        if url:
            url_of[each.id] = url
            groups.setdefault(url, []).append(each)
    return groups


def _value(each: Element, view: View) -> bool:
    """Is the link the value of a row of details (出版社：甲)? It names no goods with a price."""
    if each.parent is None or not 0 <= each.parent < len(view.elements) or not each.href:
        return False
    value = _detail(view.elements[each.parent].text)
    return value is not None and value == plain(each.text)


@per_line
def _detail(said: str) -> str | None:
    """The value of a row of details; None for other words."""
    row = plain(said)
    return row.split(":", 1)[1].strip() if _ROW.match(row) else None


def _trails(view: View) -> frozenset[int]:
    """Elements that hold a path of links to the page (家电 > 电饭煲): what stands below it is not those links' price."""
    return frozenset(
        each.id
        for each in view.elements
        if each.region not in FRAME and (_CRUMB(each.classes) or (each.own and _PATH.match(each.own)))
    )


@per_line
def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _nearest(element: Element, groups: dict[str, list[Element]]) -> str:
    """The address whose picture or name stands over or beside a price that no link holds."""
    best, found = float("inf"), ""
    middle = element.box.x + element.box.w / 2
    for url, members in groups.items():
        if members[0].id > element.id:  # what a price is of stands before it: a link to the shop below it is no card
            continue
        for each in members:
            if abs(each.id - element.id) > _LIMITS["reach"] or each.box.area <= 0:
                continue
            if not each.box.x - 8 <= middle <= each.box.x + max(each.box.w, element.box.w) + 8:
                continue
            away = _away(each.box, element.box)
            if away <= _LIMITS["gap"] and away < best:
                best, found = away, url
    return found


def _away(one: Box, other: Box) -> float:
    """How far two boxes are apart downwards."""
    return max(0.0, other.y - (one.y + one.h), one.y - (other.y + other.h))


def _card(url: str, members: list[Element], held: tuple[Price, ...]) -> Card | None:
    title = max((said for each in members for said in _titles(each)), key=len, default="")
    if not title or len(held) > _LIMITS["prices"]:
        return None
    open_ = [each for each in held if each.kind in OPEN]
    price = max(open_, key=lambda each: (each.element.font_px, -each.low), default=None)
    ids = frozenset(each.id for each in members) | {each.element.id for each in held}
    return Card(url, title, price, held, members[0], ids)


def _titles(element: Element) -> Iterator[str]:
    for said in (element.own, element.name):
        words = " ".join(said.split())
        if _LIMITS["title_least"] <= len(words) <= _LIMITS["title_most"] and not prices.find(words):
            yield words


@dataclass(frozen=True, slots=True)
class Scope:
    """A product page's elements parted: its ``own``, its ``reviews``, and the rest (frame of the shop, other goods)."""

    own: tuple[Element, ...]
    reviews: tuple[Element, ...]


@per_view
def scope(view: View) -> Scope:
    """What of a product page is about its product: no header and footer, no other goods, no reviews; hidden elements are kept."""
    others = {id for card in cards(view) for id in card.members}
    blocks = _blocks(view)
    out: set[int] = set()
    own: list[Element] = []
    reviews: list[Element] = []
    said: set[int] = set()
    more = False
    top = _own_top(view)
    for each in view.elements:
        more = _of_others(each, more)
        if each.heading == 1 and each.region is Region.HEADER and not each.href and each.seen and each.box.y > top:
            own.append(each)
            continue
        inside = each.parent is not None and each.parent in out
        if each.parent in said or _REVIEW(each.classes):
            said.add(each.id)
            reviews.append(each)
        elif each.region in FRAME or each.id in others or inside or more or _ELSEWHERE(each.classes):
            out.add(each.id)
        elif blocks.isdisjoint(_around(each.selector)):
            own.append(each)
        else:
            out.add(each.id)
    return Scope(tuple(own), tuple(reviews))


def _own_top(view: View) -> float:
    """Where the page's own words begin. A main heading below is the page's own, whatever the block around it calls itself."""
    tops = (each.box.y for each in view.elements if each.seen and each.own and each.region is Region.MAIN)
    return min(tops, default=math.inf)


@per_view
def _blocks(view: View) -> frozenset[str]:
    """The places of cards of other goods as wholes: beside link and price, their stock and buttons are not the page's own.

    A place that holds the page's own heading, or the price of another card, is no card's alone.
    """
    seen = {each.id: each for each in view.elements}
    found = cards(view)
    places = [_common([seen[id].selector for id in card.members if id in seen]) for card in found]
    held = Counter(place for card in found for id in card.members for place in set(_around(seen[id].selector)))
    heads = {place for each in view.elements if each.heading == 1 for place in _around(each.selector)}
    return frozenset(
        place
        for card, place in zip(found, places, strict=True)
        if place and place not in heads and held[place] == len(card.members)
    )


def _common(selectors: list[str]) -> str:
    """The innermost place that all of these stand in; "" where there is none but the page."""
    shared = [place for place in _around(selectors[0]) if all(place in set(_around(one)) for one in selectors[1:])]
    return shared[0] if shared and ">" in shared[0] else ""


def _around(selector: str) -> Iterator[str]:
    """The place of a selector and those around it, from within."""
    while selector:
        yield selector
        selector = selector.rpartition(">")[0].rstrip(" >")


def _of_others(each: Element, more: bool) -> bool:
    """Does the element stand in a row of other goods, begun by a heading that says so? It ends with the next heading or text.

    What links elsewhere, or is wrapped round such a link, belongs to the row; so do prices, whose words are few.
    """
    if _leads_on(each.text or each.own):
        return True
    if not more or each.heading or each.tag in ("dt", "th", "button", "h2"):
        return False
    own = " ".join(each.own.split())
    return not own or bool(each.href) or bool(prices.find(own)) or len(own) <= _LIMITS["more"]


@per_line
def _leads_on(said: str) -> bool:
    words = " ".join(said.split())
    return len(words) <= _LIMITS["more"] and _MORE.match(words) is not None
