"""What to search a shop for: a word its goods share, then a word from one of them, else classes in its menu, then a word any shop may know."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator

from crawler.discovery.products.goods_cards import find_cards
from crawler.discovery.products.list_leads import names_category
from crawler.discovery.search_settings import FILE
from crawler.links import role_links
from crawler.links.link_around import find_link_around
from crawler.site import Element, View
from crawler.spelling import plain_words
from crawler.urls import page_identity
from crawler.vocabulary import Role

_LIMITS = FILE.load().limits
_PIECE = re.compile(r"[\u4e00-\u9fff]{2,}|[a-z]{3,}")
_HOLLOW = frozenset(plain_words(word) for word in FILE.load().hollow)
_PRICE = re.compile(r"[¥￥$€]\s*\d|\d\s*元")


def search_words(home: View, default: str) -> tuple[str, ...]:
    """The words to search for, each once, best first.

    The word most goods on the home page share (two Chinese characters or a Latin word), then the first word of one
    product's name; where the page shows no goods, names of classes in its menus; then ``default``.
    """
    linked = _names(home)
    titles = tuple(card.title for card in find_cards(home) if _cut(card.title))
    priced = tuple(map(_cut, titles))
    own = next(
        (found.group()[: _LIMITS.own] for name in _parts(titles or linked) if (found := _PIECE.search(name))), ""
    )
    shared = _shared(linked) or _shared(priced)
    kinds = () if shared or own else itertools.islice(_kinds(home), _LIMITS.kinds)
    return tuple(dict.fromkeys(word for word in (shared, own, *kinds, default) if word))


def _kinds(home: View) -> Iterator[str]:
    """Names of classes of goods in the menus, without those that name no kind (全部商品)."""
    for element in home.elements:
        said = plain_words(element.text or element.own)
        if not _PIECE.fullmatch(said) or any(word in said for word in _HOLLOW):
            continue
        if names_category(home, element):
            yield said


def _names(home: View) -> tuple[str, ...]:
    """Names on product cards: what their links say, else their pictures' alternative texts; each once, without badges."""
    leads = role_links.find_leads(home, [Role.PRODUCT])[Role.PRODUCT]
    cards = {page_identity(lead.url) for lead in leads}
    links = [one for one in home.elements if one.seen and one.href and page_identity(one.href) in cards]
    badges = _badges(home, cards)
    named: dict[str, str] = {}
    for link in links:
        said = _name(link, badges)
        if said:
            named.setdefault(page_identity(link.href), said)
    return tuple(named.values())


def _badges(home: View, cards: Container[str]) -> tuple[str, ...]:
    """Short lines that links to several goods say alike (店主推荐, 包邮): they name no goods. ``cards``: their addresses."""
    said: dict[str, set[str]] = {}
    for one in home.elements:
        word = plain_words(one.own) if one.seen else ""
        goods = page_identity(find_link_around(home, one)) if 1 < len(word) <= _LIMITS.own else ""
        if goods in cards:
            said.setdefault(word, set()).add(goods)
    return tuple(sorted((word for word, goods in said.items() if len(goods) > 1), key=len, reverse=True))


def _name(card: Element, badges: Iterable[str]) -> str:
    for raw in (card.own, card.name, card.text):
        said = plain_words(raw)
        for badge in badges:
            said = said.replace(badge, " ")
        if named := _cut(said):
            return named
    return ""


def _cut(raw: str) -> str:
    """A product's name, cut before its price; "" if too short or too long for one."""
    said = _PRICE.split(plain_words(raw))[0].strip()
    return said if 2 <= len(said) <= _LIMITS.name else ""


def _parts(names: Iterable[str]) -> Iterator[str]:
    """The parts of names between blanks, plain: who searches for 黄铜单铃 可刻字 in one word finds nothing."""
    return (plain_words(part) for name in names for part in name.split())


def _shared(names: Iterable[str]) -> str:
    """The piece found in most names, the earliest on a tie; "" if no two names share one. 更多 and the like name no goods."""
    counts: Counter[str] = Counter()
    for name in names:
        pieces: dict[str, None] = {}
        for found in _PIECE.findall(name):
            latin = found.isascii()
            pieces |= dict.fromkeys([found] if latin else [found[at : at + 2] for at in range(len(found) - 1)])
        counts.update(piece for piece in pieces if piece not in _HOLLOW)
    best = max(counts.items(), key=lambda pair: pair[1], default=("", 0))
    return best[0] if best[1] > 1 else ""
