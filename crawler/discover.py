"""Finds an address or a control for each role among what a page shows (criteria 0.5)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from crawler.addressing import identity, openable, same_site
from crawler.discovery.card_titles import card_titles
from crawler.site import Element, View
from crawler.vocabulary import Device, FoundBy, Region, Role
from crawler.words import holds, plain, spelled_out

_DATA: dict[str, Any] = tomllib.loads(files("crawler").joinpath("roles.toml").read_text("utf-8"))
LONGEST: int = _DATA["rules"]["longest_text"]
VOUCHING: tuple[Role, ...] = tuple(Role(name) for name in _DATA["rules"]["vouching"])
ALSO: dict[Role, tuple[Role, ...]] = {
    Role(name): tuple(Role(other) for other in others) for name, others in _DATA["rules"]["also"].items()
}
AT_HOME: frozenset[Role] = frozenset(Role(name) for name in _DATA["rules"]["at_home"])
_MARKS: str = _DATA["rules"]["marks"]
FETCHED_SHARE: float = _DATA["rules"]["fetched_share"]
ORDER: tuple[Role, ...] = tuple(Role(name) for name in _DATA["rules"]["order"])
FURTHER_LONGEST: int = _DATA["further"]["longest_text"]
FURTHER_NOT: tuple[str, ...] = tuple(plain(word) for word in _DATA["further"]["not_words"])
VAGUE: frozenset[str] = frozenset(plain(word) for word in _DATA["further"]["vague"])
SHELVES: frozenset[str] = frozenset(_DATA["further"]["shelves"])
FILLS: frozenset[Role] = frozenset(Role(name) for name in _DATA["further"]["fills"])
FURTHER_LOADS: dict[Device, int] = {Device(name): most for name, most in _DATA["further"]["loads"].items()}
WIDE: float = _DATA["rules"]["wide"]
STUB_TRIES: int = _DATA["further"]["stub_tries"]
_MERCHANTS: tuple[str, ...] = tuple(plain(word) for word in _DATA["merchants"]["words"])
CART_WORDS: tuple[str, ...] = tuple(plain(word) for word in (*_DATA["roles"]["cart"]["words"], *_DATA["cart"]["shows"]))
ACCOUNT_FIELDS: tuple[str, ...] = tuple(plain(word) for word in _DATA["account"]["fields"])
ACCOUNT_SAYS: tuple[str, ...] = tuple(plain(word) for word in _DATA["account"]["says"])
_BUYERS: frozenset[Role] = frozenset(Role(name) for name in _DATA["merchants"]["roles"])
SECOND_LEVEL: tuple[Role, ...] = tuple(Role(name) for name in _DATA["rules"]["second_level"])


@dataclass(frozen=True, slots=True)
class _Rule:
    entries: frozenset[str]  # words that as a whole label are this role's entry, and no further page of another
    words: tuple[str, ...]  # with the other names
    whole: frozenset[str]  # words too wide to be looked for in others: a name only where nothing else is said
    not_words: tuple[str, ...]
    urls: tuple[str, ...]
    paths: tuple[str, ...]
    pages: int
    strong_urls: tuple[re.Pattern[str], ...]
    not_urls: tuple[re.Pattern[str], ...]
    further: tuple[tuple[str, ...], ...]
    further_pages: int


def _rule(raw: dict[str, Any]) -> _Rule:
    return _Rule(
        frozenset(spelled_out(raw["words"])),
        tuple(sorted(spelled_out((*raw["words"], *raw.get("names", ()))), key=len, reverse=True)),
        frozenset(spelled_out(raw.get("whole", ()))),
        spelled_out(raw.get("not_words", ())),
        tuple(raw["urls"]),
        tuple(raw["paths"]),
        raw["pages"],
        tuple(re.compile(pattern, re.I) for pattern in raw.get("strong_urls", ())),
        tuple(re.compile(pattern, re.I) for pattern in raw.get("not_urls", ())),
        tuple(tuple(plain(word) for word in topic.split("|")) for topic in raw.get("further", ())),
        raw.get("further_pages", 0),
    )


RULES: dict[Role, _Rule] = {Role(name): _rule(raw) for name, raw in _DATA["roles"].items()}


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a role's page may be: an address to open, or a control to press on the page it was seen on."""

    role: Role
    url: str  # "" where only a press brings it up
    element: Element | None
    score: float
    found_by: FoundBy
    clicks: int | None
    path: tuple[str, ...]
    on: str = ""  # address of the page the control stands on


def pages(role: Role) -> int:
    """How many pages of that role are read."""
    return RULES[role].pages if role in RULES else 1


def known_paths(role: Role, home: str) -> tuple[str, ...]:
    """Addresses where pages of that role usually are."""
    parts = urlsplit(home)
    return tuple(f"{parts.scheme}://{parts.netloc}{path}" for path in RULES[role].paths) if role in RULES else ()


