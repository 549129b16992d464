"""How we behave: robots.txt for the pages we choose, one pace a host, and who we say we are."""

from __future__ import annotations

import asyncio
import itertools
import os
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from protego import Protego

from crawler.fetching import Fetched, FetchError
from crawler.limits import MANNERS
from crawler.stop import Stop
from crawler.vocabulary import Device, GapReason

VERSION = "0.1.0"


def user_agent(device: Device, browser_version: str) -> str:
    """The device's Chromium User-Agent with our own name and a way to reach us at its end."""
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
class Robots:
    """What robots.txt of one host says of us. 4xx = all allowed, 5xx or unreachable = all forbidden (RFC 9309, 2.3.1)."""

    rules: Protego | None
    stop: Stop | None = None  # why nothing at all may be opened
    delay: float = 0.0
    site_maps: tuple[str, ...] = ()

    def allows(self, url: str) -> bool:
        return self.forbids(url) is None

    def forbids(self, url: str) -> Stop | None:
        """Why that page may not be chosen, or None."""
        if self.stop is not None:
            return self.stop
        if self.rules is None or self.rules.can_fetch(url, MANNERS.robots_token):
            return None
        return Stop(GapReason.ROBOTS, "robots.txt")


# A file that is too large is read as far as it came, one behind endless redirects counts as missing (RFC 9309, 2.3.1.2, 2.5).
_HARMLESS = frozenset({FetchError.TOO_LARGE, FetchError.TOO_MANY_REDIRECTS})


def read_robots(fetched: Fetched) -> Robots:
    """Robots from its fetch. Raises nothing: what cannot be parsed allows all, as a missing file does."""
    if fetched.error is not None and fetched.error not in _HARMLESS:
        return Robots(None, _unreached(fetched.error, fetched.detail or ""))
    if fetched.status is None or fetched.error is FetchError.TOO_MANY_REDIRECTS:
        return Robots(None)
    if fetched.status >= 500:
        return Robots(None, Stop(GapReason.ROBOTS, f"robots.txt answered HTTP {fetched.status}"))
    if not 200 <= fetched.status < 300:
        return Robots(None)
    rules = Protego.parse(fetched.text())
    delay = float(rules.crawl_delay(MANNERS.robots_token) or 0.0)
    delay = min(delay, MANNERS.longest_crawl_delay) if delay > 0 else 0.0  # which a NaN is not
    return Robots(rules, None, delay, tuple(itertools.islice(rules.sitemaps, MANNERS.site_maps)))


def _unreached(error: FetchError, detail: str) -> Stop:
    """A host that gives no robots.txt because it cannot be reached is unreachable, not forbidding."""
    if error is FetchError.REFUSED_BY_GUARD:
        return Stop(GapReason.REFUSED_BY_GUARD, detail)
    if error is FetchError.TIMEOUT:
        return Stop(GapReason.TIMEOUT, f"robots.txt: {detail}")
    return Stop(GapReason.UNREACHABLE, f"{error}: {detail}"[:200])


@dataclass(slots=True)
class Pace:
    """Page loads a second on one host, whoever asks: a turn is waited for, first come first served."""

    per_second: float
    delays: dict[str, float] = field(default_factory=dict)
    _next: dict[str, float] = field(default_factory=dict)
    _locks: dict[str, asyncio.Lock] = field(default_factory=dict)

    def slow_to(self, host: str, seconds: float) -> None:
        self.delays[host] = seconds

    async def turn(self, url: str) -> None:
        """Wait until a load of this address's host is due."""
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
