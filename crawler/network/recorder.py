"""Record every request of a page and its response, from the browser's own network events."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.async_api import CDPSession
from playwright.async_api import Error as BrowserError

from crawler.limits import PAGE
from crawler.network import exchange_log
from crawler.network.bodies import (
    DISCONNECT,
    KEPT,
    LENGTH,
    STATIC,
    TIME,
    UNSPECIFIED,
    BodyLedger,
    KeptBody,
    decode_body,
    has_no_body,
)
from crawler.network.cdp_listener import CdpListener
from crawler.network.exchange_log import Event, LoggedExchange, RouteSource
from crawler.plan import CaptureSink
from crawler.record.network_record import Exchange
from crawler.urls import registrable_domain


@dataclass(frozen=True, slots=True)
class RecordedExchanges:
    """The exchanges of a page up to now, and the SHA-256 of their full record (exchange_log.py), "" if none is kept."""

    exchanges: tuple[Exchange, ...]
    record: str


class Recorder(CdpListener):
    """Keeps one page's network events: bodies, the exchanges that are judged, and their full record."""

    def __init__(self, cdp: CDPSession, ledger: BodyLedger, frame_id: str = "") -> None:
        super().__init__(cdp, frame_id)
        self._cdp = cdp
        self._ledger = ledger
        self._hung = False
        self.recording = True  # whether the full record is kept besides the exchanges

    async def body(self, id: str) -> bytes | None:
        """The decoded body of a request, or None if the browser no longer has it."""
        answer = await self._asked("Network.getResponseBody", id)
        return decode_body(answer)[0] if answer is not None else None

    async def data(self) -> tuple[tuple[str, bytes], ...]:
        """Addresses and bodies of data that scripts requested and got, the first ``PAGE.data_answers`` of them."""
        asked = [one for one in self._open.values() if one.kind in ("xhr", "fetch") and one.done and not one.failed]
        bodies = [
            (one.url[:2000], await self.body(id)) for id, one in self._open.items() if one in asked[: PAGE.data_answers]
        ]
        return tuple((url, body) for url, body in bodies if body is not None)

    async def _asked(self, command: str, id: str) -> Event | None:
        try:
            async with asyncio.timeout(PAGE.body_seconds):  # answered by the page's own process, which may hang
                answer: Event = await self._cdp.send(command, {"requestId": id})
        except BrowserError:
            return None
        except TimeoutError:
            self._hung = True
            return None
        return answer

    async def freeze(
        self,
        page_url: str,
        keep: CaptureSink,
        loader: str = "",
        way: RouteSource | None = None,
    ) -> RecordedExchanges:
        """All requests so far, in order, and their record; bodies not yet kept in this audit are stored through ``keep``.

        ``loader`` is the browser's id of the current document; ``way`` is the proxy everything went through.
        """
        self._hung = False
        for id, one in list(self._open.items()):
            if not self._hung:
                await self._keep_body(id, one, keep)
        all_ = sorted(self._open.values(), key=lambda one: one.at)
        site = registrable_domain(urlsplit(page_url).hostname or "")
        record = await self._record(all_, page_url, keep, loader, way) if all_ and self.recording else ""
        return RecordedExchanges(tuple(self._exchange(one, site) for one in all_), record)

    def _exchange(self, one: LoggedExchange, site: str) -> Exchange:
        return Exchange(
            url=one.url[:2000],
            method=one.method,
            kind=one.kind,
            status=one.status,
            size=one.size,
            third_party=registrable_domain(urlsplit(one.url).hostname or "") != site,
            initiator=one.initiator[:300],
            at_ms=round((one.at - (self._began or one.at)) * 1000, 1),
            failed=one.failed,
            body=(one.body.sha or None) if one.body is not None else None,
            media=one.media,
        )

    async def _record(
        self,
        all_: Sequence[LoggedExchange],
        page_url: str,
        keep: CaptureSink,
        loader: str,
        way: RouteSource | None,
    ) -> str:
        for exchange in all_[: PAGE.record_exchanges]:
            if exchange.posted is None and exchange.request.get("hasPostData"):
                exchange.posted = exchange_log.sent_with(exchange.request)
                if exchange.posted is None and not self._hung:
                    answer = await self._asked("Network.getRequestPostData", exchange.id)
                    exchange.posted = exchange_log.sent_with(answer) if answer is not None else None
        self._match_extras(all_)
        documents = [place for place, one in enumerate(all_) if one.top]
        standing = [place for place in documents if all_[place].id == loader]
        page = next(reversed(standing or documents), None)
        record = exchange_log.write_record([self._told(one) for one in all_], page, page_url, way)
        return await keep.blob(await asyncio.to_thread(exchange_log.pack_record, record), exchange_log.MEDIA)

    def _match_extras(self, all_: Sequence[LoggedExchange]) -> None:
        """Match the network service's events to each hop: they arrive separately from the others, in the order of the hops."""
        sent = {id: iter(extras) for id, extras in self._sent_extra.items()}
        received = {id: iter(extras) for id, extras in self._received_extra.items()}
        for exchange in sorted(all_, key=lambda one: one.hop):
            if exchange.kind == "websocket" or not exchange.extra:
                continue
            exchange.sent = next(sent.get(exchange.id, iter(())), None)
            exchange.received = (
                next(received.get(exchange.id, iter(())), None) if exchange.response is not None else None
            )

    def _told(self, one: LoggedExchange) -> LoggedExchange:
        """The request with a note on why its body is missing, if it is and none was noted yet."""
        if one.body is None and one.response is not None and one.kind != "websocket":
            cut = DISCONNECT if one.failed else UNSPECIFIED if one.done else TIME
            return dataclasses.replace(one, body=KeptBody(whole=one.size, cut=cut))
        return one

    async def _keep_body(self, id: str, one: LoggedExchange, keep: CaptureSink) -> None:
        if one.kind not in KEPT or not one.done or one.failed or one.body is not None:
            return
        known = self._ledger.kept.get(one.url) if one.kind in STATIC else None
        if known is not None and (one.cached or not one.size or one.size == known.whole):
            one.body = dataclasses.replace(known, earlier=True)
            return
        if one.response is not None and has_no_body(one.method, one.status):
            one.body = KeptBody()
            return
        if one.size > PAGE.body_fetch_bytes or not self._ledger.has_room(one.size, one.kind):
            one.body = KeptBody(whole=one.size, cut=LENGTH)
            return
        answer = await self._asked("Network.getResponseBody", id)
        if answer is None:
            empty = not one.size and not one.cached and not self._hung
            one.body = KeptBody(whole=one.size, cut="" if empty else UNSPECIFIED)
            return
        data, text = decode_body(answer)
        head = data[: PAGE.body_bytes]
        sha = await keep.blob(head, one.media or "application/octet-stream")
        one.body = KeptBody(sha, len(head), one.size, text, LENGTH if len(head) < len(data) else "")
        self._ledger.kept[one.url] = one.body
        self._ledger.bytes += len(head)
