"""Find an address or a control for each role on a page (criteria 0.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from crawler.links.card_titles import card_titles
from crawler.links.carousels import tells_news
from crawler.links.entry_words import with_entries
from crawler.links.link_around import find_link_around, invites_here, pictured_lines, sends_form
from crawler.links.role_settings import FILE, RoleWords
from crawler.site import Element, View
from crawler.spelling import LABEL, LABELS, holds_word, measure_label, names_in_title, plain_words, spelled_out
from crawler.urls import is_openable, page_identity, same_site, url_tail
from crawler.vocabulary import Device, FoundBy, Region, Role

_DATA = FILE.load()
LONGEST: int = _DATA.rules.longest_text
VOUCHING: tuple[Role, ...] = _DATA.rules.vouching
ALSO: dict[Role, tuple[Role, ...]] = {
    Role(name): tuple(Role(other) for other in others) for name, others in _DATA.rules.also.items()
}
AT_HOME: frozenset[Role] = frozenset(_DATA.rules.at_home)
_DOING = tuple(re.compile(pattern) for pattern in _DATA.doing.urls)
_GOODS_KEYS = re.compile(_DATA.goods.keys)
_ADVERTS = re.compile(_DATA.adverts.urls)
_MARKS: str = _DATA.rules.marks
FETCHED_SHARE: float = _DATA.rules.fetched_share
FEWEST_LOST: int = _DATA.rules.fewest_lost
ORDER: tuple[Role, ...] = _DATA.rules.order
FURTHER_LONGEST: int = _DATA.further.longest_text
FURTHER_NOT: tuple[str, ...] = tuple(plain_words(word) for word in _DATA.further.not_words)
PERSONAL: frozenset[str] = frozenset(plain_words(word) for word in _DATA.further.personal)
VAGUE: frozenset[str] = frozenset(plain_words(word) for word in _DATA.further.vague)
SHELVES: frozenset[str] = frozenset(_DATA.further.shelves)
FILLS: frozenset[Role] = frozenset(_DATA.further.fills)
FURTHER_LOADS: dict[Device, int] = {
    Device.DESKTOP: _DATA.further.loads.desktop,
    Device.MOBILE: _DATA.further.loads.mobile,
}
WIDE: float = _DATA.rules.wide
STUB_TRIES: int = _DATA.further.stub_tries
_MERCHANTS: tuple[str, ...] = tuple(plain_words(word) for word in _DATA.merchants.words)
CART_SAYS: tuple[str, ...] = tuple(plain_words(word) for word in _DATA.cart.shows)
CART_WORDS: tuple[str, ...] = (*(plain_words(word) for word in _DATA.roles[Role.CART].words), *CART_SAYS)
ACCOUNT_FIELDS: tuple[str, ...] = tuple(plain_words(word) for word in _DATA.account.fields)
ACCOUNT_SAYS: tuple[str, ...] = tuple(plain_words(word) for word in _DATA.account.says)
_OF_GOODS = frozenset({Role.PRODUCT, Role.LIST, Role.CART, Role.SEARCH})
_BUYERS: frozenset[Role] = frozenset(_DATA.merchants.roles)
SECOND_LEVEL: tuple[Role, ...] = _DATA.rules.second_level


@dataclass(frozen=True, slots=True)
class _RoleRule:
    entries: frozenset[str]  # words that, as a whole label, are this role's entry and no further page of another role
    words: tuple[str, ...]  # including the other names
    whole: frozenset[str]  # words too general to be searched for in longer labels: a name only by themselves
    not_words: tuple[str, ...]
    urls: tuple[str, ...]
    paths: tuple[str, ...]
    pages: int
    strong_urls: tuple[re.Pattern[str], ...]
    not_urls: tuple[re.Pattern[str], ...]
    further: tuple[tuple[str, ...], ...]
    further_pages: int


def _rule(raw: RoleWords) -> _RoleRule:
    return _RoleRule(
        frozenset(spelled_out(with_entries(raw.words))),
        tuple(sorted(spelled_out(with_entries((*raw.words, *raw.names))), key=len, reverse=True)),
        frozenset(spelled_out(raw.whole)),
        spelled_out(raw.not_words),
        raw.urls,
        raw.paths,
        raw.pages,
        tuple(re.compile(pattern, re.I) for pattern in raw.strong_urls),
        tuple(re.compile(pattern, re.I) for pattern in raw.not_urls),
        tuple(tuple(plain_words(word) for word in topic.split("|")) for topic in raw.further),
        raw.further_pages,
    )


RULES: dict[Role, _RoleRule] = {role: _rule(raw) for role, raw in _DATA.roles.items()}


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a role's page may be: an address to open, or a control to click on the page it was seen on."""

    role: Role
    url: str  # "" if only a click opens it
    element: Element | None
    score: float
    found_by: FoundBy
    clicks: int | None
    path: tuple[str, ...]
    on: str = ""  # address of the page with the control


