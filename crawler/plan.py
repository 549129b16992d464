"""What is to be looked at, within which limits, and the ports a crawl talks through."""

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
    """One view somebody needs: a role in a state on a device."""

    role: Role
    state: str
    device: Device


@dataclass(frozen=True, slots=True)
class Act:
    """Clicks that bring up states no address leads to. ``captures`` names every (role, state) it may store."""

    name: str
    starts: Role
    captures: tuple[tuple[Role, str], ...]
    run: Callable[[Visit], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Plan:
    """The union of what the probes declare they read, with budgets and manners."""

    wants: frozenset[Want]
    acts: tuple[Act, ...] = ()
    devices: tuple[Device, ...] = (Device.DESKTOP, Device.MOBILE)
    look: int = 1
    timed: frozenset[Role] = frozenset()  # roles whose cold loads are measured
    fetches: frozenset[str] = frozenset()  # purposes of light looks wanted: link, error_page
    products: tuple[str, ...] = ()  # addresses of products to look at, instead of a sample of one's own
    seconds: float = 0.0  # 0 = the default of crawler/limits.toml
    pages: int = 0  # page loads; 0 = default
    pace: float | None = None  # page loads a second on one host; None = default, 0 = unlimited
    allow_private: bool = False
    browser: Path | None = None
    ocr: bool = True
    stakes: Mapping[Role, float] = field(
        default_factory=dict
    )  # points that checks of a role's pages decide; {} = all alike
    brief: bool = False  # one page a role is enough: no sample of goods


class Keep(Protocol):
    """Where a crawl puts what it captures, the moment it is captured."""

    async def blob(self, data: bytes, media: str) -> str:
        """Store bytes once; returns their SHA-256 in hex."""
        ...

    async def view(self, view: View) -> None: ...

    async def gap(self, gap: Gap) -> None: ...

    async def fetch(self, fetch: Fetch) -> None: ...

    async def timing(self, timing: Timing) -> None: ...


class Turns(Protocol):
    """Whose turn it is to load a page of a host; one for a process, or one shared by all workers."""

    def slow_to(self, host: str, seconds: float) -> None:
        """A host asks for that much time between two loads."""
        ...

    async def turn(self, url: str) -> None:
        """Wait until a load of this address's host is due."""
        ...


class Visit(Protocol):
    """The only verbs an act may use: it captures, it never judges, types or submits."""

    device: Device
    look: int

    @property
    def here(self) -> View:
        """The view last captured on this page."""
        ...

    async def open(self, url: str) -> bool:
        """Navigate by GET, settle, close layers; False (with the gap recorded) when a wall or fault stands there."""
        ...

    async def click(self, element: Element) -> bool:
        """Press an element of ``here`` and wait until the page is quiet; False when it could not be pressed."""
        ...

    async def hover(self, element: Element) -> bool: ...

    async def focus(self, element: Element) -> bool:
        """Focus, then blur, a control."""
        ...

    async def reload(self) -> bool: ...

    async def back(self) -> bool: ...

    async def wait(self, seconds: float) -> None:
        """Let the page go on for that long, to see what it brings up by itself (e.g. pop-ups within 15 s)."""
        ...

    async def capture(
        self, role: Role, state: str = LANDED, found_by: FoundBy = FoundBy.CLICK, path: tuple[str, ...] = ()
    ) -> View:
        """Read the page as it is now, store it under that role and state, and return it."""
        ...

    async def nothing(self, role: Role, state: str, detail: str) -> None:
        """Record that the shop does not offer this state (a ``not_offered`` gap)."""
        ...
