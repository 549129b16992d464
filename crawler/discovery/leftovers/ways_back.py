"""Addresses that carry the page they were linked on (login?back=/goods/1): one page, whatever page its way back leads to."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.urls import absolute_url, is_openable, page_identity

_BEGINS = ("/", "http://", "https://")


def strip_ways_back(url: str, seen: Container[str]) -> str:
    """The address without parameters that are themselves addresses of pages seen. ``seen``: their identities.

    Apps write them in two, a path and its parameters as JSON (``rePath=/goods&query={"id":"1"}``). A value that leads to a page
    not seen stays: it may be what the address shows (``?r=/help/returns``).
    """
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True, encoding="latin-1")
    halves = {at for way in _ways_in_two(pairs) for at in way[:2] if _leads_back(url, way[2], seen)}
    left = [pair for at, pair in enumerate(pairs) if at not in halves and not _leads_back(url, pair[1], seen)]
    if len(left) == len(pairs):
        return url
    query = urlencode(left, encoding="latin-1", errors="xmlcharrefreplace")
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, parts.fragment))


def _ways_in_two(pairs: list[tuple[str, str]]) -> Iterator[tuple[int, int, str]]:
    """Two parameters beside each other by number, the second JSON that may hold parameters of the first, with the address they make."""
    for second, (_, value) in enumerate(pairs):
        query = _query_of(value)
        beside = (at for at in (second - 1, second + 1) if query is not None and 0 <= at < len(pairs))
        yield from ((at, second, f"{pairs[at][1]}{query}") for at in beside if pairs[at][1].startswith("/"))


def _query_of(value: str) -> str | None:
    """The parameters that a JSON object of plain values holds, "" for an empty one, None for anything else."""
    flat = value.startswith("{") and value.count("{") == 1 and "[" not in value  # a stranger may nest without end
    try:
        held = json.loads(value) if flat else None
    except ValueError:
        return None
    if not isinstance(held, dict) or not all(isinstance(one, str | int) for one in held.values()):
        return None
    return f"?{urlencode(held, encoding='latin-1', errors='xmlcharrefreplace')}" if held else ""


def _leads_back(url: str, value: str, seen: Container[str]) -> bool:
    if not value.startswith(_BEGINS) or value.startswith("//"):
        return False
    target = absolute_url(url, value)
    return is_openable(target) and page_identity(target) in seen
