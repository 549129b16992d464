"""What to search a shop for: a word its own goods share, before the one that any shop may know."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from crawler import discover
from crawler.addressing import identity
from crawler.site import Element, View
from crawler.vocabulary import Role
from crawler.words import plain

LONGEST = 60  # characters of what is taken for a product's name
_PIECE = re.compile(r"[\u4e00-\u9fff]{2,}|[a-z]{3,}")
_PRICE = re.compile(r"[¥￥$€]\s*\d|\d\s*元")


def search_words(home: View, default: str) -> tuple[str, ...]:
    """The word most goods on the home page share (two Chinese characters or a Latin word), then ``default``."""
    shared = _shared(_names(home))
    return (shared, default) if shared and shared != default else (default,)


def _names(home: View) -> tuple[str, ...]:
    """The names on the cards of goods: what their links say, else the alternative text of their pictures; each once."""
    leads = discover.leads(home, [Role.PRODUCT])[Role.PRODUCT]
    cards = {identity(lead.url) for lead in leads}
    named: dict[str, str] = {}
    for element in home.elements:
        if not element.seen or not element.href or identity(element.href) not in cards:
            continue
        said = _name(element)
        if said:
            named.setdefault(identity(element.href), said)
    return tuple(named.values())


def _name(card: Element) -> str:
    for raw in (card.own, card.name, card.text):
        said = _PRICE.split(plain(raw))[0].strip()
        if 2 <= len(said) <= LONGEST:
            return said
    return ""


def _shared(names: Iterable[str]) -> str:
    """The piece that stands in most names, the earliest of several; "" where no two names share one."""
    counts: Counter[str] = Counter()
    for name in names:
        pieces: dict[str, None] = {}
        for found in _PIECE.findall(name):
            latin = found.isascii()
            pieces |= dict.fromkeys([found] if latin else [found[at : at + 2] for at in range(len(found) - 1)])
        counts.update(list(pieces))
    best = max(counts.items(), key=lambda pair: pair[1], default=("", 0))
    return best[0] if best[1] > 1 else ""
