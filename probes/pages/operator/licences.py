"""What a page shows of licences: numbers, register links and words, from text, names, pictures and links, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from crawler.links.link_around import find_link_around
from crawler.settings_file import SettingsFile
from crawler.site import Element, View
from crawler.vocabulary import Region, Unseen
from probes.finding import Text
from probes.pages.operator import licence_links
from probes.pages.operator.licence_links import LinkKind, RegistryLink
from probes.pages.operator.licence_places import LicencePlace, WordHolders, WordSource, place_licence
from probes.schema.reader_tables import LicencesTable
from probes.text import normalise
from probes.text.numbers import licence_numbers
from probes.text.numbers.drawn_name import can_draw
from probes.text.numbers.licence_numbers import LicenceNumber
from probes.text.numbers.number_grammar import Hint, NumberKind
from probes.text.remember import per_line, per_view

FILE = SettingsFile("probes.pages.operator", "licences.toml", LicencesTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_WORDS = _DATA.words
_PIECES = re.compile(r"[|｜丨,，;；。\n]+|\s{2,}")
_SPEAKS = re.compile("[照證证質质體体安]|licen[cs]e", re.IGNORECASE)  # a character of every word of an entry
_NUMBERED = re.compile(r"[0-9Xx*＊#?]{2}|[０-９]{2}|号")  # a text without these characters holds no such word
ICP = frozenset({NumberKind.ICP_FILING, NumberKind.ICP_LICENCE})
BUSINESS = frozenset({NumberKind.USCC, NumberKind.REGNO15})
BUSINESS_LINKS = frozenset({LinkKind.BUSINESS_LICENCE_LINK, LinkKind.BUSINESS_LICENCE_LINK_LEGACY})


@dataclass(frozen=True, slots=True)
class Sector:
    """Goods that need a licence of their own: one of ``kinds`` is required, words of ``hint`` point to such goods."""

    kinds: frozenset[NumberKind]
    hints: tuple[str, ...]


SECTORS: dict[str, Sector] = {
    name: Sector(frozenset(NumberKind(kind) for kind in raw.kinds), tuple(raw.hints))
    for name, raw in _DATA.sectors.items()
}


def name_kind(name: str) -> Text:
    """The name of the licence of a sector, or of one that every shop needs."""
    return Text(**_DATA.called[name])


class LicenceWord(StrEnum):
    """What an entry without a number refers to."""

    LICENCE = "licence"  # the business licence itself
    PAGE = "page"  # licences in general
    POLICE = "police"


@dataclass(frozen=True, slots=True)
class PlacedNumber:
    number: LicenceNumber
    place: LicencePlace

    @property
    def unshown(self) -> bool:
        """Is it only in the hidden text of a picture too small to show it? An icon of 30 px shows no number."""
        at = self.place.element
        if self.place.source is not WordSource.NAME or at is None or not at.image:
            return False
        return not can_draw(at, self.number.raw)


@dataclass(frozen=True, slots=True)
class PlacedLink:
    link: RegistryLink
    place: LicencePlace


@dataclass(frozen=True, slots=True)
class LicenceEntry:
    """Words for a licence; ``href`` is where they lead (empty = nowhere), ``pressable`` whether they can be clicked at all."""

    word: LicenceWord
    place: LicencePlace
    href: str
    pressable: bool

    @property
    def unshown(self) -> bool:
        """Is it only in the hidden text of a picture that is too small to show it and cannot be clicked?"""
        at = self.place.element
        if self.place.source is not WordSource.NAME or self.pressable or at is None or not at.image:
            return False
        return not can_draw(at, self.place.quote)


@dataclass(frozen=True, slots=True)
class LicenceInventory:
    """All that one view shows. ``hidden`` are numbers only in nodes that nobody can see, which do not count."""

    numbers: tuple[PlacedNumber, ...]
    links: tuple[PlacedLink, ...]
    entries: tuple[LicenceEntry, ...]
    hidden: tuple[LicenceNumber, ...]

    def of(self, *kinds: NumberKind) -> tuple[PlacedNumber, ...]:
        """The numbers of those kinds."""
        return tuple(number for number in self.numbers if number.number.kind in kinds)


@dataclass(frozen=True, slots=True)
class ShownLicences:
    """What a careful reader would say the page shows; ``wellformed`` is None where there are no numbers but placeholders."""

    icp: bool
    police: bool
    business: bool
    vat: bool
    any: bool
    wellformed: bool | None


def shown_licences(view: View) -> ShownLicences:
    """The view's labels: placeholders count as nothing shown, masked or malformed numbers count as shown."""
    found = read_licences(view)
    real = [
        number.number for number in found.numbers if number.number.hint is not Hint.NUMBER_ABSENT and not number.unshown
    ]
    kinds = {number.kind for number in real if number.kind not in BUSINESS or number.valid}
    drawn = {number.number.kind for number in found.numbers if number.place.source is WordSource.TEXT} & kinds
    words = {entry.word for entry in found.entries if not entry.unshown}
    links = {link.link.kind for link in found.links}
    police = NumberKind.PSB in kinds or LicenceWord.POLICE in words or LinkKind.PSB_REGISTRY in links
    business = LicenceWord.LICENCE in words or bool(kinds & BUSINESS) or bool(links & BUSINESS_LINKS)
    return ShownLicences(
        icp=bool(drawn & ICP),
        police=police,
        business=business,
        vat=NumberKind.VAT_LICENCE in kinds,
        any=bool(kinds) or police or business or LicenceWord.PAGE in words,
        wellformed=all(number.valid for number in real) if real else None,
    )


