"""Complaint entries by their purpose, kept apart from the same words in articles, products and reviews."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from urllib.parse import unquote, urlsplit

from crawler.site import Element, View
from crawler.spelling import stands_alone
from crawler.urls import is_nowhere, is_openable, same_site
from crawler.vocabulary import Region
from probes.pages.main.headline import is_headline
from probes.schema.reading_table import Whole, Words
from probes.schema.shared_table import SharedTable
from probes.text.normalise import plain_text
from probes.text.numbers import authorities, phones
from probes.text.numbers.phones import PhoneKind
from probes.text.remember import per_drawn, per_line
from probes.text.shown import list_seen


@dataclass(frozen=True, slots=True)
class ComplaintLinksTable:
    """The file complaint_links.toml."""

    limits: Whole[Literal["label", "contact", "inside", "ancestors"]]
    words: Words[
        Literal[
            "consumer_complaint",
            "content_report",
            "ip_complaint",
            "integrity",
            "competition",
            "algorithm",
            "regulator",
            "seller",
            "feedback",
        ]
    ]
    stems: Words[Literal["raw"]]
    names: Words[Literal["consumer_complaint", "content_report"]]
    negative: Words[Literal["classes", "hrefs", "words", "asking"]]


FILE = SharedTable("probes.pages.service", "complaint_links.toml", ComplaintLinksTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_NEGATIVE = _DATA.negative
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}[@#][\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_PIECES = re.compile(r"[|｜丨，,。；;\n]+|\s{2,}")
_BARE = re.compile(r"[|｜丨/\s]+")
_AWAY = (Region.FOOTER, Region.HEADER, Region.NAV, Region.FLOATING)  # where articles and products do not stand


class ComplaintKind(StrEnum):
    """What an entry is for. Only ``consumer_complaint`` serves a buyer's complaint about the shop; ``feedback`` counts little."""

    CONSUMER = "consumer_complaint"
    CONTENT = "content_report"
    IP = "ip_complaint"
    INTEGRITY = "integrity"
    COMPETITION = "competition"
    ALGORITHM = "algorithm"
    REGULATOR = "regulator"
    SELLER = "seller"
    FEEDBACK = "feedback"


_BUYERS = (ComplaintKind.CONSUMER, ComplaintKind.FEEDBACK)
ANY = frozenset(ComplaintKind) - {
    ComplaintKind.SELLER,
    ComplaintKind.FEEDBACK,
}  # any class of entry to complain or report
OWN = ANY - {ComplaintKind.REGULATOR}  # those that lead to the shop

_WORDS = tuple(
    sorted(
        ((word.lower(), ComplaintKind(kind)) for kind, words in _DATA.words.items() for word in words),
        key=lambda pair: -len(pair[0]),
    )
)
_STEM = re.compile("|".join(map(re.escape, _DATA.stems["raw"])), re.IGNORECASE)
_NAMES = tuple((word, ComplaintKind(kind)) for kind, words in _DATA.names.items() for word in words)


@dataclass(frozen=True, slots=True)
class ComplaintEntry:
    """A place to complain: the element, its kind, the word that decided, and whether it only prints a phone number or address.

    One that is not ``worded`` is an icon, told by its class, file or address; one that ``asks`` (有纠纷怎么办) may only
    lead to an article.
    """

    element: Element
    kind: ComplaintKind
    word: str
    printed: bool
    worded: bool = True
    asks: bool = False

    @property
    def said(self) -> str:
        """What it says to a visitor, once: a name that repeats its text is not said again."""
        at = self.element
        return " ".join((at.text or at.own or at.name or at.pseudo or at.ocr).split()) or self.word


_GAP = re.compile(r"(?<=[\u4e00-\u9fff])\s{1,9}(?=[\u4e00-\u9fff])")


@per_line
def classify_complaint_link(words: str) -> tuple[ComplaintKind, str] | None:
    """The kind of an entry with those words and the longest known word in them; None if they hold none."""
    said = _GAP.sub("", plain_text(words))  # the words of a picture come line by line
    return next(((kind, word) for word, kind in _WORDS if stands_alone(said, word) and _alone(word, said)), None)


def _alone(word: str, said: str) -> bool:
    """Whether the word stands in it on its own: a number such as 12315 must not be part of a longer one."""
    return not word.isdigit() or re.search(rf"(?<![0-9]){word}(?![0-9])", said) is not None


@per_drawn
def complaint_entries(view: View) -> tuple[ComplaintEntry, ...]:
    """Every visible entry on the page (with menus where the view shows opened ones), innermost elements only."""
    found = [entry for element in list_seen(view.elements) for entry in _entries(view, element)]
    outer = _outer(view, found)
    return tuple(entry for entry in found if entry.element.id not in outer)


def names_complaints(view: View, element: Element) -> bool:
    """Whether that element, hidden or not, is a worded entry for buyers' complaints."""
    return any(entry.kind is ComplaintKind.CONSUMER and entry.worded for entry in _entries(view, element))


def _outer(view: View, found: list[ComplaintEntry]) -> set[int]:
    """Ids of elements that contain an entry found further in; a link keeps its own entry over the words inside it."""
    outer: set[int] = set()
    by_id = {entry.element.id: entry.element for entry in found}
    for inner in by_id.values():
        at = inner.parent
        while at is not None:
            above = by_id.get(at)
            if above is not None:
                outer.add(inner.id if above.href and not inner.href else at)
            at = view.element(at).parent
    return outer


