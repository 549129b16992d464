"""Cards of goods on lists, search results and home pages: which address is offered under which name at which price."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urldefrag, urlsplit

from crawler.links.link_around import is_control
from crawler.links.places import Enclosures, places_around
from crawler.settings_file import SettingsFile
from crawler.site import Box, Element, View
from crawler.visit.framed.main_frame import list_holders
from crawler.vocabulary import Region
from probes.pages.layout.named_pictures import opens_picture
from probes.pages.lists.other_goods import OtherRow, find_other_row
from probes.pages.lists.own_rows import find_own_rows
from probes.schema.reading_table import Texts, Whole
from probes.text.normalise import plain_text
from probes.text.numbers import prices
from probes.text.numbers.prices import OPEN, Price
from probes.text.remember import per_drawn, per_line


@dataclass(frozen=True, slots=True)
class CardsTable:
    """The file cards.toml."""

    limits: Whole[Literal["gap", "reach", "around", "margin", "title_least", "title_most", "most", "prices"]]
    words: Texts[Literal["crumb", "elsewhere", "review"]]


FILE = SettingsFile("probes.pages.products", "cards.toml", CardsTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_TABS = "tablist"  # WAI-ARIA
_PATH, _ROW = map(re.compile, (r"^(?:[>›»/\\]\s*)+$", r"^[^:\n]{1,8}:."))


def class_matcher(pattern: str) -> Callable[[str], str]:
    """A cached function that gives what the pattern finds in class names, "" if nothing: pages repeat these in many elements."""
    found_by = re.compile(pattern)

    @per_line
    def found(classes: str) -> str:
        match = found_by.search(classes.lower())
        return match.group() if match else ""

    return found


_ELSEWHERE, _REVIEW, _CRUMB = (class_matcher(_DATA.words[name]) for name in ("elsewhere", "review", "crumb"))
FRAME = frozenset({Region.HEADER, Region.NAV, Region.FOOTER, Region.FLOATING})


@dataclass(frozen=True, slots=True)
class ProductCard:
    """One offer: ``members`` are the ids of its elements, ``price`` is what anybody pays (None = could not be told)."""

    url: str
    title: str
    price: Price | None
    prices: tuple[Price, ...]
    element: Element
    members: frozenset[int]


@per_line
def bare_address(url: str) -> str:
    """An address reduced to the page: without scheme, fragment (except hash routes) and final slash."""
    try:
        plain, fragment = urldefrag(url)
        parts = urlsplit(plain)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # a page may write any address
        return url
    route = f"#{fragment}" if fragment.startswith(("/", "!/")) else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{(parts.hostname or '').removeprefix('www.')}{port}{parts.path.rstrip('/')}{query}{route}"


@per_drawn
def read_cards(view: View) -> tuple[ProductCard, ...]:
    """The cards of a view in its order, one for each address; links to the page itself are left out."""
    if not (groups := _groups(view)):
        return ()
    owner = {member.id: url for url, members in groups.items() for member in members}
    rows = find_own_rows(view, groups, _LIMITS["around"], _LIMITS["margin"])
    held: dict[str, list[Price]] = {}
    for price in prices.find_price_tags(one for one in view.elements if one.region not in FRAME and one.heading != 1):
        if url := owner.get(price.element.id) or rows.get(price.element.id) or _nearest(price.element, groups):
            held.setdefault(url, []).append(price)
    made = [_card(url, groups[url], tuple(held[url])) for url in groups if url in held]
    return tuple(card for card in made if card is not None)[: _LIMITS["most"]]


def _groups(view: View) -> dict[str, list[Element]]:
    """Addresses linked outside the page's frame, each with its links and what these contain."""
    here, trails = bare_address(view.url), set(_trails(view))
    url_of: dict[int, str] = {}
    groups: dict[str, list[Element]] = {}
    for element in view.elements:
        if element.region in FRAME or not element.seen:
            continue
        url = url_of.get(element.parent, "") if element.parent is not None else ""
        if element.href.startswith(("http:", "https:")) and element.tag != "iframe":
            other = bare_address(element.href) != here and _host(element.href)
            # A photo that a press enlarges offers nothing, and the price below it is the page's own.
            url = element.href if other and not opens_picture(element.href) else ""
        if element.parent in trails:
            trails.add(element.id)  # a link of a trail may be wrapped
        if url and (element.id in trails or _value(element, view)):
            continue
        if url:
            url_of[element.id] = url
            groups.setdefault(url, []).append(element)
    return groups


def _value(element: Element, view: View) -> bool:
    """Is the link the value in a row of details (出版社：甲)? It names no goods with a price."""
    if element.parent is None or not 0 <= element.parent < len(view.elements) or not element.href:
        return False
    value = _detail(view.elements[element.parent].text)
    return value is not None and value == plain_text(element.text)


@per_line
def _detail(said: str) -> str | None:
    """The value in a row of details; None for other words."""
    row = plain_text(said)
    return row.split(":", 1)[1].strip() if _ROW.match(row) else None


def _trails(view: View) -> frozenset[int]:
    """Elements that hold a breadcrumb trail (家电 > 电饭煲), with each sign an element of its own too: a price below is not its links'."""
    signs = {element.id for element in view.elements if element.own and _PATH.match(element.own)}
    steps = Counter(element.parent for element in view.elements if element.id in signs)
    return frozenset(
        one.id for one in view.elements
        if one.region not in FRAME and (one.id in signs or _CRUMB(one.classes) or steps[one.id] > 1)
        and not (one.href and steps[one.id])
    )  # fmt: skip


