"""The frozen record of one visit: what probes judge, and all that they may know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from crawler.dom.bare import bare
from crawler.vocabulary import LANDED, Device, FoundBy, GapReason, Region, Role, Unseen


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in CSS px, in document coordinates of the top page."""

    x: float
    y: float
    w: float
    h: float

    @property
    def area(self) -> float:
        return self.w * self.h


@dataclass(frozen=True, slots=True)
class Element:
    """One piece of a page: text, link, control, image or form part, seen or not.

    ``text`` is the rendered text of the subtree, whitespace collapsed, at most 400 characters; ``own`` that of direct text
    nodes only. ``colour`` and ``background`` are ``#rrggbb`` as blended over what lies beneath; ``background`` is None where
    a picture, gradient or video makes it undecidable. ``name`` joins aria-label, aria-labelledby, alt, title, placeholder, value.
    """

    id: int
    tag: str
    selector: str
    box: Box
    parent: int | None = None
    frame: int = 0  # 0 = top document, n = View.frames[n - 1]
    text: str = ""
    own: str = ""
    name: str = ""
    pseudo: str = ""  # words drawn by ::before / ::after
    role: str = ""  # ARIA role, explicit or implied
    heading: int = 0
    href: str = ""  # absolute address
    classes: str = ""  # id and class attributes, at most 200 characters
    clickable: bool = False  # link, button, handler, or pointer cursor
    action: str = ""  # of a form, absolute
    method: str = ""  # of a form, lower case
    input_type: str = ""
    required: bool = False
    checked: bool | None = None  # checked, aria-checked, aria-pressed, aria-selected
    font_px: float = 0.0  # effective: font size x transform scale x zoom
    weight: int = 400
    line_px: float = 0.0  # line height in px, of ``normal`` the used one; 0 = not known
    colour: str = ""
    background: str | None = None
    position: str = "static"
    region: Region = Region.MAIN
    seen: bool = True
    unseen: Unseen | None = None
    opened_by: str = ""  # selector of the control whose hover or focus brought it up
    image: str = ""  # absolute source of an img, svg use, picture or background image
    natural_w: int = 0
    natural_h: int = 0
    ocr: str = ""
    ocr_confidence: float | None = None
    ocr_engine: str = ""

    @property
    def words(self) -> str:
        """All that this element says, by whatever means, one thing a line."""
        return "\n".join(part for part in (self.text or self.own, self.name, self.pseudo, self.ocr) if part)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request of a page and what came back. Sizes are decoded bytes; ``at_ms`` counts from the navigation's start."""

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
    name: str
    domain: str
    secure: bool
    http_only: bool
    same_site: str
    session: bool
    third_party: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """A child document: ``read`` is False where its content could not be read, with the reason in ``why``."""

    url: str
    selector: str
    box: Box
    read: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Thoroughness:
    """How completely a view was looked at: what absence may rest on (rule 0.3 of the project's criteria)."""

    scripts_ran: bool = False
    scrolled_stable: bool = False
    layers_closed: bool = False
    frames_read: bool = False
    images_unread: int = 0  # text-bearing candidates in the plan's regions that OCR did not read
    chars: int = 0  # visible characters
    ink: float = 0.0  # share of screenshot pixels that differ from the page's main colour, 0-1
    notes: tuple[str, ...] = ()
    unread_images: tuple[int, ...] = ()  # element ids of the pictures counted in images_unread; empty in older records


