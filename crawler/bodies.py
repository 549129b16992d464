"""Bodies of answers: which are kept, how much of each, and what is said of those that are not."""

from __future__ import annotations

import base64
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final

from crawler.limits import PAGE

KEPT: Final = frozenset(
    {"document", "stylesheet", "script", "xhr", "fetch", "image", "font", "manifest", "texttrack", "ping", "other"}
)
STATIC: Final = frozenset(
    {"stylesheet", "script", "image", "font"}
)  # the same address gives the same body all through an audit
BODILESS: Final = frozenset({204, 205, 304})

# Why a body is not whole, in the words of WARC-Truncated (WARC 1.1, 5.13).
LENGTH: Final = "length"
TIME: Final = "time"
DISCONNECT: Final = "disconnect"
UNSPECIFIED: Final = "unspecified"


@dataclass(frozen=True, slots=True)
class Body:
    """What is kept of a body. ``sha`` is "" where nothing is; ``size`` bytes are kept of ``whole`` as the browser counted them.

    ``text`` says that the browser gave it as text: its bytes are UTF-8 then, whatever they were on the wire. ``earlier`` that it
    is what the same address gave before in this audit, of the same size.
    """

    sha: str = ""
    size: int = 0
    whole: int = 0
    text: bool = False
    cut: str = ""
    earlier: bool = False


@dataclass(slots=True)
class BodyLedger:
    """What bodies an audit has kept already: each address once, and no more than the budget."""

    kept: dict[str, Body] = field(default_factory=dict)
    bytes: int = 0

    def has_room(self, size: int) -> bool:
        """Whether so many bytes more, cut to what is kept of one body, fit into the budget."""
        return self.bytes + min(size, PAGE.body_bytes) <= PAGE.bodies_bytes


def decoded(answer: dict[str, Any]) -> tuple[bytes, bool]:
    """A body as the browser hands it over, and whether it is text."""
    said: str = answer["body"]
    if answer["base64Encoded"]:
        return base64.b64decode(said), False
    return said.encode("utf-8", "surrogatepass"), True


def bodiless(method: str, status: int | None, statuses: Collection[int] = BODILESS) -> bool:
    """Whether such an answer has no body at all."""
    return method == "HEAD" or status in statuses
