"""Remembers the traps pages were, so that one met twice on alike pages is not waited for a third time."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from crawler.limits import PAGE
from crawler.stop import Stop
from crawler.tab import DOWNLOAD
from crawler.vocabulary import GapReason

_VARIES = re.compile(r"[0-9a-f]{12,}|\d+", re.IGNORECASE)


def url_template(url: str) -> str:
    """An address without what differs between pages of one kind: numbers, long ids and the values of its query."""
    parts = urlsplit(url)
    names = "&".join(sorted({_VARIES.sub("0", name) for name, _ in parse_qsl(parts.query, keep_blank_values=True)}))
    route = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    return f"{parts.netloc}{_VARIES.sub('0', parts.path)}?{names}#{_VARIES.sub('0', route.partition('?')[0])}"


@dataclass(slots=True)
class TrapMemory:
    """The traps of one device's tour, counted by what they were and where."""

    _met: Counter[tuple[str, str]] = field(default_factory=Counter)
    _said: dict[str, Stop] = field(default_factory=dict)

    def note(self, url: str, stop: Stop) -> None:
        """A page ended so. Only traps that cost their time count: what was slow or died may go well next time, a file is soon there."""
        if stop.reason is not GapReason.TRAP or stop.detail == DOWNLOAD or not url:
            return
        kind = url_template(url)
        self._met[kind, stop.detail] += 1
        if self._met[kind, stop.detail] >= PAGE.traps:
            self._said[kind] = stop

    def known(self, url: str) -> Stop | None:
        """The trap that pages like this one have been often enough, or None."""
        stop = self._said.get(url_template(url)) if url else None
        if stop is None:
            return None
        return Stop(GapReason.TRAP, f"not opened, for {PAGE.traps} pages like it were a trap: {stop.detail}")
