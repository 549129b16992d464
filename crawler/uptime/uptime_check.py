"""Uptime checks: whether a shop's pages answer, by HTTP alone, through the egress proxy, as politely as every visit."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

from crawler.limits import MANNERS
from crawler.network.http_client import Fetcher, FetchResult
from crawler.network.proxy import Gate
from crawler.plan import RateLimit
from crawler.politeness import RobotsRules, read_robots
from crawler.site import Platform
from crawler.uptime.http_page import page_fault
from crawler.uptime.sample import GONE, OWN_OUTAGE, UptimeSample
from crawler.urls import is_openable, same_site
from crawler.vocabulary import GapReason, Role

# With these errors and no answer, our own network may be to blame.
_SILENT = frozenset({str(GapReason.UNREACHABLE), str(GapReason.TIMEOUT)})


def _clock() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class UptimeCheck:
    """Checks pages of one shop. ``controls`` are addresses elsewhere that distinguish our own outage from the shop's.

    A page that does not answer is tried once more, ``again_seconds`` later: only two failures count as down.
    """

    platform: Platform
    gate: Gate
    fetcher: Fetcher
    turns: RateLimit
    controls: Sequence[str] = ()
    again_seconds: float = 0.0
    now: Callable[[], datetime] = _clock
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _robots: dict[str, tuple[RobotsRules, FetchResult]] = field(default_factory=dict)
    _online: bool | None = None

    async def look(self, pages: Mapping[Role, Sequence[str]]) -> tuple[UptimeSample, ...]:
        """Check the home page and, for each role, the first address that is still a page of the shop; one sample per role."""
        beats = [await self._sure(Role.HOME, self.platform.url)]
        for role, urls in pages.items():
            beat: UptimeSample | None = None
            for url in (url for url in urls if is_openable(url) and same_site(self.platform.url, url)):
                beat = await self._sure(role, url)
                if beat.reason != GONE:
                    break
            beats += [beat] if beat is not None else []
        return tuple(beats)

    async def _sure(self, role: Role, url: str) -> UptimeSample:
        """The result for that address; if it does not answer, the result a while later."""
        beat = await self._once(role, url)
        if beat.ok or beat.reason in (GONE, GapReason.ROBOTS, GapReason.REFUSED_BY_GUARD):
            return beat
        await self.sleep(self.again_seconds)
        self._robots.clear()  # robots.txt may have been what failed
        beat = await self._once(role, url)
        if beat.reason in _SILENT and beat.status is None and not await self._connected():
            return UptimeSample(
                role, url, beat.at, False, None, beat.seconds, OWN_OUTAGE, f"{beat.reason}: {beat.detail}"
            )
        return beat

    async def _once(self, role: Role, url: str) -> UptimeSample:
        at = self.now()
        if "robots" not in self.platform.consents:
            robots, fetched = await self._rules(url)
            if robots.stop is not None and robots.stop.reason is not GapReason.ROBOTS:  # the host sent none
                reason, detail = page_fault(fetched, role, self._took(fetched)) or (
                    robots.stop.reason,
                    robots.stop.detail,
                )
                return UptimeSample(role, url, at, False, None, fetched.seconds, str(reason), detail)
            if (stop := robots.forbids(url)) is not None:
                return UptimeSample(role, url, at, False, None, 0.0, str(stop.reason), stop.detail)
        await self.turns.turn(url)
        fetched = await self.fetcher.get(url, max_bytes=MANNERS.page_bytes)
        found = page_fault(fetched, role, self._took(fetched))
        reason, detail = found or ("", "")
        return UptimeSample(role, url, at, found is None, fetched.status, round(fetched.seconds, 4), reason, detail)

    async def _rules(self, url: str) -> tuple[RobotsRules, FetchResult]:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.lower()}"
        if origin not in self._robots:
            fetched = await self.fetcher.get(f"{origin}/robots.txt", max_bytes=MANNERS.robots_bytes)
            rules = read_robots(fetched)
            if rules.delay:
                self.turns.slow_to(parts.netloc.lower(), rules.delay)
            self._robots[origin] = rules, fetched
        return self._robots[origin]

    def _took(self, fetched: FetchResult) -> bool:
        """Whether the host accepted the connection, according to the proxy."""
        parts = urlsplit(fetched.url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return self.gate.failure(parts.hostname or "", port) is None

    async def _connected(self) -> bool:
        """Whether any host elsewhere answers at all; checked once. Without controls nobody can tell, and it counts as our fault."""
        if self._online is None:
            self._online = False
            for url in self.controls:
                if (await self.fetcher.get(url, max_bytes=MANNERS.robots_bytes)).status is not None:
                    self._online = True
                    break
        return self._online
