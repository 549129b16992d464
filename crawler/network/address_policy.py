"""Which addresses a visit may reach: the refused ranges, also where one address is embedded in another.

Pure except for reading its own table once. Sources: IANA special-purpose registries, RFC 4291, 6052, 3056, 4380, 5214.
"""

import re
import socket
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from crawler.network.proxy_settings import FILE

TABLE = FILE.load()
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


@dataclass(frozen=True, slots=True)
class _RefusedRange:
    """One refused range as integers, which compare faster than network objects."""

    version: int
    first: int
    last: int
    reason: str
    always: bool


@dataclass(frozen=True, slots=True)
class _Carrier:
    form: str
    network: IPv6Network
    at: int
    inverted: bool


def _blocks() -> tuple[_RefusedRange, ...]:
    found = []
    for row in TABLE.refused:
        for text in row.ranges:
            network = ip_network(text)
            first, last = int(network.network_address), int(network.broadcast_address)
            found.append(_RefusedRange(network.version, first, last, row.reason, row.always))
    return tuple(found)


_BLOCKS = _blocks()
_CARRIERS = tuple(
    _Carrier(row.form, IPv6Network(row.prefix), at, row.inverted) for row in TABLE.carrier for at in row.at
)
_ISATAP = frozenset(TABLE.isatap.identifiers)
_GLOBAL = tuple(IPv6Network(text) for text in TABLE.global_unicast.ranges)


@lru_cache(maxsize=4096)
def refusal_of_address(ip: str, *, allow_private: bool) -> str | None:
    """Why this address may not be reached, or None if it may.

    The reason is a name such as ``loopback`` or ``metadata``; for an IPv4 address embedded in an IPv6 one the form
    comes first:
    ``mapped_loopback``. ``allow_private`` lifts only what is private, never metadata, link-local and the like. Raises
    ValueError if ``ip`` is not an address.
    """
    return _judge(ip_address(ip), allow_private)


def _judge(address: IPv4Address | IPv6Address, allow_private: bool) -> str | None:
    number, known = int(address), False
    for block in _BLOCKS:
        if block.version == address.version and block.first <= number <= block.last:
            if block.always or not allow_private:
                return block.reason
            if block.first == block.last:
                return None  # a single address named in the table: it is not also read as an embedding (``::1`` as ``0.0.0.1``)
            known = True
    if isinstance(address, IPv4Address):
        return None
    for form, inner in _carried(address):
        reason = _judge(inner, allow_private)
        if reason is not None:
            return f"{form}_{reason}"
        known = True
    if known or any(address in network for network in _GLOBAL):
        return None
    return "reserved"


def _carried(address: IPv6Address) -> list[tuple[str, IPv4Address]]:
    """Every IPv4 address embedded in this IPv6 address, with the name of the form."""
    number, found = int(address), []
    for carrier in _CARRIERS:
        if address in carrier.network:
            bits = (number >> (96 - carrier.at)) & 0xFFFFFFFF
            found.append((carrier.form, IPv4Address(bits ^ 0xFFFFFFFF if carrier.inverted else bits)))
    if (number >> 32) & 0xFFFFFFFF in _ISATAP and not found:
        found.append(("isatap", IPv4Address(number & 0xFFFFFFFF)))
    return found


def plain_host(host: str) -> str:
    """The host in normalised form: lower case, no final dot, addresses canonical.

    Numbers in odd spellings (``0x7f.1``, ``0177.0.0.1``, ``2130706433``) become the address a resolver would take them
    for (WHATWG URL, "ends in a number"). Raises ValueError for what is neither a name nor an address.
    """
    name = host.lower()
    if name.startswith("[") and name.endswith("]"):
        name = name[1:-1]
    if ":" in name:
        # Python 3.13 spells mapped addresses differently from 3.11: the system's spelling is the same everywhere.
        return socket.inet_ntop(socket.AF_INET6, IPv6Address(name).packed)
    name = name.removesuffix(".")
    labels = name.split(".")
    if not name.isascii() or len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise ValueError(f"not a host name: {host[:80]!r}")
    if not _NUMBER.fullmatch(labels[-1]):
        return name
    try:
        return str(IPv4Address(socket.inet_aton(name)))
    except OSError:
        raise ValueError(f"not an address: {host[:80]!r}") from None


def is_address(host: str) -> bool:
    """Whether a host from :func:`plain_host` is an address and needs no resolver."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
