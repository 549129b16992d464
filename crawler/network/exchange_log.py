"""The network exchanges of one page, recorded in full: a blob beside the view that judging never reads.

The blob is canonical JSON (UTF-8, sorted keys, no spaces, a newline at the end) as a gzip frame without a time:
``{"schema", "page", "addresses", "certificates", "left_out", "exchanges"}``. Nothing in it is masked: cookies are there
as sent. An exchange has the same index in ``exchanges`` as in ``View.exchanges``; ``id``, ``hop`` and ``at``
distinguish it from all others of an audit. ``page`` is the index of the exchange that brought the document, None if
none did. Header names and values are pairs, as received if ``as_received`` (``as_sent``), else as the page could see
them. Times in ms, sizes in bytes.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from crawler.limits import PAGE
from crawler.network.bodies import KeptBody

SCHEMA: Final = "xuncha-exchanges/1"
MEDIA: Final = "application/x-xuncha-exchanges+gzip"
GATE_SECRET: Final = "proxy-authorization"  # sent by the browser to the proxy, which passes it on to nobody
GATE_HEADER: Final = "x-xuncha-gate"  # a server could send it too: the proxy's own log decides
_GZIP: Final = 31  # zlib's window bits for a gzip frame, whose time is 0
_LEVEL: Final = 6
_URL: Final = 16_000  # characters of an address

Event = dict[str, Any]


@dataclass(slots=True)
class LoggedExchange:
    """One request as reported by the browser; each redirect is a request of its own, counted by ``hop``."""

    id: str
    url: str
    method: str
    kind: str
    initiator: str
    at: float  # the browser's own clock
    wall: float = 0.0  # in seconds since 1970
    hop: int = 0
    top: bool = False  # it requests the document of the page itself
    frame: str = ""  # the browser's id of the frame that asked for it
    request: Event = field(default_factory=dict)
    response: Event | None = None
    sent: Event | None = None  # the network service's event on the same request
    received: Event | None = None
    status: int | None = None
    size: int = 0
    wire: float | None = None  # bytes as received, with headers
    ended: float | None = None
    failed: str = ""
    blocked: str = ""
    media: str = ""
    extra: bool = True  # whether the network service reports on it
    done: bool = False
    cached: bool = False
    body: KeptBody | None = None
    posted: bytes | None = None


def pack_record(record: Mapping[str, Any]) -> bytes:
    """The record as stored: equal records are equal bytes."""
    text = json.dumps(record, sort_keys=True, separators=(",", ":")) + "\n"
    return zlib.compress(text.encode("ascii"), _LEVEL, _GZIP)


class NotARecord(ValueError):
    """The bytes are not a record of exchanges."""


def unpack_record(data: bytes) -> dict[str, Any]:
    """The record from its stored bytes. Raises NotARecord."""
    try:
        record = json.loads(zlib.decompress(data, _GZIP))
    except (zlib.error, ValueError, RecursionError) as error:
        raise NotARecord(f"not a record of exchanges: {error}") from error
    if not isinstance(record, dict) or record.get("schema") != SCHEMA:
        raise NotARecord("not a record of exchanges")
    return record


class RouteSource(Protocol):
    """The part of the egress proxy used here: where a host's packets went, and whether they went at all."""

    def addresses(self, host: str) -> tuple[str, ...]: ...

    def failure(self, host: str, port: int) -> object: ...


def write_record(all_: Sequence[LoggedExchange], page: int | None, url: str, way: RouteSource | None = None) -> Event:
    """The record of these exchanges. ``page`` is the index of the document's, ``url`` the page's current address."""
    shown: dict[str, int] = {}
    told = all_[: PAGE.record_exchanges]
    entries = [_entry(one, shown, way) for one in told]
    return {
        "schema": SCHEMA,
        "page": {"url": url[:_URL], "exchange": page if page is not None and page < len(told) else None},
        "addresses": _addresses(told, way),
        "certificates": [json.loads(certificate) for certificate in shown],
        "left_out": len(all_) - len(told),
        "exchanges": entries,
    }


def _addresses(all_: Iterable[LoggedExchange], way: RouteSource | None) -> dict[str, list[str]]:
    """By host, the addresses that the proxy connected to: the browser itself sees only the proxy."""
    found: dict[str, list[str]] = {}
    if way is None:
        return found
    for host in sorted({urlsplit(one.url).hostname or "" for one in all_} - {""}):
        try:
            found[host] = list(way.addresses(host))
        except ValueError:  # a name that the proxy cannot have been asked for
            found[host] = []
    return found


def _entry(one: LoggedExchange, shown: dict[str, int], way: RouteSource | None) -> Event:
    entry: Event = {
        "id": one.id,
        "hop": one.hop,
        "at": datetime.fromtimestamp(one.wall, UTC).isoformat(timespec="milliseconds"),
        "kind": one.kind,
        "url": one.url[:_URL],
        "method": one.method,
        "initiator": one.initiator[:_URL],
        "request": _request(one),
        "response": _response(one, shown, way),
    }
    if one.body is not None:
        body = one.body
        entry["body"] = {"sha256": body.sha, "size": body.size, "whole": body.whole, "text": body.text, "cut": body.cut}
        entry["body"]["earlier"] = body.earlier
    if one.failed:
        entry["failed"] = one.failed
    if one.blocked:
        entry["blocked"] = one.blocked
    if one.ended is not None:
        entry["ended_ms"] = round((one.ended - one.at) * 1000, 1)
    if one.wire is not None:
        entry["wire"] = round(one.wire)
    return entry


