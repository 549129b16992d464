"""Distinguish captchas, logins, app pages, outages and error pages from a shop's own content (criteria 0.4)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from crawler.obstacle_settings import FILE
from crawler.site import Element, View
from crawler.spelling import plain_words
from crawler.urls import page_identity, same_site
from crawler.vocabulary import GapReason, Region, Role

_DATA = FILE.load()
_LIMITS = _DATA.limits
TO_LOGIN = "redirected to a login page"  # what the detail of such a gap begins with


@dataclass(frozen=True, slots=True)
class LoadedPage:
    """What is known of a loaded page when deciding whether it is a wall.

    ``main`` is its text without header, menus and footer, None if not known; ``links`` counts those visible there.
    """

    asked: str
    url: str
    status: int | None
    title: str
    text: str
    html_bytes: int
    requests: tuple[str, ...]
    has_password: bool
    links: int
    main: str | None = None
    told: str | None = None  # main without the words of links: a headline that leads on tells nothing of this page
    beneath: str | None = None  # main without dialogs and frames, with the fields there; None if not known
    asks_beneath: bool = True  # whether a password is asked for outside dialogs and frames
    controls: int = 0  # different controls there, with an address or without
    fields: int = 0  # visible fields to type into, wherever
    enrols: bool = False  # whether every form that asks for a password asks for it twice, as one to sign up with does
    role: Role = Role.HOME  # what was requested: a login form is no wall on the login page


def look_at(view: View, role: Role) -> LoadedPage:
    """The Look of an already captured view."""
    return LoadedPage(
        asked=view.asked,
        url=view.url,
        status=view.status,
        title=view.title,
        text=view.text,
        html_bytes=len(view.html),
        requests=tuple(exchange.url for exchange in view.exchanges),
        role=role,
        **tell_elements(view.elements),
    )


def tell_elements(elements: Iterable[Element]) -> dict[str, Any]:
    """What a page's elements contribute to a Look: words, links, and whether a password is asked for."""
    elements = tuple(elements)
    under = elements_beneath(elements)
    return {
        "has_password": has_password(elements),
        "links": count_links(elements),
        "controls": _count_controls(elements),
        "fields": sum(one.seen and one.input_type in _DATA.login.fields for one in elements if one.tag == "input"),
        "main": main_words(elements),
        "told": main_words(_elements_unlinked(elements)),
        "beneath": main_words(under),
        "asks_beneath": has_password(under),
        "enrols": _enrols(elements),
    }


def elements_beneath(elements: Iterable[Element]) -> tuple[Element, ...]:
    """The elements outside dialogs and frames."""
    return tuple(element for element in elements if element.region is not Region.DIALOG and not element.frame)


def _elements_unlinked(elements: tuple[Element, ...]) -> Iterator[Element]:
    """The elements that stand in no link."""
    linked: set[tuple[int, int]] = set()
    for element in elements:  # what holds another comes before it
        if element.href or (element.parent is not None and (element.frame, element.parent) in linked):
            linked.add((element.frame, element.id))
        else:
            yield element


def main_words(elements: Iterable[Element]) -> str:
    """The text outside header, menus and footer."""
    return "\n".join(
        element.own or element.name
        for element in elements
        if element.seen and element.region not in AROUND and (element.own or element.name)
    )


def has_password(elements: Iterable[Element]) -> bool:
    return any(element.input_type == "password" and element.seen for element in elements)


def _enrols(elements: tuple[Element, ...]) -> bool:
    """Whether every form with a password asks for it twice: who logs in types it once."""
    known = {(element.frame, element.id): element for element in elements}
    asked: Counter[int] = Counter()
    for element in elements:
        if element.input_type == "password" and element.seen:
            form = element
            for _ in range(_LIMITS.form_depth):
                above = None if form.parent is None else known.get((form.frame, form.parent))
                if form.tag == "form" or above is None:
                    break
                form = above
            asked[form.id] += 1
    return bool(asked) and min(asked.values()) > 1


def count_links(elements: Iterable[Element]) -> int:
    """Number of visible links outside header, menus and footer."""
    return sum(1 for element in elements if element.href and element.seen and element.region not in AROUND)


def _count_controls(elements: Iterable[Element]) -> int:
    """Number of visible controls outside header, menus and footer that say or show different things: an app's need no address."""
    shown = (one for one in elements if one.seen and (one.clickable or one.href) and one.region not in AROUND)
    return len({one.href or one.text or one.name or one.image for one in shown} - {""})