def _entries(view: View, element: Element) -> tuple[ComplaintEntry, ...]:
    if not (element.clickable or element.href):
        words, stemmed = _words(element.own, element.name, element.pseudo, element.ocr)
        return tuple(_printed(view, element, words)) if stemmed else ()
    words, stemmed = _words(element.text or element.own, element.name, element.pseudo, element.ocr)
    if not words.strip():
        named = _by_picture(view, element) or _by_name(view, element)
        return (named,) if named else ()
    if not stemmed:
        return ()
    contact, own = next(((raw, own) for _, raw, own in _contacts(words)), ("", True))
    label = " ".join(words.replace(contact, "").split()) if contact else " ".join(words.split())
    known = classify_complaint_link(label) if len(label) <= _LIMITS["label"] else None
    if known is None or in_article(view, element, plain_text(label)):
        return ()
    theirs = _leads_to_authority(element) or not (own or _leads_to_own_page(view, element))
    kind = ComplaintKind.REGULATOR if theirs else known[0]
    asks = any(word in plain_text(label) for word in _NEGATIVE["asking"])
    return (ComplaintEntry(element, kind, known[1], printed=False, asks=asks),)


def _leads_to_own_page(view: View, element: Element) -> bool:
    """Does it lead to another page of the shop? The shop may take complaints there itself, whatever number the label names."""
    own = is_openable(element.href) and same_site(element.href, view.url)
    return own and not is_nowhere(element.href, view.url)


def _leads_to_authority(element: Element) -> bool:
    """Does it lead to an authority, or dial one? Whatever it says, that is no complaint to the shop."""
    if element.href.startswith("tel:"):
        return re.sub(r"[^0-9]", "", element.href) in authorities.NUMBERS
    try:
        return authorities.is_host(urlsplit(element.href).hostname or "")
    except ValueError:
        return False


@per_line
def _words(*parts: str) -> tuple[str, bool]:
    """All that an element says, and whether it holds a known word or part of one; mostly it does not, and so is no entry."""
    words = " ".join(part for part in parts if part)
    return words, _STEM.search(words) is not None


def _printed(view: View, element: Element, words: str) -> Iterator[ComplaintEntry]:
    """Phone numbers and addresses printed after a label; one footer line often holds several.

    In the page's frame the bare name of an entry for another purpose counts as well; an entry for buyers must open
    something or give a contact.
    """
    if element.region in _AWAY:
        yield from _badge(element)
        for piece in _BARE.split(element.text or element.own):
            known = classify_complaint_link(piece)
            if known is not None and known[0] not in _BUYERS and known[1] == plain_text(piece).strip():
                yield ComplaintEntry(element, known[0], known[1], printed=True)
    if len(words) < _LIMITS["contact"]:
        return
    end = 0
    for start, raw, own in _contacts(words):
        label = _PIECES.split(words[max(end, start - _LIMITS["label"]) : start])[-1]
        end = start + len(raw)
        known = classify_complaint_link(label)
        if known is not None and not in_article(view, element, plain_text(label)):
            yield ComplaintEntry(element, known[0] if own else ComplaintKind.REGULATOR, known[1], printed=True)


def _badge(element: Element) -> Iterator[ComplaintEntry]:
    """A badge without a link that says where to complain, though not to the shop: for that, buyers need more than a picture."""
    known = classify_complaint_link(element.ocr) if 0 < len(element.ocr) <= _LIMITS["label"] else None
    if known is not None and known[0] not in _BUYERS:
        yield ComplaintEntry(element, known[0], known[1], printed=True)


def _by_picture(view: View, element: Element) -> ComplaintEntry | None:
    """A link without words of its own, judged by what the picture inside it says."""
    for inner in view.elements[element.id + 1 : element.id + 1 + _LIMITS["inside"]]:
        if inner.seen and inner.parent == element.id:
            said = " ".join(part for part in (inner.name, inner.ocr, inner.pseudo) if part)
            known = classify_complaint_link(said) if said and len(said) <= _LIMITS["label"] else None
            if known is not None and not in_article(view, element, plain_text(said)):
                return ComplaintEntry(element, known[0], known[1], printed=False)
    return None


def _by_name(view: View, element: Element) -> ComplaintEntry | None:
    """An icon without words, judged by its class names, file name or address."""
    names = f"{element.classes} {urlsplit(element.image).path} {unquote(urlsplit(element.href).path)}".lower()
    known = next(((kind, word) for word, kind in _NAMES if word in names), None)
    if known is None or in_article(view, element, ""):
        return None
    return ComplaintEntry(element, known[0], known[1], printed=False, worded=False)


def _contacts(words: str) -> list[tuple[int, str, bool]]:
    """Phone numbers and mail addresses with their positions, in order, and whether they may be the shop's own, not an authority's."""
    found = [(phone.start, phone.raw, phone.kind is not PhoneKind.REGULATOR) for phone in phones.find_phones(words)]
    for mail in _MAIL.finditer(words):
        host = re.split("[@#]", mail.group())[-1]
        found.append(
            (mail.start(), mail.group(), not (authorities.is_host(host) or authorities.leads_to(words, mail.start())))
        )
    return sorted(found)


def in_article(view: View, element: Element, words: str) -> bool:
    """Do the words belong to an article, a product, a search suggestion or a review?"""
    if any(word in words for word in _NEGATIVE["words"]) or is_headline(view, element):
        return True
    if element.region in _AWAY:
        return False
    if any(word in words for word in _NEGATIVE["asking"]):
        return True
    path = urlsplit(element.href).path.lower()
    if any(part in path for part in _NEGATIVE["hrefs"]) and classify_complaint_link(unquote(path)) is None:
        return True
    at: Element | None = element
    for _ in range(_LIMITS["ancestors"]):
        if at is None:
            return False
        if at.tag in ("article", "blockquote") or any(part in at.classes.lower() for part in _NEGATIVE["classes"]):
            return True
        at = view.element(at.parent) if at.parent is not None else None
    return False
