"""Listen to one page's network events and combine those of the same request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from playwright.async_api import CDPSession

from crawler.limits import PAGE
from crawler.network.bodies import UNSPECIFIED, KeptBody
from crawler.network.exchange_log import Event, LoggedExchange
from crawler.record.network_record import GIVEN_UP

HEAD = ("headers", "headersText", "statusCode")  # what is kept of the network service's event on a request or response
QUIETING = frozenset({"document", "stylesheet", "script", "xhr", "fetch"})  # types that a page's text may depend on


def _nothing(said: str) -> None:
    """No-op listener."""


def _undated(url: str, headers: Mapping[str, str], received: datetime) -> None:
    """No-op listener for response times."""


class CdpListener:
    """Listens to one page until it exceeds its share. Counts start at the last ``begin``.

    ``bytes`` counts decoded bytes of responses, of sockets and of what is sent; ``head_bytes`` those of all request and
    response heads.
    """

    def __init__(self, cdp: CDPSession, frame_id: str = "") -> None:
        self._frame_id = frame_id
        self._open: dict[str, LoggedExchange] = {}
        self._sent_extra: dict[str, list[Event]] = {}
        self._received_extra: dict[str, list[Event]] = {}
        self._began: float | None = None
        self.bytes = self.head_bytes = 0
        self._full = False
        self.bounded = True  # not while a person operates it: they may walk through many pages
        self.dated: Callable[[str, Mapping[str, str], datetime], None] = _undated  # called for each network response
        self.overflow: Callable[[str], None] = _nothing  # called when a page exceeds its share
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
        cdp.on("Network.webSocketFrameReceived", self._socket_data)
        cdp.on("Network.webSocketFrameSent", self._socket_data)

    def begin(self) -> None:
        for heard in (self._open, self._sent_extra, self._received_extra):
            heard.clear()
        self._began = None
        self.bytes = self.head_bytes = 0
        self._full = False

    @property
    def flooded(self) -> bool:
        """Whether the heads were too large: endless cookies, say, which every further page of that host would send again."""
        return self.head_bytes > PAGE.head_bytes

    @property
    def busy(self) -> int:
        """Number of pending requests that the page's text may depend on."""
        return sum(1 for one in self._open.values() if not one.done and one.kind in QUIETING)

    @property
    def asked(self) -> int:
        """Number of requests so far, answered or not, that the page's text may depend on."""
        return sum(1 for one in self._open.values() if one.kind in QUIETING)

    @property
    def requests(self) -> int:
        """Number of requests of all kinds so far."""
        return len(self._open)

    def streams(self, least: float = 0.0) -> bool:
        """Whether the page's own document is still arriving, with no stated length and more than ``least`` bytes so far."""
        top = next((one for one in reversed(self._open.values()) if one.top), None)
        if top is None or top.done or top.response is None or top.size <= least:
            return False
        said = {name.lower() for name in top.response.get("headers", {})}
        return not said & {"content-length", "content-encoding"}

    def suspect(self) -> str:
        """The address of the largest response still arriving when the page ended; the document's own if all had arrived."""
        coming = [one for one in self._open.values() if not one.done and one.method == "GET" and one.kind in QUIETING]
        documents = [one for one in self._open.values() if one.top and one.method == "GET"]
        found = max(coming, key=lambda one: (one.response is not None, one.size), default=None) or next(
            reversed(documents), None
        )
        return found.url if found is not None else ""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Addresses of all requests so far."""
        return tuple(one.url for one in self._open.values())

    def bytes_of(self, url: str) -> tuple[str, str] | None:
        """The request id and media type of a finished picture, to fetch its body with."""
        return next(
            ((id, one.media) for id, one in self._open.items() if one.url == url and one.done and not one.failed), None
        )

    def request_of(self, url: str) -> LoggedExchange | None:
        """The last request for that address; if it was redirected, the request it ended in; None if it was never requested."""
        found = next((one for one in reversed(self._open.values()) if one.url == url), None)
        return self._open.get(found.id, found) if found is not None else None

    def _weigh(self, bytes: int = 0, head_bytes: int = 0) -> None:
        """Count what has arrived; once a page has exceeded its share nothing more is kept, however much is still arriving."""
        self.bytes += bytes
        self.head_bytes += head_bytes
        if self._full or not self.bounded:
            return
        if self.bytes > PAGE.bytes:
            said = f"more than {PAGE.bytes} decoded bytes"
        elif self.head_bytes > PAGE.head_bytes:
            said = f"more than {PAGE.head_bytes} bytes of headers"
        elif len(self._open) > PAGE.requests:
            said = f"more than {PAGE.requests} requests"
        else:
            return
        self._full = True
        self.overflow(said)

    def _sent(self, event: Event) -> None:
        request, id = event["request"], event["requestId"]
        if not request["url"].startswith(("http:", "https:")):
            return
        self._weigh(len(request.get("postData", "")), len(request["url"]))
        if self._full:
            return
        if self._began is None:
            self._began = event["timestamp"]
        before, hop = self._open.get(id), 0
        if before is not None:  # a redirect reuses the id
            before.done = True
            before.ended = event["timestamp"]
            before.response = event.get("redirectResponse")
            before.status = (before.response or {}).get("status")
            before.extra = bool(event.get("redirectHasExtraInfo"))
            before.body = before.body or _of_redirect(before)
            self._open[f"{id}.{len(self._open)}"] = before
            hop = before.hop + 1
        initiator = event.get("initiator", {})
        self._open[id] = LoggedExchange(
            id=id,
            url=request["url"],
            method=request["method"],
            kind=str(event.get("type", "other")).lower(),
            initiator=str(initiator.get("url") or initiator.get("type", "")),
            at=event["timestamp"],
            wall=event["wallTime"],
            hop=hop,
            top=event.get("type") == "Document" and event.get("frameId") == self._frame_id,
            frame=str(event.get("frameId", "")),
            request=request,
        )

    def _sent_with(self, event: Event) -> None:
        self._keep_extra(self._sent_extra, event)

    def _answered_with(self, event: Event) -> None:
        self._keep_extra(self._received_extra, event)

    def _keep_extra(self, kept: dict[str, list[Event]], event: Event) -> None:
        """Keep the head; the event repeats each cookie beside it with all its attributes, which is not kept."""
        self._weigh(head_bytes=sum(len(name) + len(str(value)) for name, value in event.get("headers", {}).items()))
        if not self._full:
            kept.setdefault(event["requestId"], []).append({name: event[name] for name in HEAD if name in event})

    def _socket(self, event: Event) -> None:
        if self._full:
            return
        self._open[event["requestId"]] = LoggedExchange(
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
            if one.kind == "document":
                self._give_up_for(one, event["timestamp"])
            if not kept and one.wall:
                received = datetime.fromtimestamp(one.wall + event["timestamp"] - one.at, UTC)
                self.dated(one.url, event["response"].get("headers", {}), received)

    def _give_up_for(self, page: LoggedExchange, at: float) -> None:
        """End what the document that this one replaces still waits for: the browser often says nothing more of it.

        It may have asked for more while it was left; the new one asks for nothing before its answer.
        """
        for one in self._open.values():
            if not one.done and one is not page and (page.top or one.frame == page.frame):
                one.done, one.ended, one.failed = True, at, GIVEN_UP

    def _cached(self, event: Event) -> None:
        one = self._open.get(event["requestId"])
        if one is not None:
            one.cached = True

    def _socket_data(self, event: Event) -> None:
        self._weigh(bytes=len(event["response"]["payloadData"]))

    def _data(self, event: Event) -> None:
        self._weigh(bytes=event["dataLength"])
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


def _of_redirect(one: LoggedExchange) -> KeptBody:
    """The body of a redirect: the browser keeps none."""
    said = {name.lower(): value for name, value in (one.response or {}).get("headers", {}).items()}
    return KeptBody(cut="" if said.get("content-length") == "0" else UNSPECIFIED)
