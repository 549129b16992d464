"""Entries to a shop's own customer service, told from those for merchants, from articles and from goods, by prominence."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from urllib.parse import unquote, urlsplit

from crawler.site import Element, View
from crawler.vocabulary import MENUS
from probes.reading import phones
from probes.reading.complaint_links import in_article
from probes.reading.functions import FRAME
from probes.reading.measure import CONTROL_ROLES, CONTROL_TAGS
from probes.reading.normalise import plain
from probes.reading.prominence import Level, legibility, level
from probes.reading.remember import per_line, per_view

_DATA = tomllib.loads(files("probes.reading").joinpath("service_entries.toml").read_text("utf-8"))
_LIMITS: dict[str, int] = _DATA["limits"]
_WORDS: dict[str, list[str]] = _DATA["words"]
_NAMES: list[str] = _DATA["names"]["service"]
_VENDORS: list[str] = _DATA["vendors"]["hosts"]
OPENED = "service_opened"  # the home page, or where it led, after its entry was pressed
WAITED = "service_waited"  # the home page some seconds later, where its entry came up late


class Kind(StrEnum):
    """What an entry is: the service itself, a printed hotline, a page of contacts, or a seller's own chat."""

    SERVICE = "service"
    HOTLINE = "hotline"
    CONTACT = "contact"
    SELLER_CHAT = "seller_chat"


OWN = (Kind.SERVICE, Kind.HOTLINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry with the words or the name that showed it."""

    element: Element
    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry where it stands, with its level of prominence."""

    view: View
    entry: Entry
    level: Level


@per_view
def entries(view: View) -> tuple[Entry, ...]:
    """Every seen entry of the page, innermost elements only."""
    found = [entry for each in view.elements if each.seen and (entry := _entry(view, each)) is not None]
    outer = {above for entry in found for above in _above(view, entry.element)}
    return tuple(entry for entry in found if entry.element.id not in outer or entry.element.href)


def _above(view: View, element: Element) -> Iterable[int]:
    at = element.parent
    while at is not None:
        yield at
        at = view.element(at).parent


def pressable(element: Element) -> bool:
    """Whether it is something to press, be it by a handler of its own or by what it is."""
    return element.clickable or element.tag in CONTROL_TAGS or element.role in CONTROL_ROLES


def _entry(view: View, element: Element) -> Entry | None:
    said = (element.text or element.own, element.name, element.pseudo, element.ocr)
    for part in said if _any_named(*said) else ():
        kind = _kind(part, element) if part else None
        if kind is not None and not in_article(view, element, plain(part)):
            return Entry(element, kind, " ".join(part.split())[:40])
    if not any(said) and pressable(element):
        names = f"{element.classes} {urlsplit(element.image).path} {unquote(urlsplit(element.href).path)}".lower()
        mark = next((word for word in _NAMES if word in names), "")
        if mark:
            return Entry(element, Kind.SERVICE, mark)
    return None


def _kind(part: str, element: Element) -> Kind | None:
    hotline, named = _named(part)
    if hotline and (element.own or not element.text):
        return Kind.HOTLINE
    return named if named is not None and (pressable(element) or element.region in FRAME) else None


@per_line
def _any_named(*parts: str) -> bool:
    """Is any of an element's words a number to call or the name of an entry? Mostly not."""
    return any(hotline or named is not None for hotline, named in map(_named, filter(None, parts)))


@per_line
def _named(part: str) -> tuple[bool, Kind | None]:
    """Whether it is a number to call, and what entry it names where it is a label."""
    numbers = phones.find(part) if len(part) <= _LIMITS["printed"] else ()
    own = any(phone.purpose in (phones.Purpose.SERVICE, phones.Purpose.CONSUMER) for phone in numbers)
    label = part
    for phone in numbers:
        label = label.replace(phone.raw, "")
    said = plain(label).strip()
    if any(word in said for word in _WORDS["never"]):
        return False, None
    if not said or _length(said) > _LIMITS["label"]:
        return own, None
    if any(word in said for word in _WORDS["seller_chat"]):
        return own, Kind.SELLER_CHAT
    if said in _WORDS["exact"] or any(word in said for word in _WORDS["service"]):
        return own, Kind.SERVICE
    return own, Kind.CONTACT if any(word in said for word in _WORDS["contact"]) else None


def _length(said: str) -> float:
    return sum(0.5 if character.isascii() else 1.0 for character in said)


def placed(views: Iterable[View], kinds: Iterable[Kind]) -> tuple[Placed, ...]:
    """Entries of those kinds on those pages, the most prominent first."""
    kinds = frozenset(kinds)
    found = [
        Placed(view, entry, Level.P1 if view.state == MENUS and entry.element.opened_by else level(entry.element, view))
        for view in views
        for entry in entries(view)
        if entry.kind in kinds
    ]
    return tuple(sorted(found, key=lambda each: (-each.level, -legibility(each.entry.element).score)))


def vendor(view: View) -> str:
    """The host of a chat service whose script the page loaded, or empty."""
    for exchange in view.exchanges:
        host = urlsplit(exchange.url).hostname or ""
        if any(host == each or host.endswith(f".{each}") for each in _VENDORS):
            return host
    return ""
