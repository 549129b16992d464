"""Every request of a page and what came back, from the browser's own network events."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.async_api import CDPSession
from playwright.async_api import Error as BrowserError

from crawler import wire
from crawler.addressing import registrable
from crawler.bodies import (
    DISCONNECT,
    KEPT,
    LENGTH,
    STATIC,
    TIME,
    UNSPECIFIED,
    Body,
    BodyLedger,
    bodiless,
    decoded,
)
from crawler.hearing import Hearing
from crawler.limits import PAGE
from crawler.plan import Keep
from crawler.site import Exchange
from crawler.wire import Event, Heard, Way

DATA_ANSWERS = 30  # answers of a page that are read where it holds nothing


@dataclass(frozen=True, slots=True)
class Frozen:
    """The exchanges of a page up to now, and the SHA-256 of their full record (crawler/wire.py), "" where none is kept."""

    exchanges: tuple[Exchange, ...]
    record: str


class Recorder(Hearing):
    """Keeps what was heard of one page: bodies, the exchanges that are judged, and their full record."""

    def __init__(self, cdp: CDPSession, ledger: BodyLedger, frame_id: str = "") -> None:
        super().__init__(cdp, frame_id)
        self._cdp = cdp
        self._ledger = ledger
        self._hung = False
        self.recording = True  # whether the full record is kept beside the exchanges

    async def body(self, id: str) -> bytes | None:
        """The decoded body of a request, or None where the browser no longer has it."""
        answer = await self._asked("Network.getResponseBody", id)
        return decoded(answer)[0] if answer is not None else None

    async def data(self) -> tuple[tuple[str, bytes], ...]:
        """Addresses and bodies of what scripts have asked for and got, the first ``DATA_ANSWERS`` of them."""
        asked = [one for one in self._open.values() if one.kind in ("xhr", "fetch") and one.done and not one.failed]
        bodies = [
            (one.url[:2000], await self.body(id)) for id, one in self._open.items() if one in asked[:DATA_ANSWERS]
        ]
        return tuple((url, body) for url, body in bodies if body is not None)

    async def _asked(self, command: str, id: str) -> Event | None:
        try:
            async with asyncio.timeout(PAGE.body_seconds):  # the page's own process answers, and it may hang
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
        keep: Keep,
        loader: str = "",
        way: Way | None = None,
    ) -> Frozen:
        """All requests so far, in order, and their record; what is not yet kept of them in this audit goes through ``keep``.

        ``loader`` names the document that stands now, as the browser does; ``way`` is the gate all of it went through.
        """
        self._hung = False
        for id, one in list(self._open.items()):
            if not self._hung:
                await self._keep_body(id, one, keep)
        all_ = sorted(self._open.values(), key=lambda one: one.at)
        site = registrable(urlsplit(page_url).hostname or "")
        record = await self._record(all_, page_url, keep, loader, way) if all_ and self.recording else ""
        return Frozen(tuple(self._exchange(one, site) for one in all_), record)

    def _exchange(self, one: Heard, site: str) -> Exchange:
        return Exchange(
            url=one.url[:2000],
            method=one.method,
            kind=one.kind,
            status=one.status,
            size=one.size,
            third_party=registrable(urlsplit(one.url).hostname or "") != site,
            initiator=one.initiator[:300],
            at_ms=round((one.at - (self._began or one.at)) * 1000, 1),
            failed=one.failed,
            body=(one.body.sha or None) if one.body is not None else None,
            media=one.media,
        )

    async def _record(
        self,
        all_: Sequence[Heard],
        page_url: str,
        keep: Keep,
        loader: str,
        way: Way | None,
    ) -> str:
        for one in all_[: PAGE.record_exchanges]:
            if one.posted is None and one.request.get("hasPostData"):
                one.posted = wire.sent_with(one.request)
                if one.posted is None and not self._hung:
                    answer = await self._asked("Network.getRequestPostData", one.id)
                    one.posted = wire.sent_with(answer) if answer is not None else None
        self._match_extras(all_)
        documents = [place for place, one in enumerate(all_) if one.top]
        standing = [place for place in documents if all_[place].id == loader]
        page = next(reversed(standing or documents), None)
        record = wire.written([self._told(one) for one in all_], page, page_url, way)
        return await keep.blob(await asyncio.to_thread(wire.packed, record), wire.MEDIA)

    def _match_extras(self, all_: Sequence[Heard]) -> None:
        """Give each hop what the network service said of it: its words come apart from the others, in the order of the hops."""
        sent = {id: iter(extras) for id, extras in self._sent_extra.items()}
        received = {id: iter(extras) for id, extras in self._received_extra.items()}
        for one in sorted(all_, key=lambda one: one.hop):
            if one.kind == "websocket" or not one.extra:
                continue
            one.sent = next(sent.get(one.id, iter(())), None)
            one.received = next(received.get(one.id, iter(())), None) if one.response is not None else None

    def _told(self, one: Heard) -> Heard:
        """With a word on why its body is not there, where it is not and none was said yet."""
        if one.body is None and one.response is not None and one.kind != "websocket":
            cut = DISCONNECT if one.failed else UNSPECIFIED if one.done else TIME
            return dataclasses.replace(one, body=Body(whole=one.size, cut=cut))
        return one

    async def _keep_body(self, id: str, one: Heard, keep: Keep) -> None:
        if one.kind not in KEPT or not one.done or one.failed or one.body is not None:
            return
        known = self._ledger.kept.get(one.url) if one.kind in STATIC else None
        if known is not None and (one.cached or not one.size or one.size == known.whole):
            one.body = dataclasses.replace(known, earlier=True)
            return
        if one.response is not None and bodiless(one.method, one.status):
            one.body = Body()
            return
        if one.size > PAGE.body_fetch_bytes or not self._ledger.has_room(one.size):
            one.body = Body(whole=one.size, cut=LENGTH)
            return
        answer = await self._asked("Network.getResponseBody", id)
        if answer is None:
            empty = not one.size and not one.cached and not self._hung
            one.body = Body(whole=one.size, cut="" if empty else UNSPECIFIED)
            return
        data, text = decoded(answer)
        head = data[: PAGE.body_bytes]
        sha = await keep.blob(head, one.media or "application/octet-stream")
        one.body = Body(sha, len(head), one.size, text, LENGTH if len(head) < len(data) else "")
        self._ledger.kept[one.url] = one.body
        self._ledger.bytes += len(head)
