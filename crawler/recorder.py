"""Every request of a page and what came back, from the browser's own network events."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import CDPSession
from playwright.async_api import Error as BrowserError

from crawler.addressing import registrable
from crawler.limits import PAGE
from crawler.plan import Keep
from crawler.site import Exchange

KEPT = frozenset({"document", "stylesheet", "script", "xhr", "fetch", "image"})
STATIC = frozenset({"stylesheet", "script", "image"})  # the same address gives the same body all through an audit
QUIETING = frozenset({"document", "stylesheet", "script", "xhr", "fetch"})  # what a page's text may still wait for


@dataclass(slots=True)
class _Open:
    url: str
    method: str
    kind: str
    initiator: str
    at: float
    status: int | None = None
    size: int = 0
    failed: str = ""
    media: str = ""
    done: bool = False
    cached: bool = False
    body: str | None = None


@dataclass(slots=True)
class BodyLedger:
    """What bodies an audit has kept already: each address once, and no more than the budget."""

    kept: dict[str, str] = field(default_factory=dict)
    bytes: int = 0


def _nothing() -> None:
    """Nobody listens."""


class Recorder:
    """Listens to one page. ``bytes`` counts decoded bytes since the last ``begin``."""

    def __init__(self, cdp: CDPSession, ledger: BodyLedger) -> None:
        self._cdp = cdp
        self._ledger = ledger
        self._open: dict[str, _Open] = {}
        self._began: float | None = None
        self._lost: set[str] = set()
        self.bytes = 0
        self.overflow: Callable[[], None] = _nothing  # called where a page has had more than its share
        cdp.on("Network.requestWillBeSent", self._sent)
        cdp.on("Network.responseReceived", self._answered)
        cdp.on("Network.dataReceived", self._data)
        cdp.on("Network.loadingFinished", self._finished)
        cdp.on("Network.loadingFailed", self._failed)
        cdp.on("Network.webSocketCreated", self._socket)

    def begin(self) -> None:
        self._open.clear()
        self._began = None
        self._lost.clear()
        self.bytes = 0

    @property
    def busy(self) -> int:
        """Requests under way that the page's text may depend on."""
        return sum(1 for one in self._open.values() if not one.done and one.kind in QUIETING)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Addresses of all requests so far."""
        return tuple(one.url for one in self._open.values())

    def bytes_of(self, url: str) -> tuple[str, str] | None:
        """The request id and media type of a finished picture, to fetch its body by."""
        return next(
            ((id, one.media) for id, one in self._open.items() if one.url == url and one.done and not one.failed), None
        )

    async def body(self, id: str) -> bytes | None:
        """The decoded body of a request, or None where the browser no longer has it."""
        try:
            async with asyncio.timeout(PAGE.body_seconds):  # the page's own process answers, and it may hang
                answer = await self._cdp.send("Network.getResponseBody", {"requestId": id})
        except (BrowserError, TimeoutError):
            return None
        text: str = answer["body"]
        return base64.b64decode(text) if answer["base64Encoded"] else text.encode("utf-8", "surrogatepass")

    async def exchanges(self, page_url: str, keep: Keep) -> tuple[Exchange, ...]:
        """All requests so far, in order; bodies not yet kept in this audit are stored through ``keep``."""
        site = registrable(urlsplit(page_url).hostname or "")
        for id, one in list(self._open.items()):
            await self._keep_body(id, one, keep)
        return tuple(
            Exchange(
                url=one.url[:2000],
                method=one.method,
                kind=one.kind,
                status=one.status,
                size=one.size,
                third_party=registrable(urlsplit(one.url).hostname or "") != site,
                initiator=one.initiator[:300],
                at_ms=round((one.at - (self._began or one.at)) * 1000, 1),
                failed=one.failed,
                body=one.body,
                media=one.media,
            )
            for one in sorted(self._open.values(), key=lambda one: one.at)
        )

    async def _keep_body(self, id: str, one: _Open, keep: Keep) -> None:
        if one.kind not in KEPT or not one.done or one.failed or one.body is not None or id in self._lost:
            return
        known = self._ledger.kept.get(one.url) if one.kind in STATIC else None
        if known is not None:
            one.body = known
            return
        if one.size > PAGE.body_bytes or self._ledger.bytes + one.size > PAGE.bodies_bytes:
            return
        data = await self.body(id)
        if data is None:
            self._lost.add(id)
            return
        one.body = await keep.blob(data, one.media or "application/octet-stream")
        self._ledger.kept[one.url] = one.body
        self._ledger.bytes += len(data)

    def _sent(self, event: dict[str, Any]) -> None:
        request = event["request"]
        if not request["url"].startswith(("http:", "https:")):
            return
        if self._began is None:
            self._began = event["timestamp"]
        before = self._open.get(event["requestId"])
        if before is not None:  # a redirect: the id is used again
            before.done = True
            before.status = event.get("redirectResponse", {}).get("status")
            key = f"{event['requestId']}.{len(self._open)}"
            self._lost.add(key)  # the browser keeps no body of it
            self._open[key] = before
        initiator = event.get("initiator", {})
        self._open[event["requestId"]] = _Open(
            url=request["url"],
            method=request["method"],
            kind=str(event.get("type", "other")).lower(),
            initiator=str(initiator.get("url") or initiator.get("type", "")),
            at=event["timestamp"],
        )

    def _socket(self, event: dict[str, Any]) -> None:
        self._open[event["requestId"]] = _Open(
            event["url"],
            "GET",
            "websocket",
            str(event.get("initiator", {}).get("type", "")),
            self._began or 0.0,
            done=True,
        )

    def _answered(self, event: dict[str, Any]) -> None:
        one = self._open.get(event["requestId"])
        if one is not None:
            one.status = event["response"]["status"]
            one.media = event["response"].get("mimeType", "")

    def _data(self, event: dict[str, Any]) -> None:
        self.bytes += event["dataLength"]
        if self.bytes > PAGE.bytes:
            self.overflow()
        one = self._open.get(event["requestId"])
        if one is not None:
            one.size += event["dataLength"]

    def _finished(self, event: dict[str, Any]) -> None:
        one = self._open.get(event["requestId"])
        if one is not None:
            one.done = True

    def _failed(self, event: dict[str, Any]) -> None:
        one = self._open.get(event["requestId"])
        if one is not None:
            one.done = True
            one.failed = str(event.get("errorText", "failed"))
