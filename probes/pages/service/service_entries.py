"""Entries to a shop's own customer service, by prominence; entries for merchants, in articles and on goods are kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from urllib.parse import unquote, urlsplit

from crawler.site import Element, View
from crawler.spelling import measure_label, stands_alone
from crawler.vocabulary import MENUS, Region
from probes.finding import Text
from probes.pages.layout.measure import is_pressable
from probes.pages.layout.prominence import Prominence, measure_legibility, prominence_level
from probes.pages.service.complaint_links import in_article
from probes.pages.service.entry_candidates import FRAME, picture_link
from probes.schema.reading_table import Whole, Words
from probes.schema.shared_table import SharedTable
from probes.text.normalise import plain_text
from probes.text.numbers import authorities, phones
from probes.text.remember import per_drawn, per_line
from probes.text.shown import list_seen


@dataclass(frozen=True, slots=True)
class ServiceEntriesTable:
    """The file service_entries.toml."""

    limits: Whole[Literal["label", "printed", "sign"]]
    words: Words[Literal["service", "exact", "dial", "contact", "seller_chat", "never"]]
    names: Words[Literal["service", "floating", "schemes", "chats"]]
    vendors: Words[Literal["hosts"]]


FILE = SharedTable("probes.pages.service", "service_entries.toml", ServiceEntriesTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_WORDS = _DATA.words
_NAMES = _DATA.names["service"]
_FLOATING = frozenset(_DATA.names["floating"])
_SCHEMES, _CHATS = tuple(f"{scheme}:" for scheme in _DATA.names["schemes"]), tuple(_DATA.names["chats"])
_PAGE_FRAME = FRAME | {Region.FOOTER}
_VENDORS = _DATA.vendors["hosts"]
OPENED = "service_opened"  # the home page, or where it led, after its entry was pressed
WAITED = "service_waited"  # the home page some seconds later, where its entry came up late


class ServiceEntryKind(StrEnum):
    """What an entry is: the service itself, a printed hotline, a page of contacts, or a seller's own chat."""

    SERVICE = "service"
    HOTLINE = "hotline"
    CONTACT = "contact"
    SELLER_CHAT = "seller_chat"


OWN = (ServiceEntryKind.SERVICE, ServiceEntryKind.HOTLINE)


@dataclass(frozen=True, slots=True)
class ServiceEntry:
    """An entry with the words that showed it; one that is not ``worded`` is a sign, told by its address or the name of its file."""

    element: Element
    kind: ServiceEntryKind
    words: str
    worded: bool = True


@dataclass(frozen=True, slots=True)
class PlacedServiceEntry:
    """An entry where it stands, with its level of prominence."""

    view: View
    entry: ServiceEntry
    level: Prominence


@per_drawn
def service_entries(view: View) -> tuple[ServiceEntry, ...]:
    """Every visible entry of the page, innermost elements only."""
    found = [entry for element in list_seen(view.elements) if (entry := _entry(view, element)) is not None]
    outer = {above for entry in found for above in _above(view, entry.element)}
    return tuple(entry for entry in found if entry.element.id not in outer or entry.element.href)


def find_messengers(view: View) -> tuple[ServiceEntry, ...]:
    """The links in the page's frame by which one chats with an account in another program, whatever is written at them."""
    signs = (sign for sign in service_entries(view) if sign.element.region in _PAGE_FRAME)
    return tuple(sign for sign in signs if not sign.worded and opens_program(sign.element.href))


def names_service(view: View, element: Element) -> bool:
    """Whether that element, hidden or not, is a worded entry to the shop's own customer service."""
    entry = _entry(view, element)
    return entry is not None and entry.worded and entry.kind in OWN


def _above(view: View, element: Element) -> Iterable[int]:
    at = element.parent
    while at is not None:
        yield at
        at = view.element(at).parent


def _entry(view: View, element: Element) -> ServiceEntry | None:
    said = (element.text or element.own, element.name, element.pseudo, element.ocr)
    for part in said if _any_named(*said) else ():
        kind = _kind(part, view, element) if part else None
        if kind is not None and not in_article(view, element, plain_text(part)):
            return ServiceEntry(element, kind, " ".join(part.split())[:40])
    if element.region in FRAME and _dials(element, *said):
        return ServiceEntry(element, ServiceEntryKind.HOTLINE, " ".join(next(filter(None, said)).split())[:40])
    if opens_program(element.href) and _is_sign(element):
        words = name_sign(element) or element.href.partition("?")[0]
        return ServiceEntry(element, ServiceEntryKind.SERVICE, words[:40], worded=False)
    if not any(said) and is_pressable(element):
        names = f"{element.classes} {urlsplit(element.image).path} {unquote(urlsplit(element.href).path)}".lower()
        mark = next((word for word in _NAMES if word in names), "") or _floating_mark(element)
        if mark:
            return ServiceEntry(element, ServiceEntryKind.SERVICE, mark, worded=False)
    return None


def opens_program(href: str) -> bool:
    """Whether an address opens a chat with an account in another program, such as QQ."""
    address = href.lower()
    return address.startswith(_SCHEMES) or address.partition("//")[2].startswith(_CHATS)


def _is_sign(element: Element) -> bool:
    """Whether what opens a chat says nothing, or stands around the page and says no more than whom one chats with (a number, a name).

    A drawn sign may be read as some word.
    """
    said = plain_text(name_sign(element)).strip()
    whom = element.region in _PAGE_FRAME and measure_label(said) <= _LIMITS["label"]
    return not said or (whom and not any(word in said for part in ("never", "contact") for word in _WORDS[part]))


