"""Have the judging process read what a crawl sees while the crawl still waits for pages, so that its end need not wait for it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime

from crawler.plan import CaptureSink
from crawler.site import Fetch, Gap, Platform, Site, Timing, View
from xuncha.judging.isolated import IsolatedJudge


@dataclass(slots=True)
class ReadingAhead:
    """A CaptureSink that stores as ``keep`` does, and has pages read at the first view and each time their number has grown.

    ``growth``: times as many views as when it was asked last. One question is under way at a time; whoever else asks the
    judge waits for it. An async context manager, within that of the judge: its end ends what is still read.
    """

    keep: CaptureSink
    judge: IsolatedJudge
    platform: Platform
    items: tuple[str, ...]
    growth: int
    _seen: list[View] = field(default_factory=list)
    _next: int = 1
    _asking: asyncio.Task[None] | None = None

    async def __aenter__(self) -> ReadingAhead:
        return self

    async def __aexit__(self, kind: object, error: object, trace: object) -> None:
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.wait([self._asking])

    async def blob(self, data: bytes, media: str) -> str:
        return await self.keep.blob(data, media)

    async def view(self, view: View) -> None:
        await self.keep.view(view)
        self._seen.append(view)
        if len(self._seen) >= self._next and (self._asking is None or self._asking.done()):
            self._next = self.growth * len(self._seen)
            site = Site(platform=self.platform, at=datetime.now(UTC), views=tuple(self._seen))
            self._asking = asyncio.create_task(self.judge.read_ahead(site, self.items))

    async def gap(self, gap: Gap) -> None:
        await self.keep.gap(gap)

    async def fetch(self, fetch: Fetch) -> None:
        await self.keep.fetch(fetch)

    async def timing(self, timing: Timing) -> None:
        await self.keep.timing(timing)
