"""Polite crawling: robots.txt for the pages we choose, a rate limit per host, and an honest User-Agent."""

from __future__ import annotations

import asyncio
import itertools
import os
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from protego import Protego

from crawler.failure import LoadFailure
from crawler.limits import MANNERS
from crawler.network.http_client import FetchError, FetchResult
from crawler.vocabulary import Device, GapReason

VERSION = "0.1.0"


def user_agent(device: Device, browser_version: str) -> str:
    """The device's Chromium User-Agent, followed by our own name and a way to reach us."""
    major = browser_version.split(".")[0]
    system = "Linux; Android 10; K" if device is Device.MOBILE else "X11; Linux x86_64"
    mobile = " Mobile" if device is Device.MOBILE else ""
    contact = os.environ.get("XUNCHA_CONTACT", MANNERS.contact)
    contact = "".join(c for c in contact if c.isascii() and c.isprintable() and c not in "()")
    return (
        f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.0.0{mobile} Safari/537.36 "
        f"{MANNERS.robots_token}/{VERSION} (+{contact})"
    )


@dataclass(slots=True)
class RobotsRules:
    """What a host's robots.txt says about us. 4xx = all allowed, 5xx or unreachable = all forbidden (RFC 9309, 2.3.1)."""

    rules: Protego | None
    stop: LoadFailure | None = None  # why nothing at all may be opened
    delay: float = 0.0
    site_maps: tuple[str, ...] = ()

    def allows(self, url: str) -> bool:
        return self.forbids(url) is None

    def forbids(self, url: str) -> LoadFailure | None:
        """Why we may not choose that page, or None."""
        if self.stop is not None:
            return self.stop
        if self.rules is None or self.rules.can_fetch(url, MANNERS.robots_token):
            return None
        return LoadFailure(GapReason.ROBOTS, "robots.txt")


# A file that is too large is read as far as it arrived; one behind endless redirects counts as missing (RFC 9309, 2.3.1.2, 2.5).
_HARMLESS = frozenset({FetchError.TOO_LARGE, FetchError.TOO_MANY_REDIRECTS})


def read_robots(fetched: FetchResult) -> RobotsRules:
    """Parse a fetched robots.txt. Raises nothing: what cannot be parsed allows everything, like a missing file."""
    if fetched.error is not None and fetched.error not in _HARMLESS:
        return RobotsRules(None, _unreached(fetched.error, fetched.detail or ""))
    if fetched.status is None or fetched.error is FetchError.TOO_MANY_REDIRECTS:
        return RobotsRules(None)
    if fetched.status >= 500:
        return RobotsRules(None, LoadFailure(GapReason.ROBOTS, f"robots.txt answered HTTP {fetched.status}"))
    if not 200 <= fetched.status < 300:
        return RobotsRules(None)
    rules = Protego.parse(fetched.text())
    delay = float(rules.crawl_delay(MANNERS.robots_token) or 0.0)
    delay = min(delay, MANNERS.longest_crawl_delay) if delay > 0 else 0.0  # NaN is not > 0
    return RobotsRules(rules, None, delay, tuple(itertools.islice(rules.sitemaps, MANNERS.site_maps)))


def _unreached(error: FetchError, detail: str) -> LoadFailure:
    """The LoadFailure for a host whose robots.txt cannot be fetched because it is unreachable, not because it forbids."""
    if error is FetchError.REFUSED_BY_GUARD:
        return LoadFailure(GapReason.REFUSED_BY_GUARD, detail)
    if error is FetchError.TIMEOUT:
        return LoadFailure(GapReason.TIMEOUT, f"robots.txt: {detail}")
    return LoadFailure(GapReason.UNREACHABLE, f"{error}: {detail}"[:200])


@dataclass(slots=True)
class LocalRateLimit:
    """A rate limit: page loads per second on each host, first come first served."""

    per_second: float
    delays: dict[str, float] = field(default_factory=dict)
    _next: dict[str, float] = field(default_factory=dict)
    _locks: dict[str, asyncio.Lock] = field(default_factory=dict)

    def slow_to(self, host: str, seconds: float) -> None:
        self.delays[host] = seconds

    async def turn(self, url: str) -> None:
        """Wait until a load from this address's host is due."""
        host = urlsplit(url).netloc.lower()
        gap = max(self.delays.get(host, 0.0), 1 / self.per_second if self.per_second > 0 else 0.0)
        if gap <= 0:
            return
        async with self._locks.setdefault(host, asyncio.Lock()):
            now = time.monotonic()
            due = max(now, self._next.get(host, 0.0))
            self._next[host] = due + gap
            if due > now:
                await asyncio.sleep(due - now)
