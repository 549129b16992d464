"""How far hosts' clocks differ from ours, by the Date headers of responses that were received anyway: no extra requests."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from statistics import median
from typing import Final
from urllib.parse import urlsplit

UNKNOWN: Final = "not known"
_HOSTS, _ANSWERS = 500, 200  # how many are remembered: a page can make up endless hosts and responses
# Not sent by a server just now: cached on the way (RFC 9111, 5.1), or answered by our own proxy.
_NOT_FRESH: Final = ("age", "x-xuncha-gate")


class ServerClock:
    """Collects Date headers. A Date header is a whole second (RFC 9110, 6.6.1), and so is the resolution of the result."""

    def __init__(self) -> None:
        self._ahead: dict[str, deque[float]] = {}

    def heard(self, url: str, headers: Mapping[str, str], received: datetime) -> None:
        """Record a network response received at ``received`` by this machine's clock; headers without a time are ignored."""
        said = {name.lower(): value for name, value in headers.items()}
        host = _host(url)
        at = _moment(said.get("date", ""))
        if at is None or not host or any(said.get(name, "0").strip() not in ("", "0") for name in _NOT_FRESH):
            return
        if host in self._ahead or len(self._ahead) < _HOSTS:
            self._ahead.setdefault(host, deque(maxlen=_ANSWERS)).append((at - received).total_seconds())

    def facts(self) -> dict[str, str]:
        """``clock_offset_seconds``: the median over hosts of Date minus time of receipt (+ = ours is slow), and its basis."""
        source = "Date headers (RFC 9110) of answers received during the visit, minus the time of their receipt by this machine"
        if not self._ahead:
            return {"clock_offset_seconds": UNKNOWN, "clock_hosts": "0", "clock_answers": "0", "clock_source": source}
        of_hosts = sorted(median(offsets) for offsets in self._ahead.values())
        return {
            "clock_offset_seconds": f"{median(of_hosts):+.1f}",
            "clock_spread_seconds": f"{of_hosts[0]:+.1f}..{of_hosts[-1]:+.1f}",
            "clock_hosts": str(len(of_hosts)),
            "clock_answers": str(sum(map(len, self._ahead.values()))),
            "clock_source": f"{source}; median over hosts; resolution 1 s",
        }


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _moment(said: str) -> datetime | None:
    """The time in a Date header, or None if it cannot be parsed: it may come from anybody."""
    try:
        at = parsedate_to_datetime(said[:100])
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
