"""Remember traps, so that one met twice on similar pages is not waited for a third time."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from crawler.browser.page import DOWNLOAD
from crawler.failure import LoadFailure
from crawler.limits import PAGE
from crawler.vocabulary import GapReason

_VARIES = re.compile(r"[0-9a-f]{12,}|\d+", re.IGNORECASE)


def url_template(url: str) -> str:
    """An address without what differs between similar pages: numbers, long ids and query values."""
    parts = urlsplit(url)
    names = "&".join(sorted({_VARIES.sub("0", name) for name, _ in parse_qsl(parts.query, keep_blank_values=True)}))
    route = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    return f"{parts.netloc}{_VARIES.sub('0', parts.path)}?{names}#{_VARIES.sub('0', route.partition('?')[0])}"


@dataclass(slots=True)
class TrapMemory:
    """The traps of one device's tour, counted by kind and address template."""

    _met: Counter[tuple[str, str]] = field(default_factory=Counter)
    _said: dict[str, LoadFailure] = field(default_factory=dict)

    def note(self, url: str, stop: LoadFailure) -> None:
        """Record how a page ended. Only costly traps count: a slow or crashed page may work next time, a file arrives quickly."""
        if stop.reason is not GapReason.TRAP or stop.detail == DOWNLOAD or not url:
            return
        kind = url_template(url)
        self._met[kind, stop.detail] += 1
        if self._met[kind, stop.detail] >= PAGE.traps:
            self._said[kind] = stop

    def suspects(self, url: str) -> bool:
        """Whether a page like this one was a trap: nothing of its kind is opened before it must be."""
        kind = url_template(url)
        return any(met == kind for met, _ in self._met)

    def known(self, url: str) -> LoadFailure | None:
        """The trap that pages like this one have been often enough, or None."""
        stop = self._said.get(url_template(url)) if url else None
        if stop is None:
            return None
        return LoadFailure(GapReason.TRAP, f"not opened, for {PAGE.traps} pages like it were a trap: {stop.detail}")
