"""Time stamps (RFC 3161) of a pack's signature: each authority is asked, and why one gave none is recorded, never silent.

The addresses are the operator's own configuration, so they are asked directly and not through the gate for visited pages.
"""

from __future__ import annotations

import asyncio
import hashlib
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import httpx
from rfc3161_client import HashAlgorithm, TimeStampRequest, TimestampRequestBuilder

from probes.finding import Text
from xuncha.pack.manifest import Stamp
from xuncha.pack.verify import SHA256_OID, Damaged, stamped

_DETAIL_CHARS = 200


class _Failed(Exception):
    """Why there is no stamp: one of the words of the table, and what was met."""

    def __init__(self, error: str, detail: str = "") -> None:
        super().__init__(error)
        self.error, self.detail = error, " ".join(detail.split())[:_DETAIL_CHARS]


@cache
def table() -> dict[str, Any]:
    """Limits, and the words for every error."""
    return tomllib.loads(files("xuncha.pack").joinpath("timestamp.toml").read_text("utf-8"))


def why(stamp: Stamp) -> Text:
    """Why that authority gave no stamp."""
    words, more = table()["errors"][stamp.error], f" ({stamp.detail})" if stamp.detail else ""
    return Text(f"{words['zh']}{more}", f"{words['en']}{more}")


async def stamps(tsas: tuple[str, ...], signature: bytes) -> tuple[Stamp, ...]:
    """One for each authority, in their order: its whole answer over the SHA-256 of ``signature``, or why there is none.

    What is kept has the imprint and the nonce that were asked for. That the authority signed it is proven by ``openssl ts -verify``
    with its root certificate, which only who trusts it has.
    """
    return tuple([await _stamp(each, signature) for each in tsas])


async def _stamp(tsa: str, signature: bytes) -> Stamp:
    shown = _shown(tsa)
    try:
        return Stamp(shown, await _asked(tsa, signature))
    except _Failed as fault:
        return Stamp(shown, None, fault.error, fault.detail)


async def _asked(tsa: str, signature: bytes) -> bytes:
    request = TimestampRequestBuilder().data(signature).hash_algorithm(HashAlgorithm.SHA256).cert_request(
        cert_request=True
    ).build()  # fmt: skip
    limits = table()["limits"]
    try:
        async with asyncio.timeout(limits["whole_seconds"]):
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
    limits = table()["limits"]
    try:
        known = urlsplit(tsa).scheme in ("http", "https")
    except ValueError:
        known = False
    if not known:
        raise _Failed("address")
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    timeout = httpx.Timeout(limits["whole_seconds"], connect=limits["connect_seconds"])
    async with (
        httpx.AsyncClient(timeout=timeout) as client,
        client.stream("POST", tsa, content=query, headers=headers) as answer,
    ):
        if answer.status_code != 200:
            raise _Failed("status", str(answer.status_code))
        data = b""
        async for piece in answer.aiter_raw():
            data += piece
            if len(data) > limits["most_bytes"]:
                raise _Failed("large")
    return data


def _held(data: bytes, request: TimeStampRequest, signature: bytes) -> None:
    """Hold the answer against what was asked, with the reader of the verifier: others refuse the sets that OpenSSL does not sort.

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
    """The address as it may be told: without user, password and query, which may hold a licence."""
    try:
        parts = urlsplit(tsa)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "?"
    return f"{parts.scheme}://{parts.hostname or ''}{port}{parts.path}"