def pages_wanted(role: Role) -> int:
    """How many pages of that role are read."""
    return RULES[role].pages if role in RULES else 1


def known_paths(role: Role, home: str) -> tuple[str, ...]:
    """Usual addresses of pages of that role."""
    parts = urlsplit(home)
    return tuple(f"{parts.scheme}://{parts.netloc}{path}" for path in RULES[role].paths) if role in RULES else ()


def find_leads(view: View, roles: Iterable[Role]) -> dict[Role, tuple[Lead, ...]]:
    """The leads of each role on one page, best first, one per address; only visible elements count."""
    found: dict[Role, dict[str, Lead]] = {role: {} for role in roles}
    titles, pictured = card_titles(view, LONGEST), pictured_lines(view)
    for element in view.elements:
        if not (element.href or element.clickable) or not element.seen:
            continue
        url = element.href if is_openable(element.href) else ""
        if not url and element.href and not element.href.lower().startswith(("javascript:", "#")):
            continue  # mailto:, tel: and other schemes lead to no page
        if not element.href and speaks_of_goods(find_link_around(view, element)):
            continue  # a picture of goods shows goods, whatever is written on it
        goods, title = names_goods(url), plain_words(view.title)
        said = pictured.get(element.id) or spoken_labels(element, LONGEST)
        said = (titles[element.id],) if said == ("",) and element.id in titles else said
        for role, known in found.items():
            rule = RULES[role]
            score, words = max((_fit(rule, role, element, one, url, view), one) for one in said)
            wrong = (holds_word(one, word) for one in said for word in rule.not_words)
            if score <= 0 or any(wrong) or any(for_merchants(one, role) for one in said):
                continue
            named = any(is_name(role, one) for one in said)
            if not named and (element.id in pictured or (goods and role not in _OF_GOODS)):
                continue  # an advertisement, and the name of goods (免邮样品), name no page, whatever words they hold
            press = not url or _stays(url, view.url)
            if names_in_title(words, names_role(role, words), title) or (press and sends_form(view, role, element)):
                continue
            amid = press and not invites_here(view, role)
            if (word := _word_in(role, words)) and tells_news(view, element, words, word, amid):
                continue
            key = f"press {element.selector}" if press else page_identity(url)
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
    """Whether normalised words name a page for merchants where one for buyers is wanted."""
    return role in _BUYERS and any(word in said for word in _MERCHANTS)


def speaks_of_lists(url: str) -> bool:
    """Whether an address looks like a list's or a product's."""
    return any(pattern.search(url_tail(url.lower())) for pattern in RULES[Role.LIST].strong_urls) or speaks_of_goods(
        url
    )


def is_hinted(url: str, role: Role) -> bool:
    """Whether an address mentions that role, as a separate word in path or query."""
    words = set(re.split(r"[^a-z0-9]+", url_tail(url).lower()))
    return role in RULES and any(hint in words or f"{hint}s" in words for hint in RULES[role].urls)


def speaks_of_goods(url: str) -> bool:
    """Whether an address looks like a product's."""
    rule, tail = RULES[Role.PRODUCT], url_tail(url.lower())
    return any(pattern.search(tail) for pattern in rule.strong_urls) and not any(
        pattern.search(tail) for pattern in rule.not_urls
    )


def is_about_goods(url: str) -> bool:
    """Whether an address looks like a product's, or names goods by a key of its query: a page of theirs, or one about them."""
    return speaks_of_goods(url) or names_goods(url)


def names_goods(url: str) -> bool:
    """Whether a key of an address's query names goods: ``?products_id=7``, but not ``?id=7``."""
    return bool(find_goods_key(url))


