"""Compare and clean addresses: registrable domains, same pages, what may be opened."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit, urlunsplit

from publicsuffixlist import PublicSuffixList

_SUFFIXES = PublicSuffixList(only_icann=True)
_TRACKING = re.compile(r"^(utm_\w+|spm|scm|from|ref|referer|source|gclid|fbclid|bd_vid|pvid|cv|channel_id)$", re.I)
_ROUTE = re.compile(r"^#?!?/")  # a hash that is a single-page app's route
_FRONT = re.compile(r"/index\.php/(?=.)")  # a front controller before the path that it shows: one page with and without
_NOWHERE = re.compile(r"^(#|javascript:\s*(void\s*\(?\s*0?\s*\)?|;|//)?\s*;?\s*)$", re.I)

_KEPT = 300  # characters; longer addresses are not cached: a process would keep the longest of every shop it has seen
_MOST = 4096  # cached answers about addresses, more than a shop links to from all pages of a visit


@lru_cache(maxsize=_MOST)
def registrable_domain(host: str) -> str:
    """The registrable domain of a host name; an IP address or a single label is its own."""
    host = host.rstrip(".").lower().strip("[]")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        found: str | None = _SUFFIXES.privatesuffix(host)
        return found or host
    return host


def same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one registrable domain (loopback: one host, any port)."""
    return _site_of(one) == _site_of(other)


def _site_of(url: str) -> str:
    return _site(url) if len(url) <= _KEPT else _domain(url)


def _domain(url: str) -> str:
    return registrable_domain(urlsplit(url).hostname or "")


_site = lru_cache(maxsize=_MOST)(_domain)


def is_openable(url: str) -> bool:
    """Whether this is an address a crawler may navigate to."""
    return _openable(url) if len(url) <= _KEPT else _is_openable(url)


def _is_openable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises if it is not a number
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


_openable = lru_cache(maxsize=_MOST)(_is_openable)


def absolute_url(base: str, href: str) -> str:
    """The absolute address of a link, or "" if it has none."""
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return ""


def page_identity(url: str) -> str:
    """The normalised address of a page: no tracking, plain fragment, default port or front controller; hash routes are kept.

    Anything that is not a web address is returned as it is.
    """
    return _identity(url) if len(url) <= _KEPT else _page_identity(url)


def _page_identity(url: str) -> str:
    if not is_openable(url):
        return url
    bare, fragment = urldefrag(url)
    parts = urlsplit(bare)
    host = (parts.hostname or "").lower()
    port = f":{parts.port}" if parts.port and (parts.scheme, parts.port) not in (("http", 80), ("https", 443)) else ""
    query = urlencode(
        [
            (key, value)
            for key, value in parse_qsl(parts.query, keep_blank_values=True, encoding="latin-1")
            if not _TRACKING.match(key)
        ],
        encoding="latin-1",
        errors="xmlcharrefreplace",  # byte for byte: a GBK shop's words are not UTF-8
    )
    path = parts.path or "/"
    for index in ("/index.html", "/index.htm", "/index.php"):
        if path.endswith(index):
            path = path[: -len(index)] + "/"
    path = _FRONT.sub("/", path, count=1)
    route = f"#{fragment}" if _ROUTE.match(fragment) and fragment.strip("#!/") else ""
    return urlunsplit(("", host + port, path, query, "")) + route


_identity = lru_cache(maxsize=_MOST)(_page_identity)


def url_pattern(url: str) -> str:
    """The page identity without what rarely distinguishes pages: letter case of the path and trailing slashes.

    Two equal patterns count as one page that need not be loaded twice, never as proof that both exist.
    """
    address, hashed, route = page_identity(url).partition("#")  # a route may have a query of its own
    path, mark, query = address.partition("?")
    return f"{path.lower().rstrip('/')}{mark}{query}{hashed}{route}"


def url_tail(url: str) -> str:
    """What an address asks of its host: path, query and fragment, each with its mark even where it is empty. Raises ValueError for none."""
    return _tail(url) if len(url) <= _KEPT else _tail_of(url)


def _tail_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}#{parts.fragment}"


_tail = lru_cache(maxsize=_MOST)(_tail_of)


def names_same_document(here: str, url: str) -> bool:
    """Whether going from one address to the other only changes the fragment: a browser then keeps the document it has."""
    return "#" in url and urldefrag(here).url == urldefrag(url).url


def is_nowhere(href: str, here: str) -> bool:
    """Whether a link on the page ``here`` leads nowhere: ``#``, ``javascript:void(0)`` or the like; an empty one is no address."""
    href = href.strip()
    return _NOWHERE.match(href) is not None or (href.endswith("#") and page_identity(href) == page_identity(here))