@dataclass(frozen=True, slots=True)
class Obstacle:
    reason: GapReason
    detail: str


def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.I) for pattern in patterns)


_URLS = {"blocked": _compiled(_DATA.blocked.urls)}
_ASSETS = re.compile(f"(?<![a-z])(?:{'|'.join(re.escape(mark) for mark in _DATA.blocked.assets)})")
_REDIRECTS = {
    "blocked": _compiled(_DATA.blocked.redirects),
    "login": _compiled(_DATA.login.redirects),
    "error_page": _compiled(_DATA.error_page.redirects),
}
_WORDS = {
    "blocked": tuple(map(plain_words, _DATA.blocked.words)),
    "region": tuple(map(plain_words, _DATA.region.words)),
    "maintenance": tuple(map(plain_words, _DATA.maintenance.words)),
    "error_page": tuple(map(plain_words, _DATA.error_page.words)),
    "login": tuple(map(plain_words, _DATA.login.words)),
    "app_only": tuple(map(plain_words, _DATA.app_only.words)),
}
AROUND = frozenset({Region.HEADER, Region.NAV, Region.FOOTER})
OWN_FORM = frozenset({Role.LOGIN, Role.REGISTER})
MANY: int = _LIMITS.many_links
_DENIED = tuple(plain_words(word) for word in _DATA.error_page.not_found_words)
_NOT_FOUND = (*_DENIED, *(plain_words(word) for word in _DATA.error_page.lapsed_words))
_FAILING = tuple(plain_words(word) for word in _DATA.error_page.failing_words)
_SOFT = "soft 404: "  # what the detail of such a gap begins with; the words of the page follow
_STATUSES = frozenset({"HTTP 404", "HTTP 410"})


def classify_obstacle(look: LoadedPage) -> Obstacle | None:
    """The obstacle this page is, or None if it is content. A wall word beside the main content makes no wall."""
    page = _PageWords(look)
    if (found := _match(_URLS["blocked"], look.url)) is not None:
        return Obstacle(GapReason.BLOCKED, f"captcha address {found}")
    if page.moved and (found := _redirected("blocked", look)) is not None:
        return Obstacle(GapReason.BLOCKED, f"redirected to {found}")
    if look.status in _DATA.region.statuses:
        return Obstacle(GapReason.REGION, f"HTTP {look.status}")
    if look.role is Role.ERROR:
        return page.says("blocked", GapReason.BLOCKED) or _login(look, page)
    if (wall := _blocked(look, page)) is not None:
        return wall
    if (look.status or 0) < 400 and look.role not in OWN_FORM and (wall := _login(look, page)) is not None:
        return wall
    return _broken(look, page)


class _PageWords:
    """A Look's words, normalised, and whether its main content is missing."""

    def __init__(self, look: LoadedPage) -> None:
        self.text = plain_words(look.text)
        self.title = plain_words(look.title)
        self.bare = len(self.text) < _LIMITS.main_chars
        self.main = plain_words(look.main or "") or self.text  # words outside all elements are only in the text
        self.beneath = plain_words(look.beneath or "")
        self.stands_beneath = len(self.beneath) >= _LIMITS.beneath_chars and self.beneath != self.main
        self.told = self.main if look.told is None or not look.main else plain_words(look.told)
        self.thin = len(self.main) < _LIMITS.main_chars
        self.moved = page_identity(look.asked) != page_identity(look.url)

    def word(self, section: str) -> str | None:
        """The section's word found where the main content should be."""
        return _any(_WORDS[section], f"{self.title}\n{self.main}") if self.thin else None

    def word_beneath(self, section: str) -> str | None:
        """The same for what is beneath a dialog or frame."""
        thin = len(self.beneath) < _LIMITS.main_chars
        return _any(_WORDS[section], f"{self.title}\n{self.beneath}") if thin else None

    def says(self, section: str, reason: GapReason) -> Obstacle | None:
        return Obstacle(reason, word) if (word := self.word(section)) else None


def _blocked(look: LoadedPage, page: _PageWords) -> Obstacle | None:
    refused = look.status in _DATA.blocked.statuses
    if look.role in OWN_FORM and look.has_password and not refused:
        return None  # the form that was asked for, with its own check against robots
    wall = page.says("blocked", GapReason.BLOCKED) or page.says("region", GapReason.REGION)
    if wall is None and (page.bare or refused) and (captcha := _asset(look.requests)) is not None:
        wall = Obstacle(GapReason.BLOCKED, f"captcha script {captcha}") if refused or look.links < MANY else None
    return wall or (Obstacle(GapReason.BLOCKED, f"HTTP {look.status}") if refused else None)