def find_goods_key(url: str) -> str:
    """The part of an address's query that names goods by its key, with its value; "" where none does."""
    found = _GOODS_KEYS.search(url_tail(url.lower())) if url else None
    return found.group().strip("?&") if found else ""


def sends_on(url: str) -> bool:
    """Whether an address only counts a press on an advertisement and sends on from it."""
    return _ADVERTS.search(url_tail(url.lower())) is not None


def does_something(url: str) -> bool:
    """Whether following an address has an effect, such as adding to a cart or logging out, instead of showing a page."""
    return any(pattern.search(url_tail(url.lower())) for pattern in _DOING)


def speaks_of_list(url: str) -> bool:
    """Whether an address looks like a list of goods."""
    return any(pattern.search(url_tail(url.lower())) for pattern in RULES[Role.LIST].strong_urls)


def _word_in(role: Role, said: str) -> str:
    """The role's word in a label of a role that is found by words; "" where the label is a name and nothing else."""
    return "" if role in (Role.LIST, Role.PRODUCT) or bare_label(said) in RULES[role].whole else names_role(role, said)


def _stays(url: str, here: str) -> bool:
    """Whether a link only points into its own page."""
    return page_identity(url) == page_identity(here)


def spoken_labels(element: Element, longest: int) -> tuple[str, ...]:
    """All labels of a control, from every source, except those as long as an article."""
    words = (element.text or element.own, element.name, element.pseudo, element.ocr)
    return tuple({said: None for word in words if word and measure_label(said := plain_words(word)) <= longest}) or (
        "",
    )


def names_role(role: Role, said: str) -> str:
    """The longest of a role's words found in these plain words, or ""; cached, since the same labels appear on every page."""
    return _remembered(role, said) if len(said) <= LABEL else _named(role, said)


def _named(role: Role, said: str) -> str:
    return next((word for word in RULES[role].words if word in said and holds_word(said, word)), "")


_remembered = lru_cache(maxsize=LABELS)(_named)


def is_name(role: Role, label: str) -> bool:
    """Whether a label is one of the role's words and nothing else, apart from marks around it."""
    said = bare_label(plain_words(label))
    rule = RULES.get(role)
    return rule is not None and (said in rule.words or said in rule.whole)


def bare_label(said: str) -> str:
    """Plain words without the marks around a name: 《用户协议》, 帮助 >."""
    return said.strip(_MARKS)


def _fit(rule: _RoleRule, role: Role, element: Element, said: str, url: str, view: View) -> float:
    """How well an element with that label fits a role; 0 = not at all.

    The longest word wins; a whole match, the footer and the header add to it.
    """
    target = url.lower()
    strong = any(pattern.search(url_tail(target)) for pattern in rule.strong_urls) if target else False
    if role in (Role.PRODUCT, Role.LIST):
        if not target or not same_site(view.url, url) or _stays(url, view.url):
            return 0.0
        if any(pattern.search(url_tail(target)) for pattern in rule.not_urls):
            return 0.0
        in_main = element.region in (Region.MAIN, Region.SIDE, Region.NAV, Region.HEADER)
        if role is Role.PRODUCT:
            pictured = bool(element.image) or element.box.h >= 60
            return (10.0 + 3 * pictured + (element.region is Region.MAIN)) if strong and in_main else 0.0
        worded = next((len(word) for word in rule.words if word == said), 0)
        return (8.0 if strong else 0.0) + worded + (1.0 if in_main and strong else 0.0)
    if role is not Role.LOGIN and does_something(url):
        return 0.0
    word = names_role(role, said)
    hinted = any(hint in url_tail(target) for hint in rule.urls) if target else False
    wide = not word and bare_label(said) in rule.whole
    if not word and not wide:
        wordless = not any(map(str.isalpha, said))  # an icon, with or without a number
        return 1.0 if wordless and hinted and same_site(view.url, url) else 0.0
    if element.heading and not element.href:
        return 0.0
    score = WIDE if wide else 2.0 + len(word) + (4.0 if word == said else 0.0) - 0.2 * (len(said) - len(word))
    score += 1.0 if hinted else 0.0
    score += 0.5 if element.region in (Region.FOOTER, Region.HEADER, Region.NAV, Region.FLOATING, Region.SIDE) else 0.0
    score -= 2.0 if target and not same_site(view.url, url) else 0.0
    score -= 1.0 if not target else 0.0
    return max(score, 0.1)
