"""One uptime sample: whether a page answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crawler.vocabulary import Role

OWN_OUTAGE = "own_outage"  # our own network was down: no host at all answered
GONE = "gone"  # the address is no longer a page of the shop, which says nothing about the shop
TLS = "tls"  # the host answered, but not with a certificate and handshake we could accept


@dataclass(frozen=True, slots=True)
class UptimeSample:
    """One sample. ``reason`` names why it is not ``ok``: a GapReason or a word of this module.

    ``status`` is None without an answer.
    """

    role: Role
    url: str
    at: datetime
    ok: bool
    status: int | None
    seconds: float
    reason: str = ""
    detail: str = ""
