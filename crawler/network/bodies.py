"""Response bodies: which are kept, how much of each, and what is noted about those that are not."""

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
)  # the same address gives the same body throughout an audit
LARGE: Final = frozenset({"image", "font"})
BODILESS: Final = frozenset({204, 205, 304})

# Why a body is incomplete, in the terms of WARC-Truncated (WARC 1.1, 5.13).
LENGTH: Final = "length"
TIME: Final = "time"
DISCONNECT: Final = "disconnect"
UNSPECIFIED: Final = "unspecified"


@dataclass(frozen=True, slots=True)
class KeptBody:
    """What is kept of a body. ``sha`` is "" if nothing is; ``size`` bytes are kept of ``whole`` as the browser counted them.

    ``text``: the browser gave it as text, so its bytes are UTF-8, whatever they were on the wire. ``earlier``: it is
    what the same address gave before in this audit, of the same size.
    """

    sha: str = ""
    size: int = 0
    whole: int = 0
    text: bool = False
    cut: str = ""
    earlier: bool = False


@dataclass(slots=True)
class BodyLedger:
    """Which bodies an audit has kept already: each address once, within the budget."""

    kept: dict[str, KeptBody] = field(default_factory=dict)
    bytes: int = 0

    def has_room(self, size: int, kind: str) -> bool:
        """Whether that many more bytes, cut to the limit for one body, fit into the budget.

        Pictures and fonts leave ``pages_bytes`` of it to everything else: a page without a picture is still that page,
        one without its document is not.
        """
        room = PAGE.bodies_bytes + (0 if kind in LARGE else PAGE.pages_bytes)
        return self.bytes + min(size, PAGE.body_bytes) <= room


def decode_body(answer: dict[str, Any]) -> tuple[bytes, bool]:
    """A body from the browser's answer, and whether it is text."""
    said: str = answer["body"]
    if answer["base64Encoded"]:
        return base64.b64decode(said), False
    return said.encode("utf-8", "surrogatepass"), True


def has_no_body(method: str, status: int | None, statuses: Collection[int] = BODILESS) -> bool:
    """Whether such an answer has no body at all."""
    return method == "HEAD" or status in statuses
