"""How far hosts' clocks are from ours, by the Date headers of answers that came anyway: nothing is asked for it."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from statistics import median
from typing import Final
from urllib.parse import urlsplit

UNKNOWN: Final = "not known"
_HOSTS, _ANSWERS = 500, 200  # that are remembered: a page can make up hosts and answers without end
# Not made by a server just now: kept by somebody on the way (RFC 9111, 5.1), or said by our own gate.
_NOT_FRESH: Final = ("age", "x-xuncha-gate")


class Clock:
    """Collects what answers say of the time. A Date header is a whole second (RFC 9110, 6.6.1): so is the resolution of all this."""

    def __init__(self) -> None:
        self._ahead: dict[str, deque[float]] = {}

    def heard(self, url: str, headers: Mapping[str, str], received: datetime) -> None:
        """An answer from over the network. ``received`` is when it came by this machine's clock. Headers that say no time are passed over."""
        said = {name.lower(): value for name, value in headers.items()}
        host = _host(url)
        at = _moment(said.get("date", ""))
        if at is None or not host or any(said.get(name, "0").strip() not in ("", "0") for name in _NOT_FRESH):
            return
        if host in self._ahead or len(self._ahead) < _HOSTS:
            self._ahead.setdefault(host, deque(maxlen=_ANSWERS)).append((at - received).total_seconds())

    def facts(self) -> dict[str, str]:
        """``clock_offset_seconds``: the median over hosts of Date minus the time of receipt (+ = ours is slow), and what it rests on."""
        source = "Date headers (RFC 9110) of answers received during the visit, minus the time of their receipt by this machine"
        if not self._ahead:
            return {"clock_offset_seconds": UNKNOWN, "clock_hosts": "0", "clock_answers": "0", "clock_source": source}
        of_hosts = sorted(median(each) for each in self._ahead.values())
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
    """What a Date header says, or None where it says nothing that can be understood: it comes from anybody."""
    try:
        at = parsedate_to_datetime(said[:100])
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