def _login(look: LoadedPage, page: _PageWords) -> Obstacle | None:
    """A login page instead of what was requested: by its form, its address after a redirect, or its words."""
    if look.role.value not in _DATA.login.over and page.stands_beneath:
        word, asks, main = page.word_beneath("login"), look.asks_beneath, page.beneath
    else:
        word, asks, main = page.word("login"), look.has_password, page.main
    led = page.moved and _redirected("login", look) is not None
    if led and (asks or word or page.thin or not same_site(look.asked, look.url)):
        return Obstacle(GapReason.LOGIN, f"{TO_LOGIN} {word or ''}".strip())
    if look.enrols and not page.moved:  # a form to sign up with (sellers, members) that was asked for is the page
        return None
    if asks and len(main) < _LIMITS.login_chars and look.links < MANY:
        return Obstacle(GapReason.LOGIN, f"login page {word or ''}".strip())
    many = _LIMITS.own_entries if look.role is Role.OTHER and not look.fields else MANY
    if word is not None and look.links < MANY and not (look.role.value in _DATA.login.beside and look.controls >= many):
        return Obstacle(GapReason.LOGIN, word)
    return None


def _broken(look: LoadedPage, page: _PageWords) -> Obstacle | None:
    status = look.status or 0
    if status >= 500:
        word = page.word("maintenance") or (_any(_WORDS["maintenance"], page.text) if status == 503 else None)
        return Obstacle(GapReason.MAINTENANCE, word) if word else Obstacle(GapReason.ERROR_PAGE, f"HTTP {status}")
    if status >= 400:
        return Obstacle(GapReason.ERROR_PAGE, f"HTTP {status}")
    # A site that is down has no header and footer: a short notice between them may be about paused services.
    if look.links < MANY and (down := _down(page)) is not None:
        return down
    if look.links < MANY and (stop := page.says("app_only", GapReason.APP_ONLY)) is not None:
        return stop
    if (stop := page.says("error_page", GapReason.ERROR_PAGE)) is not None:
        return stop
    missing = _any(_NOT_FOUND, page.title) or (_any(_NOT_FOUND, page.main) if page.thin else None)
    if missing is not None:
        failing = _any(_FAILING, page.main) if page.thin else None
        return Obstacle(GapReason.ERROR_PAGE, failing or f"{_SOFT}{missing}")
    if page.thin and page.moved and (led := _redirected("error_page", look)) is not None:
        return Obstacle(GapReason.ERROR_PAGE, f"redirected to <{led}>")
    if not page.text and look.links == 0:
        return Obstacle(GapReason.BLANK, f"{look.html_bytes} bytes of HTML, no text")
    return None


def denied_words(detail: str) -> str | None:
    """What the shop itself said where there is no such page: the page's words, or the status; None for any other detail of a gap."""
    if detail in _STATUSES:
        return detail
    said = detail.removeprefix(_SOFT)
    return said if said != detail and said in _DENIED else None


def _down(page: _PageWords) -> Obstacle | None:
    """The notice that the shop is closed, in the title or in words of a thin page that lead nowhere: not a headline of its news."""
    word = page.word("maintenance") if page.bare or _any(_WORDS["maintenance"], page.title) else None
    said = word is not None and _any(_WORDS["maintenance"], f"{page.title}\n{page.told}") is not None
    return Obstacle(GapReason.MAINTENANCE, str(word)) if said else None


def _redirected(section: str, look: LoadedPage) -> str | None:
    """The part of the address that indicates a wall, if the requested address has no such part."""
    hit = _match(_REDIRECTS[section], look.url)
    return None if hit is None or _match(_REDIRECTS[section], look.asked) is not None else hit


def _match(patterns: Iterable[re.Pattern[str]], url: str) -> str | None:
    return next((match.group() for pattern in patterns if (match := pattern.search(url)) is not None), None)


def _any(words: Iterable[str], text: str) -> str | None:
    return next((word for word in words if word in text), None)


def _asset(requests: Iterable[str]) -> str | None:
    """The mark of a captcha service in the requested addresses, at the start of a word: getCaptcha draws a shop's own code."""
    return next((match.group() for url in requests if (match := _ASSETS.search(url.lower())) is not None), None)
