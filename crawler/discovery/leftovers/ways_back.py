"""Addresses that carry the page they were linked on (login?back=/goods/1): one page, whatever page its way back leads to."""

from __future__ import annotations

from collections.abc import Container
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.urls import absolute_url, is_openable, page_identity

_BEGINS = ("/", "http://", "https://")


def strip_ways_back(url: str, seen: Container[str]) -> str:
    """The address without parameters that are themselves addresses of pages seen. ``seen``: their identities.

    A value that leads to a page not seen stays: it may be what the address shows (``?r=/help/returns``).
    """
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True, encoding="latin-1")
    left = [(key, value) for key, value in pairs if not _leads_back(url, value, seen)]
    if len(left) == len(pairs):
        return url
    query = urlencode(left, encoding="latin-1", errors="xmlcharrefreplace")
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, parts.fragment))


def _leads_back(url: str, value: str, seen: Container[str]) -> bool:
    if not value.startswith(_BEGINS) or value.startswith("//"):
        return False
    target = absolute_url(url, value)
    return is_openable(target) and page_identity(target) in seen
