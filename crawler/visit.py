"""The verbs of a visit: open, press, hover, focus, wait, capture. Nothing is judged here, typed or submitted."""

from __future__ import annotations

import asyncio
import base64
import dataclasses
from datetime import UTC, datetime
from urllib.parse import unquote_to_bytes, urlsplit

from playwright.async_api import Error as BrowserError

from crawler import obstacles, picture, reading
from crawler.addressing import registrable
from crawler.layers import Closing, close_layers
from crawler.limits import PAGE
from crawler.ocr import OcrFailed, candidates
from crawler.reading import PageReading
from crawler.site import Cookie, Element, Thoroughness, View
from crawler.tab import Stop, Tab
from crawler.trip import Trip
from crawler.vocabulary import LANDED, Device, FoundBy, GapReason, Role
from crawler.world import Hung


class Visitor:
    """A tab of one device at work; ``here`` is what was last captured or arrived at. Implements ``plan.Visit``."""

    def __init__(self, trip: Trip, tab: Tab, device: Device) -> None:
        self.trip = trip
        self.tab = tab
        self.device = device
        self.look = trip.plan.look
        self.stop: Stop | None = None
        self.expects = Role.HOME  # what page an act is on: a login form is no wall on the login page
        self.asked = ""
        self._here: View | None = None
        self._closing = Closing()
        self._stable = False
        self._found_by = FoundBy.GIVEN
        self._clicks: int | None = 0
        self._path: tuple[str, ...] = ()

    @property
    def here(self) -> View:
        if self._here is None:
            raise RuntimeError("nothing has been captured on this page yet")
        return self._here

    def come_by(self, found_by: FoundBy, clicks: int | None, path: tuple[str, ...]) -> None:
        """How the page that is opened next was found."""
        self._found_by, self._clicks, self._path = found_by, clicks, path

    async def load(self, url: str) -> Stop | None:
        """Navigate after budget, robots and pace have agreed; layers and scrolling are not touched yet."""
        self.asked = url
        if (budget := self.trip.spent()) is not None:
            return Stop(GapReason.BUDGET, budget)
        if not await self.trip.allowed(url):
            return Stop(GapReason.ROBOTS, "robots.txt")
        await self.trip.pace.turn(url)
        self.trip.loads += 1
        self._closing, self._stable = Closing(), False
        return await self.tab.open(url)

    async def prepare(self) -> Stop | None:
        """Close layers, scroll to a stable height, close what came up meanwhile."""
        try:
            self._closing = await close_layers(self.tab.page, self.tab.world)
            self._stable = await self.tab.scroll()
            late = await close_layers(self.tab.page, self.tab.world)
        except Hung:
            return Stop(GapReason.TRAP, "a script that never ends")
        except BrowserError as fault:
            return self.tab.sprung() or Stop(GapReason.CRASHED, str(fault).splitlines()[0])
        self._closing = Closing(
            self._closing.closed + late.closed, self._closing.consented or late.consented, late.still_covered
        )
        return self.tab.sprung()

    async def read(self) -> PageReading | Stop:
        try:
            return await reading.read(self.tab.page, self.tab.cdp)
        except reading.ReadTimeout:
            return Stop(GapReason.TRAP, "a script that never ends")
        except (reading.ReadFailed, BrowserError) as fault:
            return self.tab.sprung() or Stop(GapReason.CRASHED, str(fault).splitlines()[0])

    def obstacle(self, page: PageReading, role: Role) -> Stop | None:
        """The wall this page is, or None."""
        found = obstacles.classify(
            obstacles.Look(
                asked=self.asked,
                url=self.tab.page.url,
                status=self.tab.status,
                title=page.title,
                text=page.text,
                html_bytes=len(page.html),
                requests=self.tab.recorder.addresses,
                has_password=any(e.input_type == "password" and e.seen for e in page.elements),
                links=sum(1 for e in page.elements if e.href and e.seen),
                wanted_login=role in (Role.LOGIN, Role.REGISTER),
                wanted_error=role is Role.ERROR,
            )
        )
        return Stop(found.reason, found.detail) if found else None

    async def store(self, page: PageReading, role: Role, state: str) -> View:
        """Freeze what was read, with picture and exchanges, and keep it."""
        shot = await picture.full_page(self.tab.cdp, quality=PAGE.picture_quality, max_height=PAGE.picture_height)
        sha = await self.trip.keep.blob(shot.data, "image/jpeg")
        elements, unread = await self._read_pictures(page, shot)
        url = self.tab.page.url
        cookies = await self.tab.page.context.cookies()
        notes = [*page.notes, *(["consent was given to see the page"] if self._closing.consented else [])]
        notes += [f"stopped {said}" for said in self.tab.notes.refused[:5]]
        notes += [f"window closed {said}" for said in self.tab.notes.popups[:5]]
        view = View(
            id=self.trip.number("view"),
            role=role,
            state=state,
            device=self.device,
            look=self.look,
            asked=self.asked,
            url=url,
            status=self.tab.status,
            at=datetime.now(UTC),
            title=page.title,
            text=page.text,
            html=page.html,
            elements=elements,
            width=page.width,
            height=page.height,
            viewport_height=page.viewport_height,
            lang=page.lang,
            headers=self.tab.headers,
            frames=page.frames,
            exchanges=await self.tab.recorder.exchanges(url, self.trip.keep),
            cookies=tuple(_cookie(raw, url) for raw in cookies),
            storage_keys=page.storage_keys,
            console_errors=tuple(self.tab.notes.console_errors),
            dialogs=tuple(self.tab.notes.dialogs),
            screenshot=sha,
            screenshot_scale=shot.scale,
            found_by=self._found_by,
            clicks=self._clicks,
            path=self._path,
            closed_layers=self._closing.closed,
            thoroughness=Thoroughness(
                scripts_ran=self.tab.loaded,
                scrolled_stable=self._stable,
                layers_closed=not self._closing.still_covered,
                frames_read=page.frames_read,
                images_unread=unread,
                chars=len("".join(page.text.split())),
                ink=picture.ink(shot.data),
                notes=tuple(notes),
            ),
        )
        self._here = view
        return await self.trip.add_view(view)

    async def _read_pictures(self, page: PageReading, shot: picture.Picture) -> tuple[tuple[Element, ...], int]:
        """Elements with what OCR read from pictures that may carry words, and how many of those stayed unread."""
        wanted = candidates(page.elements, self.trip.pictures_left())
        if not wanted:
            return page.elements, 0
        if self.trip.ocr is None:
            return page.elements, len(wanted)
        read: dict[int, Element] = {}
        unread = 0
        for element in wanted:
            data = await self._picture_bytes(element, shot)
            if data is None:
                unread += 1
                continue
            try:
                words = await self.trip.ocr.words(data)
            except OcrFailed:
                unread += 1
                continue
            self.trip.pictures_read += 1
            read[element.id] = dataclasses.replace(
                element, ocr=words.text, ocr_confidence=words.confidence, ocr_engine=words.engine
            )
        return tuple(read.get(element.id, element) for element in page.elements), unread

    async def _picture_bytes(self, element: Element, shot: picture.Picture) -> bytes | None:
        if element.image.startswith("data:image/") and "," in element.image:
            head, data = element.image.split(",", 1)
            try:
                return base64.b64decode(data) if head.endswith(";base64") else unquote_to_bytes(data)
            except ValueError:
                return None
        known = self.tab.recorder.bytes_of(element.image)
        if known is not None and "svg" not in known[1] and (body := await self.tab.recorder.body(known[0])) is not None:
            return body
        return picture.crop(shot.data, element.box, shot.scale)

    # -- the verbs acts may use ------------------------------------------------------------------------------------

    async def open(self, url: str) -> bool:
        self.stop = await self.load(url) or await self.prepare()
        return await self._arrived()

    async def open_here(self) -> bool:
        """Prepare the page that was just loaded and read it into ``here``."""
        self.stop = await self.prepare()
        return await self._arrived()

    async def reload(self) -> bool:
        return await self.open(self.tab.page.url)

    async def back(self) -> bool:
        try:
            await self.tab.page.go_back(wait_until="domcontentloaded", timeout=PAGE.load_seconds * 1000)
        except BrowserError:
            return False
        self.stop = await self.tab.settle() or await self.prepare()
        return await self._arrived()

    async def click(self, element: Element) -> bool:
        before = len(self.tab.notes.popups)
        done = await self._act(element, "click")
        if not done:
            return False
        self.stop = await self.tab.settle()
        new = [url for url in self.tab.notes.popups[before:] if url.startswith("http")]
        if self.stop is None and new:  # the control opens a window of its own: look at it in ours
            return await self.open(new[-1])
        if self.stop is None:
            self.stop = await self.prepare_after_press()
        return await self._arrived()

    async def prepare_after_press(self) -> Stop | None:
        """After a press only scroll: a layer that came up now is what was asked for."""
        try:
            self._stable = await self.tab.scroll()
        except Hung:
            return Stop(GapReason.TRAP, "a script that never ends")
        except BrowserError as fault:
            return self.tab.sprung() or Stop(GapReason.CRASHED, str(fault).splitlines()[0])
        return None

    async def hover(self, element: Element) -> bool:
        return await self._act(element, "hover") and await self._arrived()

    async def focus(self, element: Element) -> bool:
        return await self._act(element, "focus") and await self._arrived()

    async def wait(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._arrived()

    async def capture(
        self, role: Role, state: str = LANDED, found_by: FoundBy = FoundBy.CLICK, path: tuple[str, ...] = ()
    ) -> View:
        self._found_by = found_by
        self._path = path or self._path
        page = await self.read()
        if isinstance(page, Stop):
            await self.trip.add_gap(role, state, self.device, page.reason, page.detail, self.asked)
            raise Lost(page)
        return await self.store(page, role, state)

    async def nothing(self, role: Role, state: str, detail: str) -> None:
        await self.trip.add_gap(role, state, self.device, GapReason.NOT_OFFERED, detail, self.asked)

    async def _act(self, element: Element, verb: str) -> bool:
        try:
            handle = await reading.locate(self.tab.page, element)
            if verb == "click":
                await handle.click(timeout=4000)
            elif verb == "hover":
                await handle.hover(timeout=2000)
            else:
                await handle.focus()
                await handle.evaluate("control => control.blur()")
        except (BrowserError, LookupError):
            return False
        return True

    async def _arrived(self) -> bool:
        """Read the page as it is now into ``here``, without keeping it."""
        if self.stop is not None:
            return False
        page = await self.read()
        if isinstance(page, Stop):
            self.stop = page
            return False
        wall = self.obstacle(page, self.expects)
        if wall is not None:
            self.stop = wall
            return False
        self._here = View(
            id="",
            role=Role.HOME,
            state="",
            device=self.device,
            look=self.look,
            asked=self.asked,
            url=self.tab.page.url,
            status=self.tab.status,
            at=datetime.now(UTC),
            title=page.title,
            text=page.text,
            html=page.html,
            elements=page.elements,
            width=page.width,
            height=page.height,
            viewport_height=page.viewport_height,
            frames=page.frames,
            clicks=self._clicks,
            path=self._path,
        )
        return True


class Lost(Exception):
    """The page went away while it was being captured; the gap is recorded already."""

    def __init__(self, stop: Stop) -> None:
        super().__init__(f"{stop.reason}: {stop.detail}")
        self.stop = stop


def _cookie(raw: object, url: str) -> Cookie:
    cookie = dict(raw) if isinstance(raw, dict) else {}
    domain = str(cookie.get("domain", "")).lstrip(".")
    return Cookie(
        name=str(cookie.get("name", ""))[:100],
        domain=domain,
        secure=bool(cookie.get("secure")),
        http_only=bool(cookie.get("httpOnly")),
        same_site=str(cookie.get("sameSite", "")),
        session=float(cookie.get("expires", -1) or -1) < 0,
        third_party=registrable(domain) != registrable(urlsplit(url).hostname or ""),
    )
