"""The frozen record of one visit: what probes judge, and all they may know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from crawler.record.network_record import Cookie, Exchange, Host
from crawler.record.thoroughness import Thoroughness
from crawler.vocabulary import EMPTY, LANDED, Device, FoundBy, GapReason, Region, Role, Unseen

_BARE_CHARS = 80  # characters outside header, menus and footer, title included
_BARE_PICTURE = 160  # least px of a picture's longer side for it to be the page's purpose
_UNLOOKED = Thoroughness()  # of which nothing is known: absence rests on no such view
_AROUND = frozenset({Region.HEADER, Region.NAV, Region.FOOTER})


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
    """One piece of a page: text, link, control, image or form part, visible or not.

    ``text``: rendered text of the subtree, at most 400 characters; ``own``: that of direct text nodes. ``name`` joins
    aria-label, aria-labelledby, alt, title, placeholder, value. ``colour``, ``background``: ``#rrggbb`` as blended over
    what lies beneath; ``background`` is None if a picture, gradient or video makes it undecidable.
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
    action: str = ""  # of a form, absolute address
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
    opened_by: str = ""  # selector of the control whose hover, focus or click brought it up
    image: str = ""  # absolute source of an img, svg use, picture or background image
    natural_w: int = 0
    natural_h: int = 0
    ocr: str = ""
    ocr_confidence: float | None = None
    ocr_engine: str = ""

    @property
    def words(self) -> str:
        """Everything this element says, from every source, one per line."""
        return "\n".join(part for part in (self.text or self.own, self.name, self.pseudo, self.ocr) if part)


@dataclass(frozen=True, slots=True)
class Frame:
    """A child document; ``read`` is False if its content could not be read, for the reason in ``why``."""

    url: str
    selector: str
    box: Box
    read: bool
    why: str = ""


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
    exchanges_record: str = ""  # sha256 of all that is known of the exchanges (crawler/network/exchange_log.py)
    found_by: FoundBy = FoundBy.GIVEN
    clicks: int | None = 0  # clicks from the home page along visible entries; None = not reachable by them
    path: tuple[str, ...] = ()  # the words clicked, in order
    closed_layers: tuple[str, ...] = ()  # words of the layers closed before this state
    by: str = ""  # who opened the page by hand; "" = Xuncha itself
    thoroughness: Thoroughness = _UNLOOKED

    def element(self, id: int) -> Element:
        """The element with that id. Raises KeyError."""
        if not 0 <= id < len(self.elements) or self.elements[id].id != id:
            raise KeyError(f"view {self.id} has no element {id}")
        return self.elements[id]

    @property
    def bare(self) -> bool:
        """Whether it holds next to nothing: a title, a line, no form and no substantial picture; a file without elements is not bare.

        Another page of its kind should then be looked for.
        """
        if EMPTY in self.thoroughness.notes:
            return True
        if not self.elements or self.frames:
            return False
        said = 0
        for element in self.elements:
            if not element.seen or element.region in _AROUND:
                continue
            if element.input_type or (element.image and max(element.box.w, element.box.h) >= _BARE_PICTURE):
                return False
            said += len("".join((element.own or element.name).split()))
            if said >= _BARE_CHARS:
                return False
        return True


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
    exchanges_record: str = ""  # sha256 of the record of its network exchanges until then
    at: datetime | None = None  # when it was given up; None in records from before this was noted


@dataclass(frozen=True, slots=True)
class Fetch:
    """A fetch without a browser, a lead without a view (tried_leads.py), where a press led (spot_presses.py), or a deadly response."""

    id: str
    purpose: str  # robots site_map link error_page control document weighed product site_map_product entry press
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
    device: Device | None = None  # of what was opened in the browser; None in older records and without a browser


@dataclass(frozen=True, slots=True)
class Timing:
    """One cold load of one page. Times in ms from the navigation's start; None = the browser gave none.

    ``connect_ms`` (the proxy's TCP connect to the page's host) and ``control_ms`` (our own page, just before) are baselines.
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
    settled: bool = False  # with this load every figure was clear of its limit: it was the last one


@dataclass(frozen=True, slots=True)
class Past:
    """One earlier observation of the same platform, added from storage before the Site is frozen."""

    at: datetime
    kind: str  # beat | timing | product | rule: storage/visits/history.py says what ``values`` holds
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Platform:
    """One shop: who it is and what it says about itself. A flag not stated is unknown and makes items applicable."""

    url: str
    name: str = ""
    profile: Mapping[str, bool] = field(default_factory=dict)  # marketplace, goods, food ...: flags of profile.toml
    hints: Mapping[Role, str] = field(default_factory=dict)
    consents: frozenset[str] = frozenset()  # e.g. "robots": a recorded consent of the platform
    mobile_url: str = ""  # the home page on a phone, if it is a different one


class _WithProperties:
    """A base with room for a Site's cached properties, no fields: never compared, stored or copied."""

    __slots__ = ("__dict__",)


@dataclass(frozen=True, slots=True)
class Site(_WithProperties):
    """Everything that one audit saw. ``only`` narrows it; probes query it through ``view`` and ``gap``."""

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
        """The same visit, reduced to one look and, if given, one device."""

        def keep(thing: View | Gap | Timing) -> bool:
            return thing.look == look and (device is None or thing.device is device)

        return replace(
            self,
            views=tuple(view for view in self.views if keep(view)),
            gaps=tuple(gap for gap in self.gaps if keep(gap)),
            fetches=tuple(fetch for fetch in self.fetches if fetch.look == look),
            timings=tuple(timing for timing in self.timings if keep(timing)),
        )

    @cached_property
    def by_place(self) -> Mapping[tuple[Role, str], tuple[View, ...]]:
        """Its views by role and state, bare ones last; sorted once on first use, since every probe queries some."""
        placed: dict[tuple[Role, str], list[View]] = {}
        for view in self.views:
            placed.setdefault((view.role, view.state), []).append(view)
        for found in placed.values():
            if len(found) > 1:  # whether a view is bare is dear to tell
                found.sort(key=lambda view: view.bare)
        return {at: tuple(found) for at, found in placed.items()}

    def all(self, role: Role, state: str = LANDED) -> tuple[View, ...]:
        """Every view of that role and state, best candidate first, bare ones last."""
        return self.by_place.get((role, state), ())

    def view(self, role: Role, state: str = LANDED) -> View | None:
        """The best view of that role and state, or None."""
        return next(iter(self.all(role, state)), None)

    def gap(self, role: Role, state: str = LANDED) -> Gap | None:
        """Why that view is missing, or None."""
        return next((gap for gap in self.gaps if gap.role is role and gap.state == state), None)