@dataclass(frozen=True, slots=True)
class View:
    """One page as one device saw it at one moment."""

    id: str
    role: Role
    state: str
    device: Device
    look: int
    asked: str
    url: str
    status: int | None
    at: datetime
    title: str
    text: str  # all rendered text of all frames and open shadow roots, one block a line
    html: str
    elements: tuple[Element, ...]
    width: int
    height: int  # of the whole document
    viewport_height: int
    lang: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    frames: tuple[Frame, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    cookies: tuple[Cookie, ...] = ()
    storage_keys: tuple[str, ...] = ()
    console_errors: tuple[str, ...] = ()
    dialogs: tuple[str, ...] = ()  # alert, confirm, prompt and beforeunload texts that were dismissed
    screenshot: str = ""  # sha256 of a full-page JPEG
    screenshot_scale: float = 1.0  # screenshot px per CSS px
    exchanges_record: str = ""  # sha256 of all that is known of the exchanges (crawler/wire.py)
    found_by: FoundBy = FoundBy.GIVEN
    clicks: int | None = 0  # clicks from the home page along visible entries; None = not reachable by them
    path: tuple[str, ...] = ()  # the words clicked, in order
    closed_layers: tuple[str, ...] = ()  # words of the layers closed before this state
    by: str = ""  # who opened the page by hand; "" = Xuncha itself
    thoroughness: Thoroughness = Thoroughness()

    def element(self, id: int) -> Element:
        """The element of that id. Raises KeyError."""
        if not 0 <= id < len(self.elements) or self.elements[id].id != id:
            raise KeyError(f"view {self.id} has no element {id}")
        return self.elements[id]


@dataclass(frozen=True, slots=True)
class Gap:
    """A planned view that is missing, and why."""

    role: Role
    state: str
    device: Device
    look: int
    reason: GapReason
    detail: str = ""
    url: str = ""
    screenshot: str = ""
    exchanges_record: str = ""  # sha256 of what went over the wire until it ended so
    at: datetime | None = None  # when it was given up; None in records from before this was noted


@dataclass(frozen=True, slots=True)
class Fetch:
    """A light look without a browser; and, of purpose ``product`` or ``site_map_product``, a page that gave no view (crawler/goods.py);
    of purpose ``entry`` a link or control that gave none (crawler/session/tried.py).
    """

    id: str
    purpose: str  # robots | site_map | link | error_page | control | document | product | site_map_product | entry
    look: int
    asked: str
    url: str
    status: int | None
    at: datetime
    seconds: float
    media: str = ""
    text: str = ""
    body: str | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Timing:
    """One cold load of one page. Times in ms from the navigation's start; None = the browser gave none.

    ``connect_ms`` is the gate's TCP connect time to the page's host, ``control_ms`` the load of a page of our own in the same
    browser just before: baselines that tell a slow site from a slow line or a slow machine.
    """

    role: Role
    device: Device
    look: int
    run: int
    at: datetime
    url: str
    ok: bool
    ttfb_ms: float | None = None
    fcp_ms: float | None = None
    lcp_ms: float | None = None
    cls: float | None = None
    tbt_ms: float | None = None
    load_ms: float | None = None
    connect_ms: float | None = None
    control_ms: float | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Host:
    """Where a host's packets really went, and its certificate as an own handshake saw it."""

    host: str
    addresses: tuple[str, ...] = ()
    tls: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Past:
    """One earlier look at the same platform, put in from storage before the Site is frozen."""

    at: datetime
    kind: str  # beat | timing | product | rule: what ``values`` holds is said in storage/history.py
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Platform:
    """One shop: who it is and what it says of itself. A flag that is not stated is unknown and makes items applicable."""

    url: str
    name: str = ""
    profile: Mapping[str, bool] = field(default_factory=dict)  # marketplace, goods, food ...: flags of profile.toml
    hints: Mapping[Role, str] = field(default_factory=dict)
    consents: frozenset[str] = frozenset()  # e.g. "robots": a recorded consent of the platform
    mobile_url: str = ""  # the home page on a phone, where it is another one


class _Sorted:
    """Room for what a Site has sorted of itself: no field, so it is neither compared nor stored nor copied."""

    __slots__ = ("_by_place",)
    _by_place: Mapping[tuple[Role, str], tuple[View, ...]]


@dataclass(frozen=True, slots=True)
class Site(_Sorted):
    """All that one audit saw. ``only`` narrows it; ``view`` and ``gap`` are how probes ask."""

    platform: Platform
    at: datetime
    views: tuple[View, ...] = ()
    gaps: tuple[Gap, ...] = ()
    fetches: tuple[Fetch, ...] = ()
    timings: tuple[Timing, ...] = ()
    history: tuple[Past, ...] = ()
    hosts: tuple[Host, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)

    def only(self, look: int, device: Device | None = None) -> Site:
        """The same visit, seen in one look and, if asked, on one device."""

        def keep(thing: View | Gap | Timing) -> bool:
            return thing.look == look and (device is None or thing.device is device)

        return replace(
            self,
            views=tuple(view for view in self.views if keep(view)),
            gaps=tuple(gap for gap in self.gaps if keep(gap)),
            fetches=tuple(fetch for fetch in self.fetches if fetch.look == look),
            timings=tuple(timing for timing in self.timings if keep(timing)),
        )

    def all(self, role: Role, state: str = LANDED) -> tuple[View, ...]:
        """Every view of that role and state, best candidate first: mere stubs last."""
        if not hasattr(self, "_by_place"):  # every probe asks for some: they are sorted once
            placed: dict[tuple[Role, str], list[View]] = {}
            for view in self.views:
                placed.setdefault((view.role, view.state), []).append(view)
            object.__setattr__(self, "_by_place", {at: tuple(sorted(found, key=bare)) for at, found in placed.items()})
        return self._by_place.get((role, state), ())

    def view(self, role: Role, state: str = LANDED) -> View | None:
        """The best view of that role and state, or None."""
        return next(iter(self.all(role, state)), None)

    def gap(self, role: Role, state: str = LANDED) -> Gap | None:
        """Why that view is missing, or None."""
        return next((gap for gap in self.gaps if gap.role is role and gap.state == state), None)
