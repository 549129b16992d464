"""One light look at whether a page answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crawler.vocabulary import Role

OWN_OUTAGE = "own_outage"  # our own network was down: no host at all answered
GONE = "gone"  # the address is no page of the shop any more, which says nothing about the shop
TLS = "tls"  # the host answered, but not with a certificate and handshake that we could take


@dataclass(frozen=True, slots=True)
class Beat:
    """``reason`` names why it is not ``ok``: a GapReason or a word of this module. ``status`` is None where nothing answered."""

    role: Role
    url: str
    at: datetime
    ok: bool
    status: int | None
    seconds: float
    reason: str = ""
    detail: str = ""