@per_line
def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _nearest(element: Element, groups: dict[str, list[Element]]) -> str:
    """The address whose picture or name stands above or beside a price that no link holds."""
    best, found = float("inf"), ""
    middle = element.box.x + element.box.w / 2
    for url, members in groups.items():
        if members[0].id > element.id:  # a price belongs to what stands before it: a link to the shop below is no card
            continue
        for member in members:
            if abs(member.id - element.id) > _LIMITS["reach"] or member.box.area <= 0:
                continue
            if not member.box.x - 8 <= middle <= member.box.x + max(member.box.w, element.box.w) + 8:
                continue
            away = _away(member.box, element.box)
            if away <= _LIMITS["gap"] and away < best:
                best, found = away, url
    return found


def _away(one: Box, other: Box) -> float:
    """The vertical distance between two boxes."""
    return max(0.0, other.y - (one.y + one.h), one.y - (other.y + other.h))


def _card(url: str, members: list[Element], held: tuple[Price, ...]) -> ProductCard | None:
    title = max((said for member in members for said in _titles(member)), key=len, default="")
    if not title or len(held) > _LIMITS["prices"]:
        return None
    open_ = [price for price in held if price.kind in OPEN]
    price = max(open_, key=lambda price: (price.element.font_px, -price.low), default=None)
    ids = frozenset(member.id for member in members) | {price.element.id for price in held}
    return ProductCard(url, title, price, held, members[0], ids)


def _titles(element: Element) -> Iterator[str]:
    for said in (element.own, element.name):
        words = " ".join(said.split())
        if _LIMITS["title_least"] <= len(words) <= _LIMITS["title_most"] and not prices.find_amounts(words):
            yield words


@dataclass(frozen=True, slots=True)
class ProductScope:
    """A product page's elements split into its ``own``, its ``reviews``, and the rest (the shop's frame, other goods)."""

    own: tuple[Element, ...]
    reviews: tuple[Element, ...]


@per_drawn
def card_scope(view: View) -> ProductScope:
    """What on a product page is about its product: no header or footer, other goods or reviews; hidden elements are kept."""
    others = {id for card in read_cards(view) for id in card.members}
    blocks = Enclosures(_blocks(view))
    out: set[int] = set()
    own: list[Element] = []
    reviews: list[Element] = []
    said: set[int] = set()
    tabs: set[int] = (
        set()
    )  # a row of them may be written as a nav; those of the product stand below where its words begin
    goods = {place for element in view.elements if element.id in others for place in places_around(element.selector)}
    row: OtherRow | None = None
    top, holders = _own_top(view), list_holders(view)
    for element in view.elements:
        row = None if element.region in FRAME and is_control(view, element) else find_other_row(element, row, goods)
        if (
            element.heading == 1
            and element.region is Region.HEADER
            and not element.href
            and element.seen
            and element.box.y > top
        ):
            own.append(element)
            continue
        inside = element.parent is not None and element.parent in out
        if element.parent in tabs or (element.role == _TABS and element.box.y > top):
            tabs.add(element.id)
        around = element.region in FRAME and element.selector not in holders and element.id not in tabs
        if element.parent in said or _REVIEW(element.classes):
            said.add(element.id)
            reviews.append(element)
        elif inside or around or element.id in others or row is not None or _ELSEWHERE(element.classes):
            out.add(element.id)
        elif blocks.find(element.selector) is None:
            own.append(element)
        else:
            out.add(element.id)
    boxes = _holders(view, out | said)
    return ProductScope(tuple(element for element in own if element.id not in boxes), tuple(reviews))


def _holders(view: View, inside: set[int]) -> frozenset[int]:
    """Boxes without words of their own around any of these: what they say is said by others too."""
    found: set[int] = set()
    for id in inside:
        at = view.elements[id].parent
        while at is not None and at not in found and 0 <= at < len(view.elements):
            found.add(at)
            at = view.elements[at].parent
    return frozenset(id for id in found if not view.elements[id].own)


def _own_top(view: View) -> float:
    """Where the page's own words begin. A main heading below that is the page's own, whatever its surrounding block is called."""
    tops = (
        element.box.y for element in view.elements if element.seen and element.own and element.region is Region.MAIN
    )
    return min(tops, default=float("inf"))


@per_drawn
def _blocks(view: View) -> frozenset[str]:
    """The places of whole cards of other goods: their stock and buttons, besides link and price, are not the page's own.

    A place that holds the page's own heading, or another card's price, does not belong to one card alone.
    """
    seen = {element.id: element for element in view.elements}
    found = read_cards(view)
    places = [_common([seen[id].selector for id in card.members if id in seen]) for card in found]
    held = Counter(place for card in found for id in card.members for place in set(places_around(seen[id].selector)))
    heads = {place for element in view.elements if element.heading == 1 for place in places_around(element.selector)}
    return frozenset(
        place
        for card, place in zip(found, places, strict=True)
        if place and place not in heads and held[place] == len(card.members)
    )


def _common(selectors: list[str]) -> str:
    """The innermost place that contains all of these; "" where that is only the page."""
    first, *rest = (tuple(places_around(selector)) for selector in selectors)
    shared = [place for place in first if all(place in one for one in rest)]
    return shared[0] if shared and ">" in shared[0] else ""
