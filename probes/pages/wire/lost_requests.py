"""What a page asked for and that did not come: scripts and data that its words may wait for, and pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from crawler.links.places import stands_in
from crawler.record.network_record import GIVEN_UP, Exchange
from crawler.site import Element, View
from crawler.urls import page_identity, same_site
from crawler.vocabulary import KEPT_BACK, Region, Role
from probes.schema.reading_table import Numbers, Words
from probes.schema.shared_table import SharedTable
from probes.text.shown import list_seen


@dataclass(frozen=True, slots=True)
class LostRequestsMeasuring:
    """[measuring] of lost_requests.toml."""

    hosts: tuple[str, ...]
    statuses: tuple[int, ...]
    calls: str


@dataclass(frozen=True, slots=True)
class LostRequestsBeside:
    """[beside] of lost_requests.toml."""

    words: tuple[str, ...]
    around: tuple[str, ...]
    price: str


@dataclass(frozen=True, slots=True)
class LostRequestsPictures:
    """[pictures] of lost_requests.toml."""

    files: str
    boxes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LostRequestsTable:
    """The file lost_requests.toml."""

    limits: Numbers[Literal["told", "ways", "home_ways", "goods", "blank"]]
    measuring: LostRequestsMeasuring
    libraries: Words[Literal["hosts"]]
    beside: LostRequestsBeside
    pictures: LostRequestsPictures


FILE = SharedTable("probes.pages.wire", "lost_requests.toml", LostRequestsTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_MEASURING: tuple[str, ...] = _DATA.measuring.hosts
_LIBRARIES: tuple[str, ...] = tuple(_DATA.libraries["hosts"])
_STATUSES: frozenset[int] = frozenset(_DATA.measuring.statuses)
_CALLS = re.compile(_DATA.measuring.calls, re.I)
_ASIDE = frozenset(_DATA.beside.words)
_AROUND = _ASIDE | frozenset(_DATA.beside.around)
_PRICE = re.compile(_DATA.beside.price)
_PICTURE = re.compile(_DATA.pictures.files)
_BOXES = frozenset(_DATA.pictures.boxes)
_JOINS = re.compile(r"[^A-Za-z]+|(?<=[a-z])(?=[A-Z])")
_KINDS = frozenset({"script", "xhr", "fetch"})
FRAME = frozenset({Region.HEADER, Region.NAV, Region.FOOTER, Region.FLOATING})


def list_lost(view: View, own: str) -> tuple[Exchange, ...]:
    """What did not come that the page's words may wait for; ``own`` is what it shows between header and footer."""
    return tuple(
        one
        for one in view.exchanges
        if _is_lost(one) and not (_was_left(view, one) or _is_beside(view, one, own) or _is_aside(view, one, own))
    )


def list_lost_pictures(view: View) -> tuple[str, ...]:
    """The addresses of files of pictures that the page asked for and that never came, each once.

    Counters of visits are none, nor is what a style sheet of a kit asks for: a shadow, a sign.
    """
    asked = [one for one in view.exchanges if one.kind == "image" and _PICTURE.search(urlsplit(one.url).path.lower())]
    asked = [one for one in asked if not urlsplit(one.initiator).path.endswith(".css")]
    came = {one.url for one in asked if _came(one) or one.failed == GIVEN_UP}
    return tuple(dict.fromkeys(one.url for one in asked if one.url not in came and not _is_of(one.url, _MEASURING)))


def list_blank_places(view: View) -> tuple[Element, ...]:
    """The boxes of pictures in a page's own part that stayed empty: apps draw none for a picture that did not come."""
    filled = [one.selector for one in view.elements if one.image]
    boxes = (one for one in list_seen(view.elements) if one.tag in _BOXES and one.box.area >= _LIMITS["blank"])
    return tuple(box for box in boxes if not any(stands_in(selector, box.selector) for selector in filled))