def _request(one: LoggedExchange) -> Event:
    said = one.sent if one.sent is not None else one.request
    headers = {name: value for name, value in said.get("headers", {}).items() if name.lower() != GATE_SECRET}
    told: Event = {"headers": header_pairs(headers), "as_sent": one.sent is not None}
    if one.request.get("hasPostData"):
        told["body"] = posted_body(one.posted)
    return told


def posted_body(data: bytes | None) -> Event:
    """A request's body: as text if it is UTF-8, else in base64; cut at the limit."""
    if data is None:
        return {"text": "", "size": 0, "cut": "unspecified"}
    head = data[: PAGE.request_bytes]
    cut = "length" if len(head) < len(data) else ""
    try:
        return {"text": head.decode("utf-8"), "size": len(data), "cut": cut}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(head).decode("ascii"), "size": len(data), "cut": cut}


def sent_with(request: Event) -> bytes | None:
    """The body reported with the request itself, or None if it must be fetched separately."""
    entries = request.get("postDataEntries")
    if entries and all("bytes" in entry for entry in entries):
        try:
            return b"".join(base64.b64decode(entry["bytes"]) for entry in entries)
        except binascii.Error:
            return None
    text = request.get("postData")
    return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else None


def _response(one: LoggedExchange, shown: dict[str, int], way: RouteSource | None) -> Event | None:
    response = one.response
    if response is None:
        return None
    received, status = one.received, response.get("status")
    same = received is not None and received.get("statusCode") in (None, status)
    told: Event = {
        "status": status,
        "status_text": str(response.get("statusText", "")),
        "protocol": str(response.get("protocol", "")),
        "headers": _as_received(received)
        if same and received is not None
        else header_pairs(response.get("headers", {})),
        "as_received": same,
        "media": str(response.get("mimeType", "")),
        "charset": str(response.get("charset", "")),
        "from": _source(one, response, way),
        "timing": _timing(response.get("timing")),
    }
    if received is not None and not same:  # the server said that the browser's cached copy was still valid
        told["revalidated"] = {"status": received.get("statusCode"), "headers": _as_received(received)}
    if certificate := response.get("securityDetails"):
        told["certificate"] = shown.setdefault(json.dumps(_certificate(certificate), sort_keys=True), len(shown))
    return told


def _source(one: LoggedExchange, response: Event, way: RouteSource | None) -> str:
    """Who answered: a server over the network, the browser's caches, a service worker, or our proxy, which reached nobody."""
    if way is not None and any(name.lower() == GATE_HEADER for name in response.get("headers", {})):
        parts = urlsplit(one.url)
        if way.failure(parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)) is not None:
            return "gate"
    if response.get("fromServiceWorker"):
        return "service_worker"
    if response.get("fromPrefetchCache"):
        return "prefetch"
    return "cache" if one.cached else "network"


def _timing(raw: Any) -> dict[str, float]:
    """The browser's measurements, in ms from the request's start; what did not happen is left out."""
    times = raw if isinstance(raw, dict) else {}
    return {
        name: round(float(value), 2)
        for name, value in times.items()
        if name != "requestTime" and isinstance(value, int | float) and value >= 0
    }


def _certificate(raw: Event) -> Event:
    """What the browser saw of the certificate, on its own connection."""

    def at(seconds: Any) -> str:
        return datetime.fromtimestamp(float(seconds), UTC).isoformat()

    return {
        "subject": str(raw.get("subjectName", "")),
        "issuer": str(raw.get("issuer", "")),
        "sans": [str(name) for name in raw.get("sanList", [])],
        "valid_from": at(raw.get("validFrom", 0)),
        "valid_to": at(raw.get("validTo", 0)),
        "protocol": str(raw.get("protocol", "")),
        "key_exchange": str(raw.get("keyExchangeGroup") or raw.get("keyExchange", "")),
        "cipher": str(raw.get("cipher", "")),
    }


def _as_received(extra: Event) -> list[list[str]]:
    """The header lines in the server's own order and spelling if the browser has them (HTTP/1), else as the browser parsed them."""
    lines = str(extra.get("headersText", "")).replace("\r\n", "\n").split("\n")[1:]
    found = [[name.strip(), value.strip()] for name, colon, value in (line.partition(":") for line in lines) if colon]
    return found or header_pairs(extra.get("headers", {}))


def header_pairs(headers: Mapping[str, Any]) -> list[list[str]]:
    """Header fields as pairs; the browser joins fields of one name by line breaks."""
    return [[str(name), value] for name, joined in headers.items() for value in str(joined).split("\n")]
