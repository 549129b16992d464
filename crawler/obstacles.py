"""Tells captchas, logins, app pages, outages and error pages from a shop's own content (criteria 0.4)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from crawler.addressing import identity, same_site
from crawler.site import Element, View
from crawler.vocabulary import GapReason, Region, Role
from crawler.words import plain

_DATA: dict[str, Any] = tomllib.loads(files("crawler").joinpath("obstacles.toml").read_text("utf-8"))
_LIMITS: dict[str, int] = _DATA["limits"]


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of a loaded page when it is asked whether it is a wall. ``main`` is its text without header, menus and
    footer, None where that is not known; ``links`` are those that can be seen there."""

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
    beneath: str | None = None  # main without dialogs and frames, with what is asked for there; None where not known
    asks_beneath: bool = True  # whether a password is asked for outside dialogs and frames
    role: Role = Role.HOME  # what was asked for: a login form is no wall on the login page


def look_at(view: View, role: Role) -> Look:
    """The same of a view that was captured already."""
    return Look(
        asked=view.asked,
        url=view.url,
        status=view.status,
        title=view.title,
        text=view.text,
        html_bytes=len(view.html),
        requests=tuple(exchange.url for exchange in view.exchanges),
        role=role,
        **told(view.elements),
    )


def told(elements: Iterable[Element]) -> dict[str, Any]:
    """What the elements of a page tell a look: its words, links and whether a password is asked for."""
    elements = tuple(elements)
    under = beneath(elements)
    return {
        "has_password": has_password(elements),
        "links": links(elements),
        "main": main_words(elements),
        "beneath": main_words(under),
        "asks_beneath": has_password(under),
    }


def beneath(elements: Iterable[Element]) -> tuple[Element, ...]:
    """What stands neither in a dialog nor in a frame."""
    return tuple(element for element in elements if element.region is not Region.DIALOG and not element.frame)


def main_words(elements: Iterable[Element]) -> str:
    """What stands outside header, menus and footer."""
    return "\n".join(
        element.own or element.name
        for element in elements
        if element.seen and element.region not in AROUND and (element.own or element.name)
    )


def has_password(elements: Iterable[Element]) -> bool:
    return any(element.input_type == "password" and element.seen for element in elements)


def links(elements: Iterable[Element]) -> int:
    """How many links can be seen outside header, menus and footer."""
    return sum(1 for element in elements if element.href and element.seen and element.region not in AROUND)


@dataclass(frozen=True, slots=True)
class Obstacle:
    reason: GapReason
    detail: str


def _compiled(section: str, key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.I) for pattern in _DATA[section][key])


_URLS = {"blocked": _compiled("blocked", "urls")}
_REDIRECTS = {section: _compiled(section, "redirects") for section in ("blocked", "login")}
_WORDS = {
    section: tuple(plain(word) for word in _DATA[section]["words"])
    for section in ("blocked", "region", "maintenance", "error_page", "login", "app_only")
}
AROUND = frozenset({Region.HEADER, Region.NAV, Region.FOOTER})
OWN_FORM = frozenset({Role.LOGIN, Role.REGISTER})
MANY: int = _LIMITS["many_links"]
_NOT_FOUND = tuple(plain(word) for word in _DATA["error_page"]["not_found_words"])


def classify(look: Look) -> Obstacle | None:
    """The obstacle this page is, or None where it is content. A wall word beside the main content is no wall."""
    page = _Page(look)
    if (found := _url("blocked", look.url)) is not None:
        return Obstacle(GapReason.BLOCKED, f"captcha address {found}")
    if page.moved and (found := _redirected("blocked", look)) is not None:
        return Obstacle(GapReason.BLOCKED, f"redirected to {found}")
    if look.status in _DATA["region"]["statuses"]:
        return Obstacle(GapReason.REGION, f"HTTP {look.status}")
    if look.role is Role.ERROR:
        return page.says("blocked", GapReason.BLOCKED) or _login(look, page)
    if (wall := _blocked(look, page)) is not None:
        return wall
    if (look.status or 0) < 400 and look.role not in OWN_FORM and (wall := _login(look, page)) is not None:
        return wall
    return _broken(look, page)


