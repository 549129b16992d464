"""Time stamps (RFC 3161) of a pack's signature: every authority is asked, and why one gave none is always recorded.

The addresses are the operator's own configuration, so they are asked directly and not through the egress proxy.
"""

from __future__ import annotations

import asyncio
import hashlib
from urllib.parse import urlsplit

import httpx
from rfc3161_client import HashAlgorithm, TimeStampRequest, TimestampRequestBuilder

from probes.finding import Text
from xuncha.pack.verification.manifest import AuthorityStamp
from xuncha.pack.verification.timestamp_settings import FILE, TimestampSettings
from xuncha.pack.verification.verify import SHA256_OID, Damaged, stamped

_DETAIL_CHARS = 200


class _Failed(Exception):
    """Why there is no time stamp: a key of timestamp.toml, and what happened."""

    def __init__(self, error: str, detail: str = "") -> None:
        super().__init__(error)
        self.error, self.detail = error, " ".join(detail.split())[:_DETAIL_CHARS]


def load_timestamp_table() -> TimestampSettings:
    """Limits, and the words for every error."""
    return FILE.load()


def describe_missing_stamp(stamp: AuthorityStamp) -> Text:
    """Why that authority gave no time stamp."""
    words, more = getattr(load_timestamp_table().errors, stamp.error), f" ({stamp.detail})" if stamp.detail else ""
    return Text(f"{words.zh}{more}", f"{words.en}{more}")


async def request_stamps(tsas: tuple[str, ...], signature: bytes) -> tuple[AuthorityStamp, ...]:
    """One answer for each authority, in order: its whole reply over the SHA-256 of ``signature``, or why there is none.

    What is kept has the imprint and the nonce of the request. That the authority signed it is proven by ``openssl ts
    -verify`` with its root certificate, which only those who trust it have.
    """
    return tuple([await _stamp(tsa, signature) for tsa in tsas])


async def _stamp(tsa: str, signature: bytes) -> AuthorityStamp:
    shown = _shown(tsa)
    try:
        return AuthorityStamp(shown, await _asked(tsa, signature))
    except _Failed as fault:
        return AuthorityStamp(shown, None, fault.error, fault.detail)


async def _asked(tsa: str, signature: bytes) -> bytes:
    request = TimestampRequestBuilder().data(signature).hash_algorithm(HashAlgorithm.SHA256).cert_request(
        cert_request=True
    ).build()  # fmt: skip
    limits = load_timestamp_table().limits
    try:
        async with asyncio.timeout(limits.whole_seconds):
            data = await _posted(tsa, request.as_bytes())
    except (TimeoutError, httpx.TimeoutException) as fault:
        raise _Failed("slow") from fault
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as fault:
        raise _Failed("address") from fault
    except (httpx.HTTPError, OSError) as fault:
        raise _Failed("unreachable", str(fault) or type(fault).__name__) from fault
    _held(data, request, signature)
    return data


async def _posted(tsa: str, query: bytes) -> bytes:
    limits = load_timestamp_table().limits
    try:
        known = urlsplit(tsa).scheme in ("http", "https")
    except ValueError:
        known = False
    if not known:
        raise _Failed("address")
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    timeout = httpx.Timeout(limits.whole_seconds, connect=limits.connect_seconds)
    async with (
        httpx.AsyncClient(timeout=timeout) as client,
        client.stream("POST", tsa, content=query, headers=headers) as answer,
    ):
        if answer.status_code != 200:
            raise _Failed("status", str(answer.status_code))
        data = b""
        async for piece in answer.aiter_raw():
            data += piece
            if len(data) > limits.most_bytes:
                raise _Failed("large")
    return data


def _held(data: bytes, request: TimeStampRequest, signature: bytes) -> None:
    """Check the answer against the request, with the verifier's reader: others reject sets that OpenSSL does not sort.

    Raises _Failed.
    """
    try:
        found = stamped(data)
    except Damaged as fault:
        raise _Failed("unreadable") from fault
    if found.status > 1:
        raise _Failed("refused", f"PKIStatus {found.status}")
    if (found.algorithm, found.imprint) != (SHA256_OID, hashlib.sha256(signature).digest()):
        raise _Failed("imprint")
    if found.nonce != request.nonce:
        raise _Failed("nonce")


def _shown(tsa: str) -> str:
    """The address as it may be shown: without user, password and query, which may hold a licence key."""
    try:
        parts = urlsplit(tsa)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "?"
    return f"{parts.scheme}://{parts.hostname or ''}{port}{parts.path}"
