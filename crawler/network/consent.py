"""Which private places a visit may reach: those of its own shop, and those a person names in addition."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from crawler.network.address_policy import is_address, plain_host
from crawler.site import Platform

Place = tuple[str, int]  # host and port; the host in normalised form: a name or an address

WEB_PORTS = (80, 443)
_NAMED = re.compile(r"(?P<host>\[[0-9a-fA-F:.]+\]|[^:/?#@\s\[\]]+)(?::(?P<port>[0-9]{1,5}))?")


def own_places(platform: Platform) -> frozenset[Place]:
    """The places of the shop's own home pages.

    An address with an explicit port means that port. One on 80 or 443 means both, since shops redirect visitors from
    http to https; and a name means the same name with and without ``www.``, since shops redirect between the two.
    Raises ValueError for what is not a web address.
    """
    found: set[Place] = set()
    for url in filter(None, (platform.url, platform.mobile_url)):
        parts = urlsplit(url)
        host = plain_host(parts.hostname or "")
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found |= {
            (name, open_port) for name in _twins(host) for open_port in (WEB_PORTS if port in WEB_PORTS else (port,))
        }
    return frozenset(found)


def named_places(text: str) -> frozenset[Place]:
    """The places meant by ``host:port``; ``host`` alone means its two web ports. Raises ValueError for anything else."""
    found = _NAMED.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"not a host and port: {text[:80]!r}")
    host = plain_host(found["host"].encode("idna").decode("ascii") if not found["host"].isascii() else found["host"])
    if found["port"] is None:
        return frozenset((host, port) for port in WEB_PORTS)
    port = int(found["port"])
    if not 0 < port < 65536:
        raise ValueError(f"not a port: {text[:80]!r}")
    return frozenset({(host, port)})


def consented_places(platform: Platform, own: bool, named: Iterable[str] = ()) -> frozenset[Place]:
    """All consented places: the shop's ``own`` if so stated, and those ``named``. Raises ValueError."""
    found = own_places(platform) if own else frozenset()
    return found.union(*(named_places(text) for text in named))


def _twins(host: str) -> tuple[str, ...]:
    if is_address(host) or "." not in host:
        return (host,)
    return (host, host.removeprefix("www.") if host.startswith("www.") else f"www.{host}")