def name_sign(element: Element) -> str:
    """What is written at a sign; empty for one without a word."""
    return " ".join((element.text or element.own or element.name).split())


def describe_sign(element: Element) -> Text:
    """A sign for people: by what is written at it, or as one without a word."""
    said = name_sign(element)
    return (
        Text(f"标为「{said[:40]}」的链接", f"a link called “{said[:40]}”")
        if said
        else Text("没有文字的图标", "a sign without a word")
    )


def _floating_mark(element: Element) -> str:
    """The whole word for a service in the classes of a small sign that floats over the page, or empty."""
    box = element.box
    small = box is not None and 0 < max(box.w, box.h) <= _LIMITS["sign"]
    if element.region is not Region.FLOATING or not small:
        return ""
    return next((word for word in element.classes.lower().split() if word in _FLOATING), "")


def _kind(part: str, view: View, element: Element) -> ServiceEntryKind | None:
    hotline, named = _named(part)
    if hotline and (element.own or not element.text):
        return ServiceEntryKind.HOTLINE
    pressed = is_pressable(element) or picture_link(view, element) is not None
    return named if named is not None and (pressed or element.region in FRAME) else None


def _dials(element: Element, *said: str) -> bool:
    """Whether it dials a number, none of an authority's, and says nothing but that it does."""
    if not element.href.lower().startswith("tel:"):
        return False
    number = re.sub(r"[^0-9]", "", unquote(element.href[4:]))
    return number not in authorities.NUMBERS and any(
        plain_text(part).strip() in _WORDS["dial"] for part in said if part
    )


_NAMED_OTHERWISE = frozenset({
    phones.PhonePurpose.COMPLAINT, phones.PhonePurpose.REPORT, phones.PhonePurpose.BUSINESS, phones.PhonePurpose.FAX,
})  # fmt: skip


def may_serve(number: phones.PagePhone) -> bool:
    """Whether the service may answer there: the shop's own number, or one to press, and not named for anything else."""
    pressed = number.dialled or (number.element is not None and number.element.href.lower().startswith("tel:"))
    ours = number.own or (pressed and number.phone.kind is not phones.PhoneKind.REGULATOR)
    return ours and number.phone.purpose not in _NAMED_OTHERWISE


_UNNAMED_KINDS = (phones.PhoneKind.LANDLINE, phones.PhoneKind.MOBILE)


def may_be_called(number: phones.PagePhone) -> bool:
    """Whether a buyer may try it: the shop's own number, one offered to dial, or one printed below 联系我们 or beside 电话 and no more.

    Such a number says that the shop can be called and not who answers: it is neither a hotline nor the lack of one.
    """
    return number.drawn and (number.own or number.offered or tells_no_more(number))


def tells_no_more(number: phones.PagePhone) -> bool:
    """Whether the page prints it beside 电话 and no more: whoever serves buyers may answer there."""
    plain = number.phone.kind in _UNNAMED_KINDS and number.phone.purpose is phones.PhonePurpose.CONTACT
    return number.drawn and plain


@per_line
def _any_named(*parts: str) -> bool:
    """Do any of an element's words give a number to call or the name of an entry? Mostly not."""
    return any(hotline or named is not None for hotline, named in map(_named, filter(None, parts)))


@per_line
def _named(part: str) -> tuple[bool, ServiceEntryKind | None]:
    """Whether it gives a number to call, and which entry it names if it is a label."""
    numbers = phones.find_phones(part) if len(part) <= _LIMITS["printed"] else ()
    own = any(phone.purpose in (phones.PhonePurpose.SERVICE, phones.PhonePurpose.CONSUMER) for phone in numbers)
    label = part
    for phone in numbers:
        label = label.replace(phone.raw, "")
    said = plain_text(label).strip()
    if any(word in said for word in _WORDS["never"]):
        return False, None
    if not said or measure_label(said) > _LIMITS["label"]:
        return own, None
    if any(word in said for word in _WORDS["seller_chat"]):
        return own, ServiceEntryKind.SELLER_CHAT
    if said in _WORDS["exact"] or any(stands_alone(said, word) for word in _WORDS["service"]):
        return own, ServiceEntryKind.SERVICE
    return own, ServiceEntryKind.CONTACT if any(word in said for word in _WORDS["contact"]) else None


def place_service_entries(views: Iterable[View], kinds: Iterable[ServiceEntryKind]) -> tuple[PlacedServiceEntry, ...]:
    """Entries of those kinds on those pages, the most prominent first."""
    kinds = frozenset(kinds)
    found = [
        PlacedServiceEntry(
            view,
            entry,
            Prominence.P1 if view.state == MENUS and entry.element.opened_by else prominence_level(entry.element, view),
        )
        for view in views
        for entry in service_entries(view)
        if entry.kind in kinds
    ]
    return tuple(sorted(found, key=lambda entry: (-entry.level, -measure_legibility(entry.entry.element).score)))


@per_drawn
def service_vendor(view: View) -> str:
    """The host of a chat service whose script the page loaded, or empty."""
    for exchange in view.exchanges:
        host = urlsplit(exchange.url).hostname or ""
        if any(host == vendor or host.endswith(f".{vendor}") for vendor in _VENDORS):
            return host
    return ""
