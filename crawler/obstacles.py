"""Tells captchas, logins, app pages, outages and error pages from a shop's own content (criteria 0.4)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from crawler.addressing import same_site
from crawler.vocabulary import GapReason
from crawler.words import plain

_DATA: dict[str, Any] = tomllib.loads(files("crawler").joinpath("obstacles.toml").read_text("utf-8"))
_LIMITS: dict[str, int] = _DATA["limits"]


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of a loaded page when it is asked whether it is a wall."""

    asked: str
    url: str
    status: int | None
    title: str
    text: str
    html_bytes: int
    requests: tuple[str, ...]
    has_password: bool
    links: int
    wanted_login: bool = False  # the page of a login or registration was asked for
    wanted_error: bool = False  # the error page was asked for


@dataclass(frozen=True, slots=True)
class Obstacle:
    reason: GapReason
    detail: str


def _compiled(section: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.I) for pattern in _DATA[section].get("urls", ()))


_URLS = {section: _compiled(section) for section in ("blocked", "login")}
_WORDS = {
    section: tuple(plain(word) for word in _DATA[section]["words"])
    for section in ("blocked", "region", "maintenance", "error_page", "login", "app_only")
}
_NOT_FOUND = tuple(plain(word) for word in _DATA["error_page"]["not_found_words"])


def classify(look: Look) -> Obstacle | None:
    """The obstacle this page is, or None where it is content. A wall word beside the main content is no wall."""
    text = plain(f"{look.title}\n{look.text}")
    chars = len(text)
    thin = chars < _LIMITS["main_chars"]
    if (found := _url("blocked", look.url)) is not None:
        return Obstacle(GapReason.BLOCKED, f"captcha address {found}")
    if look.status in _DATA["region"]["statuses"]:
        return Obstacle(GapReason.REGION, f"HTTP {look.status}")
    if look.wanted_error:
        return _said("blocked", GapReason.BLOCKED, text) if thin else None
    captcha = _asset(look.requests)
    if thin or look.status in _DATA["blocked"]["statuses"]:
        wall = _said("blocked", GapReason.BLOCKED, text) or _said("region", GapReason.REGION, text)
        if wall is not None:
            return wall
        if captcha is not None and (thin or look.status in _DATA["blocked"]["statuses"]):
            return Obstacle(GapReason.BLOCKED, f"captcha script {captcha}")
    if look.status in _DATA["blocked"]["statuses"]:
        return Obstacle(GapReason.BLOCKED, f"HTTP {look.status}")
    login_page = (thin or chars < _LIMITS["login_chars"]) and (look.has_password or _any("login", text) is not None)
    if not look.wanted_login and login_page and (_url("login", look.url) is not None or look.has_password):
        return Obstacle(GapReason.LOGIN, f"login page {_any('login', text) or ''}".strip())
    if thin and not look.wanted_login and (word := _any("login", text)) is not None and look.links < 12:
        return Obstacle(GapReason.LOGIN, word)
    if look.status is not None and look.status >= 500:
        word = _any("maintenance", text) if thin or look.status == 503 else None
        return Obstacle(GapReason.MAINTENANCE, word) if word else Obstacle(GapReason.ERROR_PAGE, f"HTTP {look.status}")
    if look.status is not None and look.status >= 400:
        return Obstacle(GapReason.ERROR_PAGE, f"HTTP {look.status}")
    if thin:
        for section, reason in (("maintenance", GapReason.MAINTENANCE), ("app_only", GapReason.APP_ONLY)):
            if (stop := _said(section, reason, text)) is not None:
                return stop
        if (stop := _said("error_page", GapReason.ERROR_PAGE, text)) is not None:
            return stop
        if (word := next((word for word in _NOT_FOUND if word in text), None)) is not None:
            return Obstacle(GapReason.ERROR_PAGE, f"soft 404: {word}")
    if not text.strip() and look.links == 0:
        return Obstacle(GapReason.BLANK, f"{look.html_bytes} bytes of HTML, no text")
    if look.status is not None and not same_site(look.asked, look.url) and _url("login", look.url) is not None:
        return Obstacle(GapReason.LOGIN, "redirected to a login host")
    return None


def _url(section: str, url: str) -> str | None:
    match = next((match for pattern in _URLS[section] if (match := pattern.search(url)) is not None), None)
    return match.group() if match else None


def _any(section: str, text: str) -> str | None:
    return next((word for word in _WORDS[section] if word in text), None)


def _said(section: str, reason: GapReason, text: str) -> Obstacle | None:
    word = _any(section, text)
    return Obstacle(reason, word) if word else None


def _asset(requests: Iterable[str]) -> str | None:
    marks: list[str] = _DATA["blocked"]["assets"]
    return next((mark for url in requests for mark in marks if mark in url.lower()), None)