def leads(view: View, roles: Iterable[Role]) -> dict[Role, tuple[Lead, ...]]:
    """The leads of each role on one page, best first, one for each address; only what can be seen counts."""
    found: dict[Role, dict[str, Lead]] = {role: {} for role in roles}
    titles = card_titles(view, LONGEST)
    for element in view.elements:
        if not (element.href or element.clickable) or not element.seen:
            continue
        url = element.href if openable(element.href) else ""
        if not url and element.href and not element.href.lower().startswith(("javascript:", "#")):
            continue  # mailto:, tel: and other schemes lead to no page
        said = spoken(element, LONGEST)
        if said == ("",) and element.id in titles:
            said = (titles[element.id],)
        for role, known in found.items():
            rule = RULES[role]
            score, words = max((_fit(rule, role, element, one, url, view), one) for one in said)
            if score <= 0 or any(holds(one, word) for one in said for word in rule.not_words):
                continue
            if any(for_merchants(one, role) for one in said):
                continue
            press = not url or _stays(url, view.url)
            key = f"press {element.selector}" if press else identity(url)
            lead = Lead(
                role,
                "" if press else url,
                element,
                score,
                FoundBy.MENU if element.opened_by else FoundBy.CLICK if press else FoundBy.LINK,
                None if view.clicks is None else view.clicks + 1 + bool(element.opened_by),
                (*view.path, (words or element.text or element.name)[:30]),
                view.url,
            )
            if key not in known or known[key].score < score:
                known[key] = lead
    return {role: tuple(sorted(known.values(), key=lambda lead: -lead.score)) for role, known in found.items()}


def for_merchants(said: str, role: Role) -> bool:
    """Whether words in one spelling name a page for merchants where one for buyers is wanted."""
    return role in _BUYERS and any(word in said for word in _MERCHANTS)


def speaks_of_lists(url: str) -> bool:
    """Whether an address has the look of a list's or a product's."""
    return any(pattern.search(_tail(url.lower())) for pattern in RULES[Role.LIST].strong_urls) or speaks_of_goods(url)


def hinted(url: str, role: Role) -> bool:
    """Whether an address speaks of that role, as a word of its own in path or query."""
    words = set(re.split(r"[^a-z0-9]+", _tail(url).lower()))
    return role in RULES and any(hint in words or f"{hint}s" in words for hint in RULES[role].urls)


def speaks_of_goods(url: str) -> bool:
    """Whether an address has the look of a product's."""
    return any(pattern.search(_tail(url.lower())) for pattern in RULES[Role.PRODUCT].strong_urls)


def speaks_of_list(url: str) -> bool:
    """Whether an address has the look of a list of goods."""
    return any(pattern.search(_tail(url.lower())) for pattern in RULES[Role.LIST].strong_urls)


def _stays(url: str, here: str) -> bool:
    """Whether a link only points into the page it stands on."""
    return identity(url) == identity(here)


def spoken(element: Element, longest: int) -> tuple[str, ...]:
    """All that a control says, by each of its means, but for what is as long as an article."""
    words = (element.text or element.own, element.name, element.pseudo, element.ocr)
    return tuple({said: None for word in words if word and _length(said := plain(word)) <= longest}) or ("",)


@lru_cache(maxsize=1 << 16)
def named(role: Role, said: str) -> str:
    """The longest of a role's words that plain words hold, or an empty string; labels stand on every page, so they are remembered."""
    return next((word for word in RULES[role].words if word in said and holds(said, word)), "")


def is_name(role: Role, label: str) -> bool:
    """Whether a label is one of the role's words and says nothing else, but for marks around it."""
    said = bare(plain(label))
    rule = RULES.get(role)
    return rule is not None and (said in rule.words or said in rule.whole)


def bare(said: str) -> str:
    """Plain words without the marks that stand around a name: 《用户协议》, 帮助 >."""
    return said.strip(_MARKS)


def _length(said: str) -> float:
    """Characters, a Latin one for half a Chinese one."""
    return sum(0.5 if character.isascii() else 1.0 for character in said)


def _fit(rule: _Rule, role: Role, element: Element, said: str, url: str, view: View) -> float:
    """How well an element that says so fits a role; 0 = not at all. Longest word wins, whole matches more, footer and header more."""
    target = url.lower()
    strong = any(pattern.search(_tail(target)) for pattern in rule.strong_urls) if target else False
    if role in (Role.PRODUCT, Role.LIST):
        if not target or not same_site(view.url, url) or _stays(url, view.url):
            return 0.0
        if any(pattern.search(_tail(target)) for pattern in rule.not_urls):
            return 0.0
        in_main = element.region in (Region.MAIN, Region.SIDE, Region.NAV, Region.HEADER)
        if role is Role.PRODUCT:
            pictured = bool(element.image) or element.box.h >= 60
            return (10.0 + 3 * pictured + (element.region is Region.MAIN)) if strong and in_main else 0.0
        worded = next((len(word) for word in rule.words if word == said), 0)
        return (8.0 if strong else 0.0) + worded + (1.0 if in_main and strong else 0.0)
    word = named(role, said)
    hinted = any(hint in _tail(target) for hint in rule.urls) if target else False
    wide = not word and bare(said) in rule.whole
    if not word and not wide:
        mute = not said and hinted and same_site(view.url, url)
        return 1.0 if mute else 0.0
    if element.heading and not element.href:
        return 0.0
    score = WIDE if wide else 2.0 + len(word) + (4.0 if word == said else 0.0) - 0.2 * (len(said) - len(word))
    score += 1.0 if hinted else 0.0
    score += 0.5 if element.region in (Region.FOOTER, Region.HEADER, Region.NAV, Region.FLOATING, Region.SIDE) else 0.0
    score -= 2.0 if target and not same_site(view.url, url) else 0.0
    score -= 1.0 if not target else 0.0
    return max(score, 0.1)


def _tail(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}#{parts.fragment}"
