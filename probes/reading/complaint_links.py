"""Entries to complain are told apart by what they are for, and from the same words in articles, products and reviews."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from urllib.parse import unquote, urlsplit

from crawler.site import Element, View
from crawler.vocabulary import Region
from probes.reading import phones
from probes.reading.normalise import plain
from probes.reading.remember import per_line, per_view

_DATA = tomllib.loads(files("probes.reading").joinpath("complaint_links.toml").read_text("utf-8"))
_LIMITS: dict[str, int] = _DATA["limits"]
_NEGATIVE: dict[str, list[str]] = _DATA["negative"]
_MAIL = re.compile(r"[\w.+-]+[@#][\w-]+(?:\.[\w-]+)+")
_PIECES = re.compile(r"[|｜丨，,。；;\n]+|\s{2,}")
_BARE = re.compile(r"[|｜丨/\s]+")
_AWAY = (Region.FOOTER, Region.HEADER, Region.NAV, Region.FLOATING)  # where articles and products do not stand


class Kind(StrEnum):
    """What an entry is for. Only ``consumer_complaint`` serves a buyer's complaint about the shop; ``feedback`` is weak."""

    CONSUMER = "consumer_complaint"
    CONTENT = "content_report"
    IP = "ip_complaint"
    INTEGRITY = "integrity"
    COMPETITION = "competition"
    ALGORITHM = "algorithm"
    REGULATOR = "regulator"
    SELLER = "seller"
    FEEDBACK = "feedback"


_BUYERS = (Kind.CONSUMER, Kind.FEEDBACK)
OWN = frozenset(Kind) - {Kind.SELLER, Kind.FEEDBACK}  # any class of entry to complain or report

_WORDS = tuple(
    sorted(
        ((word.lower(), Kind(kind)) for kind, words in _DATA["words"].items() for word in words),
        key=lambda pair: -len(pair[0]),
    )
)
_STEM = re.compile("|".join(map(re.escape, _DATA["stems"]["raw"])), re.IGNORECASE)
_NAMES = tuple((word, Kind(kind)) for kind, words in _DATA["names"].items() for word in words)


@dataclass(frozen=True, slots=True)
class Entry:
    """A place on a page to complain: the element, its kind, the word that decided, and whether it only prints a phone or address."""

    element: Element
    kind: Kind
    word: str
    printed: bool


_GAP = re.compile(r"(?<=[\u4e00-\u9fff])\s{1,9}(?=[\u4e00-\u9fff])")


@lru_cache(maxsize=4096)
def classify(words: str) -> tuple[Kind, str] | None:
    """The kind of an entry with those words and the longest known word in them; None where none is in them."""
    said = _GAP.sub("", plain(words))  # the words of a picture come line by line
    return next(((kind, word) for word, kind in _WORDS if word in said and _alone(word, said)), None)


def _alone(word: str, said: str) -> bool:
    """A number such as 12315 must not be part of a longer one."""
    return not word.isdigit() or re.search(rf"(?<![0-9]){word}(?![0-9])", said) is not None


@per_view
def entries(view: View) -> tuple[Entry, ...]:
    """Every entry on the page that can be seen (menus count where the view is of opened menus), innermost elements only."""
    found = [entry for each in view.elements if each.seen for entry in _entries(view, each)]
    outer = _outer(view, found)
    return tuple(entry for entry in found if entry.element.id not in outer)


def _outer(view: View, found: list[Entry]) -> set[int]:
    """Ids of elements that hold a found entry deeper down; a link keeps its own entry against the words inside it."""
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


