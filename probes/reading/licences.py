"""What a page shows of licences: numbers, register links and words, each with its place, from text, names, pictures and links."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Any
from urllib.parse import unquote, urlsplit

from crawler.site import Element, View
from crawler.vocabulary import Region, Unseen
from probes.reading import licence_links, licence_numbers, normalise
from probes.reading.licence_links import LinkKind, RegistryLink
from probes.reading.licence_numbers import Hint, Kind, LicenceNumber
from probes.reading.licence_places import Holders, Place, Source, placed
from probes.reading.remember import per_line, per_view

_DATA = tomllib.loads(files("probes.reading").joinpath("licences.toml").read_text("utf-8"))
_LIMITS: dict[str, Any] = _DATA["limits"]
_WORDS: dict[str, list[str]] = _DATA["words"]
_PIECES = re.compile(r"[|｜丨,，;；。\n]+|\s{2,}")
_SPEAKS = re.compile("[照證证質质體体安]|licen[cs]e", re.IGNORECASE)  # a character of every word of an entry
_NUMBERED = re.compile(r"[0-9Xx*＊#?]{2}|[０-９]{2}|号")  # what a text without any of it cannot hold
ICP = frozenset({Kind.ICP_FILING, Kind.ICP_LICENCE})
BUSINESS = frozenset({Kind.USCC, Kind.REGNO15})
BUSINESS_LINKS = frozenset({LinkKind.BUSINESS_LICENCE_LINK, LinkKind.BUSINESS_LICENCE_LINK_LEGACY})


@dataclass(frozen=True, slots=True)
class Sector:
    """Goods that need a licence of their own: ``kinds`` of which one is needed, words that ``hint`` at such goods."""

    kinds: frozenset[Kind]
    hints: tuple[str, ...]


SECTORS: dict[str, Sector] = {
    name: Sector(frozenset(Kind(kind) for kind in raw["kinds"]), tuple(raw["hints"]))
    for name, raw in _DATA["sectors"].items()
}


class Word(StrEnum):
    """What an entry without a number speaks of."""

    LICENCE = "licence"  # the business licence itself
    PAGE = "page"  # licences in general
    POLICE = "police"


@dataclass(frozen=True, slots=True)
class Number:
    number: LicenceNumber
    place: Place


@dataclass(frozen=True, slots=True)
class Link:
    link: RegistryLink
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """Words for a licence; ``href`` is where they lead (empty = nowhere), ``pressable`` whether they can be pressed at all."""

    word: Word
    place: Place
    href: str
    pressable: bool


@dataclass(frozen=True, slots=True)
class Inventory:
    """All of one view. ``hidden`` are numbers only in nodes that nobody can see: they count for nothing."""

    numbers: tuple[Number, ...]
    links: tuple[Link, ...]
    entries: tuple[Entry, ...]
    hidden: tuple[LicenceNumber, ...]

    def of(self, *kinds: Kind) -> tuple[Number, ...]:
        return tuple(each for each in self.numbers if each.number.kind in kinds)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a careful reader would say the page shows; ``wellformed`` is None where no number but placeholders is shown."""

    icp: bool
    police: bool
    business: bool
    vat: bool
    any: bool
    wellformed: bool | None


def shows(view: View) -> Shown:
    """The view's labels: numbers that are placeholders show nothing, masked or malformed ones do."""
    found = read(view)
    real = [each.number for each in found.numbers if each.number.hint is not Hint.NUMBER_ABSENT]
    kinds = {number.kind for number in real if number.kind not in BUSINESS or number.valid}
    drawn = {each.number.kind for each in found.numbers if each.place.source is Source.TEXT} & kinds
    words = {each.word for each in found.entries}
    links = {each.link.kind for each in found.links}
    police = Kind.PSB in kinds or Word.POLICE in words or LinkKind.PSB_REGISTRY in links
    business = Word.LICENCE in words or bool(kinds & BUSINESS) or bool(links & BUSINESS_LINKS)
    return Shown(
        icp=bool(drawn & ICP),
        police=police,
        business=business,
        vat=Kind.VAT_LICENCE in kinds,
        any=bool(kinds) or police or business or Word.PAGE in words,
        wellformed=all(number.valid for number in real) if real else None,
    )