@per_view
def read_licences(view: View) -> LicenceInventory:
    """All that a view shows of licences."""
    year = view.at.year
    holders = WordHolders(view)
    numbers = list(_in_text(view, holders, year))
    known = {(number.number.kind, number.number.normalised) for number in numbers}
    for element in view.elements:
        if not element.seen:
            continue
        for number in _find(element.name, year):
            if (number.kind, number.normalised) not in known:
                numbers.append(PlacedNumber(number, place_licence(view, element, WordSource.NAME, number.raw)))
        for number in _find(element.ocr, year):
            numbers.append(PlacedNumber(number, place_licence(view, element, WordSource.OCR, number.raw)))
    links = tuple(_links(view))
    numbers += (
        PlacedNumber(licence_numbers.check_licence_number(NumberKind.USCC, link.link.uscc, year=year), link.place)
        for link in links
        if link.link.uscc and link.link.kind in BUSINESS_LINKS
    )
    known = {(number.number.kind, number.number.normalised) for number in numbers}
    hidden = {
        (number.kind, number.normalised): number
        for element in view.elements
        if not element.seen and element.unseen is not Unseen.COVERED
        for number in _find(f"{element.own}\n{element.name}", year)
        if (number.kind, number.normalised) not in known
    }
    return LicenceInventory(tuple(numbers), links, tuple(_entries(view, holders)), tuple(hidden.values()))


def _find(text: str, year: int) -> tuple[LicenceNumber, ...]:
    return licence_numbers.find_licence_numbers(text, year=year) if text and _NUMBERED.search(text) else ()


def _in_text(view: View, holders: WordHolders, year: int) -> Iterator[PlacedNumber]:
    for number in _find(view.text, year):
        yield PlacedNumber(number, holders.place(number.raw))


def _links(view: View) -> Iterator[PlacedLink]:
    for element in view.elements:
        link = licence_links.read_registry_link(element.href) if element.href and element.seen else None
        if link is not None:
            yield PlacedLink(
                link, place_licence(view, element, WordSource.LINK, element.words.strip()[:120] or element.href)
            )


def _entries(view: View, holders: WordHolders) -> Iterator[LicenceEntry]:
    """Words of links and buttons, names and pictures first, then words that only stand in the text."""
    met: set[tuple[LicenceWord, int]] = set()
    for element in view.elements:
        if not element.seen:
            continue
        text = element.text if element.clickable or element.href else ""
        for word, source in _said(text, element.pseudo, element.name, element.ocr):
            if (word, element.id) not in met:
                met.add((word, element.id))
                yield _entry(view, word, place_licence(view, element, source))
        wordless = not (text or element.pseudo or element.name or element.ocr or element.own)
        if wordless and (element.image or element.href) and _addressed(element.image, element.href):
            yield _entry(view, LicenceWord.LICENCE, place_licence(view, element, WordSource.NAME))
    for word, piece in _words(view.text):
        place = holders.place(piece, near=0)
        if place.element is None or (word, place.element.id) not in met:
            yield _entry(view, word, place)


@per_line
def _addressed(image: str, href: str) -> bool:
    """Does the address of a wordless picture, or of its link, name the licence?"""
    address = unquote(f"{_path(image)} {_path(href)}").lower()
    return any(name in address for name in _WORDS["names"])


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


@per_line
def _said(text: str, drawn: str, name: str, ocr: str) -> tuple[tuple[LicenceWord, WordSource], ...]:
    """What an element's words refer to, each with the form it is said in; a picture's name counts for no page."""
    parts = ((text, WordSource.TEXT), (drawn, WordSource.TEXT), (name, WordSource.NAME), (ocr, WordSource.OCR))
    found = ((word, source) for part, source in parts for word, _ in _words(part))
    return tuple(
        (word, source) for word, source in found if not (source is WordSource.OCR and word is LicenceWord.PAGE)
    )


def _words(said: str) -> Iterator[tuple[LicenceWord, str]]:
    """What the short pieces of a text refer to; long pieces are prose."""
    if not _SPEAKS.search(said):
        return
    for piece in _PIECES.split(said):
        if len(piece) <= _LIMITS.label:
            yield from ((word, piece) for word in _names(piece))


@per_line
def _names(piece: str) -> tuple[LicenceWord, ...]:
    if not _SPEAKS.search(piece):
        return ()
    clean = normalise.plain_text(piece)
    if any(word in clean for word in _WORDS["never"]):
        return ()
    found = []
    if licence_links.register_words(clean):
        found.append(LicenceWord.LICENCE)
    elif any(word in clean for word in _WORDS["pages"]):
        found.append(LicenceWord.PAGE)
    if any(word in clean for word in _WORDS["police"]):
        found.append(LicenceWord.POLICE)
    return tuple(found)


def _entry(view: View, word: LicenceWord, place: LicencePlace) -> LicenceEntry:
    at = place.element
    href, pressable = (at.href, at.clickable) if at else ("", False)
    for _ in range(_LIMITS.ancestors):
        if href or at is None or at.parent is None:
            break
        at = view.element(at.parent)
        href, pressable = at.href, pressable or at.clickable
    return LicenceEntry(word, place, href, pressable or bool(href))


def mute_badges(view: View) -> tuple[Element, ...]:
    """Small footer pictures without words, unread or linked, and not named as another site's: one may be the register's badge."""
    least, most, shape = _LIMITS.badge_px, _LIMITS.badge_most, _LIMITS.badge_shape
    return tuple(
        element
        for element in view.elements
        if element.image
        and element.seen
        and element.region is Region.FOOTER
        and not element.words.strip()
        and (not element.ocr_engine or find_link_around(view, element))
        and least <= min(element.box.w, element.box.h)
        and max(element.box.w, element.box.h) <= min(most, shape * min(element.box.w, element.box.h))
        and not any(name in urlsplit(element.image).path.rpartition("/")[2].lower() for name in _WORDS["elsewhere"])
    )
