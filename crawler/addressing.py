"""Addresses compared and cleaned: registrable domains, same pages, what may be opened."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit, urlunsplit

from publicsuffixlist import PublicSuffixList

_SUFFIXES = PublicSuffixList(only_icann=True)
_TRACKING = re.compile(r"^(utm_\w+|spm|scm|from|ref|referer|source|gclid|fbclid|bd_vid|pvid|cv|channel_id)$", re.I)
_ROUTE = re.compile(r"^#?!?/")  # a hash that is a route of a single-page app


@lru_cache(maxsize=4096)
def registrable(host: str) -> str:
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
    return registrable(urlsplit(one).hostname or "") == registrable(urlsplit(other).hostname or "")


def openable(url: str) -> bool:
    """Whether this is an address a crawler may navigate to."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises where it is no number
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def absolute(base: str, href: str) -> str:
    """The address a link leads to, or "" where it is none."""
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return ""


def identity(url: str) -> str:
    """One spelling for one page: no tracking parameters, no plain fragment, no default port; hash routes are kept.

    What is no web address is its own identity.
    """
    if not openable(url):
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
        errors="xmlcharrefreplace",  # byte for byte: a GBK shop's words are no UTF-8
    )
    path = parts.path or "/"
    for index in ("/index.html", "/index.htm", "/index.php"):
        if path.endswith(index):
            path = path[: -len(index)] + "/"
    route = f"#{fragment}" if _ROUTE.match(fragment) and fragment.strip("#!/") else ""
    return urlunsplit(("", host + port, path, query, "")) + route


def alike(url: str) -> str:
    """The identity of an address without what rarely tells pages apart: letter case of its path and slashes at its end.

    Two addresses alike are taken for one page that need not be loaded twice, never for proof that both exist.
    """
    key = identity(url)
    path, mark, query = key.partition("?")
    route = "" if mark else "".join(path.partition("#")[1:])
    bare = path.partition("#")[0]
    return f"{bare.lower().rstrip('/')}{mark}{query}{route}"
