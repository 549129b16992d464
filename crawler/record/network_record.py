"""What a visit's pages asked for and left behind: requests with their responses, cookies, and hosts with their certificates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

GIVEN_UP = "net::ERR_ABORTED"  # as the browser calls what it no longer asks for


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request of a page and its response. Sizes are decoded bytes; ``at_ms`` counts from the navigation's start."""

    url: str
    method: str
    kind: str  # CDP resource type, lower case: document, stylesheet, image, script, xhr, fetch, websocket ...
    status: int | None
    size: int
    third_party: bool
    initiator: str
    at_ms: float
    failed: str = ""
    body: str | None = None  # sha256 of the kept body
    media: str = ""


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie that a page left in the browser, without its value."""

    name: str
    domain: str
    secure: bool
    http_only: bool
    same_site: str
    session: bool
    third_party: bool


@dataclass(frozen=True, slots=True)
class Host:
    """The addresses a host's packets really went to, and its certificate from a handshake of our own."""

    host: str
    addresses: tuple[str, ...] = ()
    tls: Mapping[str, object] = field(default_factory=dict)