def _entries(view: View, element: Element) -> tuple[Entry, ...]:
    if not (element.clickable or element.href):
        words, stemmed = _words(element.own, element.name, element.pseudo, element.ocr)
        return tuple(_printed(view, element, words)) if stemmed else ()
    words, stemmed = _words(element.text or element.own, element.name, element.pseudo, element.ocr)
    if not words.strip():
        named = _by_picture(view, element) or _by_name(view, element)
        return (named,) if named else ()
    if not stemmed:
        return ()
    contact = next((raw for _, raw in _contacts(words)), "")
    label = " ".join(words.replace(contact, "").split()) if contact else " ".join(words.split())
    known = classify(label) if len(label) <= _LIMITS["label"] else None
    if known is None or in_article(view, element, plain(label)):
        return ()
    return (Entry(element, known[0], known[1], printed=False),)


@per_line
def _words(*parts: str) -> tuple[str, bool]:
    """All that an element says, and whether there is a part of a known word in it: mostly not, and then no entry."""
    words = " ".join(part for part in parts if part)
    return words, _STEM.search(words) is not None


def _printed(view: View, element: Element, words: str) -> Iterator[Entry]:
    """Phone numbers and addresses printed with a label in front of them: a footer line often holds several.

    In the page's frame the bare name of an entry for another purpose is one too; what buyers have must open or give a contact.
    """
    if element.region in _AWAY:
        yield from _badge(element)
        for piece in _BARE.split(element.text or element.own):
            known = classify(piece)
            if known is not None and known[0] not in _BUYERS and known[1] == plain(piece).strip():
                yield Entry(element, known[0], known[1], printed=True)
    if len(words) < _LIMITS["contact"]:
        return
    end = 0
    for start, raw in _contacts(words):
        label = _PIECES.split(words[max(end, start - _LIMITS["label"]) : start])[-1]
        end = start + len(raw)
        known = classify(label)
        if known is not None and not in_article(view, element, plain(label)):
            yield Entry(element, known[0], known[1], printed=True)


def _badge(element: Element) -> Iterator[Entry]:
    """A badge without a link that says where to complain, but to the shop itself: of that buyers need more than a picture."""
    known = classify(element.ocr) if 0 < len(element.ocr) <= _LIMITS["label"] else None
    if known is not None and known[0] not in _BUYERS:
        yield Entry(element, known[0], known[1], printed=True)


def _by_picture(view: View, element: Element) -> Entry | None:
    """A link without words of its own, by what the picture inside it says."""
    for inner in view.elements[element.id + 1 : element.id + 1 + _LIMITS["inside"]]:
        if inner.seen and inner.parent == element.id:
            said = " ".join(part for part in (inner.name, inner.ocr, inner.pseudo) if part)
            known = classify(said) if said and len(said) <= _LIMITS["label"] else None
            if known is not None and not in_article(view, element, plain(said)):
                return Entry(element, known[0], known[1], printed=False)
    return None


def _by_name(view: View, element: Element) -> Entry | None:
    """An icon without words, by its class names, its picture's file name or its address."""
    names = f"{element.classes} {urlsplit(element.image).path} {unquote(urlsplit(element.href).path)}".lower()
    known = next(((kind, word) for word, kind in _NAMES if word in names), None)
    if known is None or in_article(view, element, ""):
        return None
    return Entry(element, known[0], known[1], printed=False)


def _contacts(words: str) -> list[tuple[int, str]]:
    """Phone numbers and mail addresses with their places, in order."""
    found = [(phone.start, phone.raw) for phone in phones.find(words)]
    found += [(mail.start(), mail.group()) for mail in _MAIL.finditer(words)]
    return sorted(found)


def in_article(view: View, element: Element, words: str) -> bool:
    """Do the words belong to an article, a product, a search suggestion or a review?"""
    if any(word in words for word in _NEGATIVE["words"]):
        return True
    if element.region in _AWAY:
        return False
    path = urlsplit(element.href).path.lower()
    if any(part in path for part in _NEGATIVE["hrefs"]) and classify(unquote(path)) is None:
        return True
    at: Element | None = element
    for _ in range(_LIMITS["ancestors"]):
        if at is None:
            return False
        if at.tag in ("article", "blockquote") or any(part in at.classes.lower() for part in _NEGATIVE["classes"]):
            return True
        at = view.element(at.parent) if at.parent is not None else None
    return False
