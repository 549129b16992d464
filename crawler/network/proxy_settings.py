"""What the egress proxy must never reach, and the limits of everything that goes through it: the file gate.toml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.table_builder import Setting


@dataclass(frozen=True, slots=True)
class RefusedAddresses:
    """Addresses that are refused; the first table that contains one decides."""

    reason: Annotated[str, Setting("why they are")]
    always: Annotated[bool, Setting("no option lifts it")]
    ranges: Annotated[tuple[str, ...], Setting("of addresses")]


@dataclass(frozen=True, slots=True)
class AddressCarrier:
    """IPv6 addresses that embed an IPv4 address, which is judged in their place."""

    form: Annotated[str, Setting("what they are called")]
    prefix: Annotated[str, Setting("that they begin with")]
    at: Annotated[tuple[int, ...], Setting("first bit of the address they carry")]
    inverted: Annotated[bool, Setting("whether every bit of it is turned")]


@dataclass(frozen=True, slots=True)
class Isatap:
    """ISATAP (RFC 5214): any prefix, an interface identifier of 32 fixed bits, then the IPv4 address."""

    identifiers: Annotated[tuple[int, ...], Setting("those bits")]


@dataclass(frozen=True, slots=True)
class GlobalUnicast:
    """The part of IPv6 that is not reserved."""

    ranges: Annotated[
        tuple[str, ...], Setting("of addresses; everything outside is reserved or has a table of its own")
    ]


@dataclass(frozen=True, slots=True)
class RefusedPorts:
    """Ports of servers other than web servers, as browsers know them. No consent lifts them."""

    refused: Annotated[tuple[int, ...], Setting("ports that are never reached")]


@dataclass(frozen=True, slots=True)
class UnresolvedNames:
    """Names that are never resolved (RFC 6761, RFC 7686)."""

    never: Annotated[tuple[str, ...], Setting("last labels of such names")]


@dataclass(frozen=True, slots=True)
class GateLimits:
    """What one connection may take."""

    dns_seconds: Annotated[float, Setting("for a name to be resolved", "s")]
    dns_cache_seconds: Annotated[
        float, Setting("that an answer is remembered: Chromium's own cache holds as long", "s")
    ]
    connect_seconds: Annotated[float, Setting("for all addresses of a name together", "s")]
    stagger_seconds: Annotated[float, Setting("before the next address is tried beside a silent one (RFC 8305)", "s")]
    idle_seconds: Annotated[float, Setting("after which a silent connection is closed", "s")]
    sweep_seconds: Annotated[float, Setting("between two looks for such connections", "s")]
    head_bytes: Annotated[int, Setting("of the head of a request or answer, at most", "bytes")]
    log_entries: Annotated[int, Setting("of connections that are remembered")]


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one fetch of the HTTP client may take."""

    max_bytes: Annotated[int, Setting("decoded", "bytes")]
    timeout: Annotated[float, Setting("for all redirects together", "s")]
    max_redirects: Annotated[int, Setting("that are followed")]


@dataclass(frozen=True, slots=True)
class TlsLimits:
    """Limits for looking at certificates."""

    timeout: Annotated[float, Setting("for each handshake", "s")]


@dataclass(frozen=True, slots=True)
class GateSettings:
    """The file gate.toml."""

    refused: tuple[RefusedAddresses, ...]
    carrier: tuple[AddressCarrier, ...]
    isatap: Isatap
    global_unicast: GlobalUnicast
    ports: RefusedPorts
    names: UnresolvedNames
    limits: GateLimits
    fetch: FetchLimits
    tls: TlsLimits


FILE = SettingsFile("crawler.network", "proxy.toml", GateSettings)
