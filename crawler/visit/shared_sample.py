"""The products one device chose, so that the other looks at the same ones while both tours are running."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field


@dataclass(slots=True)
class SharedSample:
    """``urls`` in the order they were seen; ``seed`` and its origin. The device that chooses must ``end`` it in every case."""

    urls: list[str] = field(default_factory=list)
    seed: str = ""
    candidates: int = 0
    strata: int = 0
    sellers: int = 0
    whole: int | None = None  # how many products the whole catalogue has, if all of it was looked at
    _ended: bool = False
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def add(self, url: str) -> None:
        async with self._news:
            self.urls.append(url)
            self._news.notify_all()

    async def end(self) -> None:
        async with self._news:
            self._ended = True
            self._news.notify_all()

    async def first(self, count: int, seconds: float) -> tuple[str, ...]:
        """The first ``count`` as soon as they are known; fewer if there will be no more, or not in time."""
        try:
            async with asyncio.timeout(max(seconds, 0.0)), self._news:
                await self._news.wait_for(lambda: self._ended or len(self.urls) >= count)
        except TimeoutError:
            pass  # what there is by now is still useful
        return tuple(self.urls[:count])