def _is_lost(exchange: Exchange) -> bool:
    """Whether a script or data failed to arrive that a page's words may wait for.

    Visitor statistics do not matter. Nor do libraries from public CDNs: a page that needs one breaks, which is a sign
    of its own, and a page that does not break has it from elsewhere. Nor do the chats of others, which add no words to
    a page; whether one may come up is asked where entries to the service are (``service_vendor``).
    """
    if exchange.kind not in _KINDS or exchange.status in _STATUSES:
        return False
    spare = (*_MEASURING, *_LIBRARIES) if exchange.kind == "script" else _MEASURING
    return not _came(exchange) and not _is_of(exchange.url, spare)


def _is_of(url: str, hosts: tuple[str, ...]) -> bool:
    return any(part in (urlsplit(url).hostname or "") for part in hosts)


def _came(exchange: Exchange) -> bool:
    return exchange.status is not None and exchange.status < 400 and not exchange.failed


def _was_left(view: View, lost: Exchange) -> bool:
    """Whether it was given up and came when it was asked for again: it was an earlier document's, which the browser left for the next."""
    return lost.failed == GIVEN_UP and any(
        one.url == lost.url and one.at_ms > lost.at_ms and _came(one) for one in view.exchanges
    )


def _is_beside(view: View, lost: Exchange, own: str) -> bool:
    """Whether a script that failed to arrive only adds to a page that the shop itself has drawn: an advertisement, a counter.

    Another site gives it, and gives this page nothing else but scripts (what gives its styles or pictures too is the
    shop's own store); it asks for no data; a script of the shop's own came; and the page shows ways on to others of the
    shop around it, and more than a title between them. On home, where hardly more may stand between them until its goods
    come, many ways show that the shop has drawn it, where a script of the page's calls for the other one.
    """
    if lost.kind != "script" or same_site(view.url, lost.url) or _CALLS.search(lost.url):
        return False
    theirs = {one.kind for one in view.exchanges if same_site(lost.url, one.url)}
    ours = any(one.kind == "script" and _came(one) and same_site(view.url, one.url) for one in view.exchanges)
    if theirs != {"script"} or not ours:
        return False
    framed = (one for one in list_seen(view.elements) if one.region in FRAME and same_site(view.url, one.href))
    ways = len({page_identity(one.href) for one in framed})
    if view.role is Role.HOME and lost.initiator == "script" and ways >= _LIMITS["home_ways"]:
        return True
    return len(own) >= _LIMITS["told"] and ways >= _LIMITS["ways"]


def _is_aside(view: View, lost: Exchange, own: str) -> bool:
    """Whether data that did not come stand beside goods that are drawn with their price: coupons, what is in the cart, what else one may like."""
    if view.role is not Role.PRODUCT or lost.kind == "script" or not same_site(view.url, lost.url):
        return False
    if len(own) < _LIMITS["goods"] or _PRICE.search(own) is None:
        return False
    names = [name for name in urlsplit(lost.url).path.split("/") if any(map(str.isalpha, name))][-2:]
    words = [[word.lower() for word in _JOINS.split(name) if word] for name in names]
    asked = any(word in _ASIDE for name in words for word in name)
    return asked and all(word in _AROUND for word in words[-1])


def was_kept_back(view: View) -> bool:
    """Whether our gate kept anything from a page but pictures that it does not show, or that count as unread."""
    notes = (note for note in view.thoroughness.notes if note.startswith(KEPT_BACK))
    return any(not _lost_no_more_than_pictures(view, note) for note in notes)


def _lost_no_more_than_pictures(view: View, note: str) -> bool:
    """Whether all that was kept from a page at the place that a note of our gate names are pictures it does not show, or that count as unread."""
    place = note.removeprefix(KEPT_BACK).partition(" ")[0]
    kinds = {exchange.kind for exchange in view.exchanges if _place(exchange.url) == place}
    shown = (element.id for element in list_seen(view.elements) if _place(element.image) == place)
    return kinds == {"image"} and set(view.thoroughness.unread_images).issuperset(shown)


def _place(url: str) -> str:
    """The host and port of an address as notes of our gate write them; "" for what has none."""
    parts = urlsplit(url)
    try:
        port = parts.port or (443 if parts.scheme in ("https", "wss") else 80)
    except ValueError:
        return ""
    return f"{parts.hostname}:{port}" if parts.hostname else ""