class _Page:
    """A look's words in one spelling, and whether its main content is missing."""

    def __init__(self, look: Look) -> None:
        self.text = plain(look.text)
        self.title = plain(look.title)
        self.bare = len(self.text) < _LIMITS["main_chars"]
        self.main = plain(look.main or "") or self.text  # words that stand in no element are only in the text
        self.beneath = plain(look.beneath or "")
        self.stands_beneath = len(self.beneath) >= _LIMITS["beneath_chars"] and self.beneath != self.main
        self.thin = len(self.main) < _LIMITS["main_chars"]
        self.moved = identity(look.asked) != identity(look.url)

    def word(self, section: str) -> str | None:
        """The section's word that stands where the main content should."""
        return _any(_WORDS[section], f"{self.title}\n{self.main}") if self.thin else None

    def word_beneath(self, section: str) -> str | None:
        """The same of what a dialog or frame lies over."""
        thin = len(self.beneath) < _LIMITS["main_chars"]
        return _any(_WORDS[section], f"{self.title}\n{self.beneath}") if thin else None

    def says(self, section: str, reason: GapReason) -> Obstacle | None:
        word = self.word(section)
        return Obstacle(reason, word) if word else None


def _blocked(look: Look, page: _Page) -> Obstacle | None:
    refused = look.status in _DATA["blocked"]["statuses"]
    wall = page.says("blocked", GapReason.BLOCKED) or page.says("region", GapReason.REGION)
    if wall is None and (page.bare or refused) and (captcha := _asset(look.requests)) is not None:
        wall = Obstacle(GapReason.BLOCKED, f"captcha script {captcha}") if refused or look.links < MANY else None
    return wall or (Obstacle(GapReason.BLOCKED, f"HTTP {look.status}") if refused else None)


def _login(look: Look, page: _Page) -> Obstacle | None:
    """A login page instead of what was asked for: by its form, its address after a redirect, or its words."""
    if look.role.value not in _DATA["login"]["over"] and page.stands_beneath:
        word, asks, main = page.word_beneath("login"), look.asks_beneath, page.beneath
    else:
        word, asks, main = page.word("login"), look.has_password, page.main
    led = page.moved and _redirected("login", look) is not None
    if led and (asks or word or page.thin or not same_site(look.asked, look.url)):
        return Obstacle(GapReason.LOGIN, f"redirected to a login page {word or ''}".strip())
    if asks and len(main) < _LIMITS["login_chars"] and look.links < MANY:
        return Obstacle(GapReason.LOGIN, f"login page {word or ''}".strip())
    if word is not None and look.links < MANY:
        return Obstacle(GapReason.LOGIN, word)
    return None


def _broken(look: Look, page: _Page) -> Obstacle | None:
    status = look.status or 0
    if status >= 500:
        word = page.word("maintenance") or (_any(_WORDS["maintenance"], page.text) if status == 503 else None)
        return Obstacle(GapReason.MAINTENANCE, word) if word else Obstacle(GapReason.ERROR_PAGE, f"HTTP {status}")
    if status >= 400:
        return Obstacle(GapReason.ERROR_PAGE, f"HTTP {status}")
    # A site that is down has no header and footer of its own: a short notice within them may speak of services that are paused.
    down = (
        page.says("maintenance", GapReason.MAINTENANCE)
        if page.bare or _any(_WORDS["maintenance"], page.title)
        else None
    )
    if look.links < MANY and down is not None:
        return down
    if look.links < MANY and (stop := page.says("app_only", GapReason.APP_ONLY)) is not None:
        return stop
    if (stop := page.says("error_page", GapReason.ERROR_PAGE)) is not None:
        return stop
    missing = _any(_NOT_FOUND, page.title) or (_any(_NOT_FOUND, page.main) if page.thin else None)
    if missing is not None:
        return Obstacle(GapReason.ERROR_PAGE, f"soft 404: {missing}")
    if not page.text and look.links == 0:
        return Obstacle(GapReason.BLANK, f"{look.html_bytes} bytes of HTML, no text")
    return None


def _redirected(section: str, look: Look) -> str | None:
    """The part of the address that tells a wall, where the address asked for has no such part."""
    hit = _match(_REDIRECTS[section], look.url)
    return None if hit is None or _match(_REDIRECTS[section], look.asked) is not None else hit


def _url(section: str, url: str) -> str | None:
    return _match(_URLS[section], url)


def _match(patterns: Iterable[re.Pattern[str]], url: str) -> str | None:
    match = next((match for pattern in patterns if (match := pattern.search(url)) is not None), None)
    return match.group() if match else None


def _any(words: Iterable[str], text: str) -> str | None:
    return next((word for word in words if word in text), None)


def _asset(requests: Iterable[str]) -> str | None:
    marks: list[str] = _DATA["blocked"]["assets"]
    return next((mark for url in requests for mark in marks if mark in url.lower()), None)