@per_view
def read(view: View) -> Inventory:
    """The licences of a view."""
    year = view.at.year
    holders = Holders(view)
    numbers = list(_in_text(view, holders, year))
    known = {(each.number.kind, each.number.normalised) for each in numbers}
    for each in view.elements:
        if not each.seen:
            continue
        for number in _find(each.name, year):
            if (number.kind, number.normalised) not in known:
                numbers.append(Number(number, placed(view, each, Source.NAME, number.raw)))
        for number in _find(each.ocr, year):
            numbers.append(Number(number, placed(view, each, Source.OCR, number.raw)))
    links = tuple(_links(view))
    numbers += (
        Number(licence_numbers.check(Kind.USCC, each.link.uscc, year=year), each.place)
        for each in links
        if each.link.uscc and each.link.kind in BUSINESS_LINKS
    )
    known = {(each.number.kind, each.number.normalised) for each in numbers}
    hidden = {
        (number.kind, number.normalised): number
        for each in view.elements
        if not each.seen and each.unseen is not Unseen.COVERED
        for number in _find(f"{each.own}\n{each.name}", year)
        if (number.kind, number.normalised) not in known
    }
    return Inventory(tuple(numbers), links, tuple(_entries(view, holders)), tuple(hidden.values()))


def _find(text: str, year: int) -> tuple[LicenceNumber, ...]:
    return licence_numbers.find(text, year=year) if text and _NUMBERED.search(text) else ()


def _in_text(view: View, holders: Holders, year: int) -> Iterator[Number]:
    for number in _find(view.text, year):
        yield Number(number, holders.place(number.raw))


def _links(view: View) -> Iterator[Link]:
    for each in view.elements:
        link = licence_links.read(each.href) if each.href and each.seen else None
        if link is not None:
            yield Link(link, placed(view, each, Source.LINK, each.words.strip()[:120] or each.href))


def _entries(view: View, holders: Holders) -> Iterator[Entry]:
    """Words of links and buttons, names and pictures first, then those that only stand in the text."""
    met: set[tuple[Word, int]] = set()
    for each in view.elements:
        if not each.seen:
            continue
        text = each.text if each.clickable or each.href else ""
        for word, source in _said(text, each.pseudo, each.name, each.ocr):
            if (word, each.id) not in met:
                met.add((word, each.id))
                yield _entry(view, word, placed(view, each, source))
        wordless = not (text or each.pseudo or each.name or each.ocr or each.own)
        if wordless and (each.image or each.href) and _addressed(each.image, each.href):
            yield _entry(view, Word.LICENCE, placed(view, each, Source.NAME))
    for word, piece in _words(view.text):
        place = holders.place(piece, near=0)
        if place.element is None or (word, place.element.id) not in met:
            yield _entry(view, word, place)


@per_line
def _addressed(image: str, href: str) -> bool:
    """Does the address of a wordless picture or of its link name the licence?"""
    address = unquote(f"{_path(image)} {_path(href)}").lower()
    return any(name in address for name in _WORDS["names"])


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


@per_line
def _said(text: str, drawn: str, name: str, ocr: str) -> tuple[tuple[Word, Source], ...]:
    """What an element's words speak of, each with its means; a picture's name no page."""
    parts = ((text, Source.TEXT), (drawn, Source.TEXT), (name, Source.NAME), (ocr, Source.OCR))
    found = ((word, source) for part, source in parts for word, _ in _words(part))
    return tuple((word, source) for word, source in found if not (source is Source.OCR and word is Word.PAGE))


def _words(said: str) -> Iterator[tuple[Word, str]]:
    """What the short pieces of a text speak of; long pieces are prose."""
    if not _SPEAKS.search(said):
        return
    for piece in _PIECES.split(said):
        if len(piece) <= _LIMITS["label"]:
            yield from ((word, piece) for word in _names(piece))


@per_line
def _names(piece: str) -> tuple[Word, ...]:
    if not _SPEAKS.search(piece):
        return ()
    clean = normalise.plain(piece)
    if any(word in clean for word in _WORDS["never"]):
        return ()
    found = []
    if licence_links.words(clean):
        found.append(Word.LICENCE)
    elif any(word in clean for word in _WORDS["pages"]):
        found.append(Word.PAGE)
    if any(word in clean for word in _WORDS["police"]):
        found.append(Word.POLICE)
    return tuple(found)


def _entry(view: View, word: Word, place: Place) -> Entry:
    at = place.element
    href, pressable = (at.href, at.clickable) if at else ("", False)
    for _ in range(_LIMITS["ancestors"]):
        if href or at is None or at.parent is None:
            break
        at = view.element(at.parent)
        href, pressable = at.href, pressable or at.clickable
    return Entry(word, place, href, pressable or bool(href))


def mute_badges(view: View) -> tuple[Element, ...]:
    """Small footer pictures that say nothing to us, read or not: one of them may be the register's mark without a word."""
    least, most, shape = _LIMITS["badge_px"], _LIMITS["badge_most"], _LIMITS["badge_shape"]
    return tuple(
        each
        for each in view.elements
        if each.image
        and each.seen
        and each.region is Region.FOOTER
        and not each.words.strip()
        and least <= min(each.box.w, each.box.h)
        and max(each.box.w, each.box.h) <= min(most, shape * min(each.box.w, each.box.h))
    )
