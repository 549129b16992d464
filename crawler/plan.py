"""What to look at, within which limits, and the interfaces a crawl uses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from crawler.site import Element, Fetch, Gap, Timing, View
from crawler.vocabulary import LANDED, Device, FoundBy, Role

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Want:
    """One wanted view: a role in a state on a device."""

    role: Role
    state: str
    device: Device


@dataclass(frozen=True, slots=True)
class Act:
    """Clicks that bring up states that no address leads to. ``captures`` names every (role, state) it may store."""

    name: str
    starts: Role
    captures: tuple[tuple[Role, str], ...]
    run: Callable[[ActContext], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Plan:
    """The union of what the probes declare they read, with budgets and rate limits."""

    wants: frozenset[Want]
    acts: tuple[Act, ...] = ()
    devices: tuple[Device, ...] = (Device.DESKTOP, Device.MOBILE)
    look: int = 1
    timed: frozenset[Role] = frozenset()  # roles whose cold loads are measured
    good: Mapping[str, float] = field(
        default_factory=dict
    )  # highest good value of each figure of Timing, by field name
    fetches: frozenset[str] = frozenset()  # wanted purposes of fetches: link, error_page
    products: tuple[str, ...] = ()  # addresses of products to look at, instead of drawing a sample
    papers: Mapping[Device, tuple[tuple[Role, str], ...]] = field(
        default_factory=dict
    )  # addresses at which an earlier look saw pages of a role, opened where this one finds none of that role
    pressed: Mapping[Device, frozenset[str]] = field(
        default_factory=dict
    )  # labels whose press brought up a page of texts in an earlier look: of all such controls, this one presses these alone
    seconds: float = 0.0  # 0 = the default of crawler/limits.toml
    pages: int = 0  # page loads; 0 = default
    pace: float | None = None  # page loads per second and host; None = default, 0 = unlimited
    allow_private: bool = False  # the shop's own places may be private (crawler/network/consent.py)
    private: tuple[str, ...] = ()  # further private places that may be reached, as host:port
    browser: Path | None = None
    ocr: bool = True
    stakes: Mapping[Role, float] = field(
        default_factory=dict
    )  # points decided by checks of a role's pages; {} = all equal
    brief: bool = False  # one page per role is enough: no sample of goods
    usual_data: Mapping[Device, frozenset[str]] = field(
        default_factory=dict
    )  # addresses of data that every page asks for, as an earlier look found; {} = told by the pages of this look


class CaptureSink(Protocol):
    """Where a crawl stores what it captures, at the moment of capture."""

    async def blob(self, data: bytes, media: str) -> str:
        """Store bytes once; returns their SHA-256 in hex."""
        ...

    async def view(self, view: View) -> None: ...

    async def gap(self, gap: Gap) -> None: ...

    async def fetch(self, fetch: Fetch) -> None: ...

    async def timing(self, timing: Timing) -> None: ...


class RateLimit(Protocol):
    """The rate limit of page loads per host: one for a process, or one shared by all workers."""

    def slow_to(self, host: str, seconds: float) -> None:
        """Set the time that a host asks for between two loads."""
        ...

    async def turn(self, url: str) -> None:
        """Wait until a load from this address's host is due."""
        ...


class ActContext(Protocol):
    """The only operations an act may use: it captures, and never judges, types or submits."""

    device: Device
    look: int

    @property
    def here(self) -> View:
        """The view last captured on this page."""
        ...

    async def open(self, url: str) -> bool:
        """Navigate by GET, settle, close overlays; False (with the gap recorded) if there is a wall or fault."""
        ...

    async def click(self, element: Element) -> bool:
        """Click an element of ``here`` and wait until the page is quiet; False if it could not be clicked."""
        ...

    async def hover(self, element: Element) -> bool: ...

    async def focus(self, element: Element) -> bool:
        """Focus, then blur, a control."""
        ...

    async def reload(self) -> bool: ...

    async def back(self) -> bool: ...

    async def wait(self, seconds: float) -> None:
        """Let the page run for that long, to see what it brings up by itself (e.g. pop-ups within 15 s)."""
        ...

    async def capture(
        self, role: Role, state: str = LANDED, found_by: FoundBy = FoundBy.CLICK, path: tuple[str, ...] = ()
    ) -> View:
        """Read the page as it is now, store it under that role and state, and return it."""
        ...

    async def nothing(self, role: Role, state: str, detail: str) -> None:
        """Record that the shop does not offer this state (a ``not_offered`` gap)."""
        ...
