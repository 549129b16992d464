"""Listens to one page's network events and puts together what belongs to one request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from playwright.async_api import CDPSession

from crawler.bodies import UNSPECIFIED, Body
from crawler.limits import PAGE
from crawler.wire import Event, Heard

QUIETING = frozenset({"document", "stylesheet", "script", "xhr", "fetch"})  # what a page's text may still wait for


def _nothing() -> None:
    """Nobody listens."""


def _undated(url: str, headers: Mapping[str, str], received: datetime) -> None:
    """Nobody wants to know the time."""


class Hearing:
    """Listens to one page. ``bytes`` counts decoded bytes since the last ``begin``."""

    def __init__(self, cdp: CDPSession, frame_id: str = "") -> None:
        self._frame_id = frame_id
        self._open: dict[str, Heard] = {}
        self._sent_extra: dict[str, list[Event]] = {}
        self._received_extra: dict[str, list[Event]] = {}
        self._began: float | None = None
        self.bytes = 0
        self.dated: Callable[[str, Mapping[str, str], datetime], None] = _undated  # told of each answer off the network
        self.overflow: Callable[[], None] = _nothing  # called where a page has had more than its share
        cdp.on("Network.requestWillBeSent", self._sent)
        cdp.on("Network.requestWillBeSentExtraInfo", self._sent_with)
        cdp.on("Network.responseReceived", self._answered)
        cdp.on("Network.responseReceivedExtraInfo", self._answered_with)
        cdp.on("Network.requestServedFromCache", self._cached)
        cdp.on("Network.dataReceived", self._data)
        cdp.on("Network.loadingFinished", self._finished)
        cdp.on("Network.loadingFailed", self._failed)
        cdp.on("Network.webSocketCreated", self._socket)
        cdp.on("Network.webSocketWillSendHandshakeRequest", self._socket_sent)
        cdp.on("Network.webSocketHandshakeResponseReceived", self._socket_answered)

    def begin(self) -> None:
        for heard in (self._open, self._sent_extra, self._received_extra):
            heard.clear()
        self._began = None
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

    def request_of(self, url: str) -> Heard | None:
        """The last request for that address, where it was sent on the one it ended in; None where it was never asked for."""
        found = next((one for one in reversed(self._open.values()) if one.url == url), None)
        return self._open.get(found.id, found) if found is not None else None

    def _sent(self, event: Event) -> None:
        request, id = event["request"], event["requestId"]
        if not request["url"].startswith(("http:", "https:")):
            return
        if self._began is None:
            self._began = event["timestamp"]
        before, hop = self._open.get(id), 0
        if before is not None:  # a redirect: the id is used again
            before.done = True
            before.ended = event["timestamp"]
            before.response = event.get("redirectResponse")
            before.status = (before.response or {}).get("status")
            before.extra = bool(event.get("redirectHasExtraInfo"))
            before.body = before.body or _of_redirect(before)
            self._open[f"{id}.{len(self._open)}"] = before
            hop = before.hop + 1
        initiator = event.get("initiator", {})
        self._open[id] = Heard(
            id=id,
            url=request["url"],
            method=request["method"],
            kind=str(event.get("type", "other")).lower(),
            initiator=str(initiator.get("url") or initiator.get("type", "")),
            at=event["timestamp"],
            wall=event["wallTime"],
            hop=hop,
            top=event.get("type") == "Document" and event.get("frameId") == self._frame_id,
            request=request,
        )

    def _sent_with(self, event: Event) -> None:
        self._sent_extra.setdefault(event["requestId"], []).append(event)

    def _answered_with(self, event: Event) -> None:
        self._received_extra.setdefault(event["requestId"], []).append(event)

    def _socket(self, event: Event) -> None:
        self._open[event["requestId"]] = Heard(
            event["requestId"],
            event["url"],
            "GET",
            "websocket",
            str(event.get("initiator", {}).get("type", "")),
            self._began or 0.0,
            done=True,
        )

    def _socket_sent(self, event: Event) -> None:
        one = self._open.get(event["requestId"])
        if one is not None:
            one.wall, one.sent = event["wallTime"], event["request"]

    def _socket_answered(self, event: Event) -> None:
        one = self._open.get(event["requestId"])
        if one is not None:
            one.response = one.received = event["response"]

    def _answered(self, event: Event) -> None:
        one = self._open.get(event["requestId"])
        if one is not None:
            one.response = event["response"]
            one.extra = bool(event.get("hasExtraInfo"))
            one.status = event["response"]["status"]
            one.media = event["response"].get("mimeType", "")
            one.cached = one.cached or bool(event["response"].get("fromDiskCache"))
            kept = (
                one.cached or event["response"].get("fromServiceWorker") or event["response"].get("fromPrefetchCache")
            )
            if not kept and one.wall:
                received = datetime.fromtimestamp(one.wall + event["timestamp"] - one.at, UTC)
                self.dated(one.url, event["response"].get("headers", {}), received)

    def _cached(self, event: Event) -> None:
        one = self._open.get(event["requestId"])
        if one is not None:
            one.cached = True

    def _data(self, event: Event) -> None:
        self.bytes += event["dataLength"]
        if self.bytes > PAGE.bytes:
            self.overflow()
        one = self._open.get(event["requestId"])
        if one is not None:
            one.size += event["dataLength"]

    def _finished(self, event: Event) -> None:
        one = self._open.get(event["requestId"])
        if one is not None:
            one.done = True
            one.ended, one.wire = event["timestamp"], event.get("encodedDataLength")

    def _failed(self, event: Event) -> None:
        one = self._open.get(event["requestId"])
        if one is not None:
            one.done = True
            one.ended = event["timestamp"]
            one.failed = str(event.get("errorText", "failed"))
            one.blocked = str(event.get("blockedReason", ""))


def _of_redirect(one: Heard) -> Body:
    """The browser keeps no body of a redirect."""
    said = {name.lower(): value for name, value in (one.response or {}).get("headers", {}).items()}
    return Body(cut="" if said.get("content-length") == "0" else UNSPECIFIED)
