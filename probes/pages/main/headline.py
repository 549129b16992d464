"""Headlines of news and articles, which may speak of service or complaints but are no entries to them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from crawler.settings_file import SettingsFile
from crawler.site import Element, View
from probes.schema.reading_table import Texts, Whole, Words
from probes.text.normalise import plain_text
from probes.text.remember import per_drawn, per_line
from probes.text.word_pattern import compile_words


@dataclass(frozen=True, slots=True)
class HeadlineTable:
    """The file headline.toml."""

    words: Words[Literal["says", "ends"]]
    names: Words[Literal["news"]]
    date: Texts[Literal["shape"]]
    limits: Whole[Literal["label", "name", "date", "row"]]


FILE = SettingsFile("probes.pages.main", "headline.toml", HeadlineTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_SAYS, _ENDS = compile_words(tuple(_DATA.words["says"])), tuple(_DATA.words["ends"])
_NEWS = frozenset(_DATA.names["news"])
_PARTS = re.compile(r"[^a-z]+")
_DATE = re.compile(_DATA.date["shape"])
_ENDS_DATED = re.compile(f"(?<![0-9])(?:{_DATA.date['shape']})$")


def is_headline(view: View, element: Element) -> bool:
    """Whether an element's words are the headline of a news item or article.

    Such words warn of something or announce it; or they are longer than an entry's name and link to news, stand among
    news by the names of what surrounds them, or beside a date.
    """
    label = plain_text(element.text or element.own or element.name)
    if not label or label.endswith(_ENDS):
        return False
    if _SAYS.search(label[: _LIMITS["label"]]):
        return True
    if len(label) <= _LIMITS["name"]:
        return False
    return _is_news(element.href) or element.id in _among_news(view)


@per_line
def _is_news(address: str) -> bool:
    """Whether a part of an address or of class names calls it news."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return False
    return any(part in _NEWS for part in _PARTS.split(path.lower()))


@per_drawn
def _among_news(view: View) -> frozenset[int]:
    """Ids of elements inside a block named as news, and of those whose row holds a date beside their words."""
    inside: set[int] = set()
    pieces = Counter(element.parent for element in view.elements if element.seen)
    dated = {
        element.parent
        for element in view.elements
        if element.seen and element.parent is not None and _is_date("".join(element.own.split()))
    }
    rows = {parent for parent in dated if pieces[parent] <= _LIMITS["row"]}
    for element in view.elements:  # what stands inside comes after
        if element.parent in inside or _is_named_news(element.classes):
            inside.add(element.id)
    return frozenset(
        inside | {element.id for element in view.elements if element.parent in rows or _ends_dated(element)}
    )


@per_line
def _is_named_news(classes: str) -> bool:
    return any(part in _NEWS for part in _PARTS.split(classes.lower()))


def _ends_dated(element: Element) -> bool:
    """Whether a link's own words end or begin with a date."""
    if not element.clickable:
        return False
    said = "".join((element.text or element.own).split())
    return len(said) > _LIMITS["name"] and (_ENDS_DATED.search(said) or _DATE.match(said)) is not None


@per_line
def _is_date(said: str) -> bool:
    return len(said) <= _LIMITS["date"] and _DATE.fullmatch(said) is not None
