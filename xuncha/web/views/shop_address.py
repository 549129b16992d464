"""Addresses of shops as pages show them: text, and a link only where it leads to a page of the web."""

from __future__ import annotations

from urllib.parse import urlsplit

from xuncha.reports.words import LINK_CHARS

PATH_CHARS = 40


def choose_link(url: str) -> str:
    """The address itself where it may be a link, "" where it may not: another scheme, no host, too long."""
    try:
        parts = urlsplit(url)
        good = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and len(url) <= LINK_CHARS
    except ValueError:
        return ""
    return url if good else ""


def shorten_path(url: str) -> str:
    """The path and query of an address, at most ``PATH_CHARS`` characters, to tell pages of one shop apart."""
    try:
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    except ValueError:
        path = url
    return path if len(path) <= PATH_CHARS else f"{path[: PATH_CHARS - 1]}…"
