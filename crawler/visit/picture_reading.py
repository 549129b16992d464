"""Read the words in a page's pictures within the look's budget, and report which ones stayed unread."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from playwright.async_api import Error as BrowserError

from crawler.browser.isolated_world import Hung
from crawler.browser.page import BrowserPage
from crawler.dom import screenshot
from crawler.dom.ocr import Ocr, OcrFailed, OcrText
from crawler.dom.ocr_worker import PictureSize, tile_count
from crawler.dom.picture_places import PICTURES, PictureCandidate, PicturePlace, find_candidates, has_picture
from crawler.dom.snapshot import PageReading
from crawler.dom.snapshot_script import reading_settings
from crawler.limits import PAGE
from crawler.site import Element
from crawler.urls import page_identity
from crawler.visit.crawl_state import CrawlState
from crawler.visit.pictures.card_pictures import find_card_pictures, find_covers
from crawler.visit.pictures.picture_shapes import is_alike, is_sprite, is_strip, refuse_strip
from crawler.visit.pictures.waiting_pictures import (
    BUDGET,
    WaitingPicture,
    note_unread,
    read_waiting,
    tell_unread,
    with_words,
)
from crawler.vocabulary import Role

UNDRAWN = "it came to no end or was kept from us"
NO_OCR = "pictures are not read in this audit"
NO_BYTES = "it could not be had"
# What is drawn in the place of an element, so that a drawing or a part of a sheet that stands on every page is known again: a
# page's picture of it has other bytes on each.
DRAWN = """(selectors => selectors.map(selector => { let found; try { found = document.querySelectorAll(selector); } catch { return null; }
if (found.length !== 1) return null;
const el = found[0], tag = el.localName, looks = which => { const s = getComputedStyle(el, which);
return [s.backgroundImage, s.backgroundPosition, s.backgroundSize, s.backgroundRepeat, s.backgroundColor, s.content].join(' '); };
const said = tag === 'img' ? el.currentSrc : tag === 'svg' ? el.outerHTML : tag === 'canvas' || tag === 'video' ? ''
  : looks(null) + looks('::before') + looks('::after');
if (!said || said.length > 500000) return null;
let one = 5381, two = 52711; for (let i = 0; i < said.length; i++) { const c = said.charCodeAt(i); one = (one * 33) ^ c; two = (two * 31 + c) | 0; }
return tag + (one >>> 0).toString(36) + (two >>> 0).toString(36) + said.length; }))(%s)"""


@dataclass(slots=True)
class PicturesRead:
    """Elements with the words read in them; ids of drawn pictures that may carry words and stayed unread, with reasons.

    ``waiting``: those that the tour need not wait for and that were not read yet.
    """

    elements: tuple[Element, ...]
    unread: dict[int, str] = field(default_factory=dict)
    waiting: tuple[WaitingPicture, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """A line each for the first pictures that stayed unread; none while some wait."""
        return () if self.waiting else tell_unread(self.unread)


async def read_pictures(
    trip: CrawlState, tab: BrowserPage, page: PageReading, shot: screenshot.Screenshot, role: Role
) -> PicturesRead:
    """Read the pictures of a page as it is. Pictures of goods are read last and, if not read, do not count as unread."""
    most = int(reading_settings().ocr.place.page)
    read: dict[int, Element] = {}
    unread: dict[int, str] = {}
    waiting: list[WaitingPicture] = []
    for one in page.elements:
        if has_picture(one) and one.seen:
            trip.pictures.met(one.image, page_identity(page.url))
    cards = find_card_pictures(page.elements, role)
    covers = find_covers(page.elements)
    found = find_candidates(page.elements, role, page.width, trip.pictures.repeated, cards, covers)
    reading = _PictureReading(trip, tab, shot, page.beyond, page.elements)
    reading.spare_details(found[:most])
    if trip.ocr is not None:
        await reading.know([candidate.element for candidate in found[:most]])
    for place, candidate in enumerate(found):
        element = candidate.element
        try:
            if place >= most:
                raise OcrFailed(BUDGET)
            met = await reading.meet(candidate)
            if met is None:
                continue
            if _may_wait(candidate, met) and trip.waiting is not None and trip.waiting.has_room(met, waiting):
                waiting.append(met)
                continue
            words = await reading.words(met)
        except OcrFailed as fault:
            if candidate.place is not PicturePlace.GOODS:
                unread[element.id] = str(fault)
            continue
        read[element.id] = with_words(element, words)
        note_unread(unread, met, "" if words.whole else BUDGET)
    return PicturesRead(tuple(read.get(element.id, element) for element in page.elements), unread, tuple(waiting))


def _may_wait(candidate: PictureCandidate, met: WaitingPicture) -> bool:
    """Whether reading a picture takes time and the tour does not find its way by it: signs that are all a control says do not wait.

    An advertisement may be a link too: what it says is there before the tour looks for pages that no name led to.
    """
    sign = candidate.place is PicturePlace.ENTRY or (candidate.control and candidate.place is PicturePlace.LICENCE)
    return bool(met.reserved) and not sign


class _PictureReading:
    """The pictures of one page."""

    def __init__(
        self,
        trip: CrawlState,
        tab: BrowserPage,
        shot: screenshot.Screenshot,
        beyond: Container[int],
        elements: Sequence[Element],
    ) -> None:
        self._trip = trip
        self._tab = tab
        self._shot = shot
        self._beyond = beyond  # ids of elements that no screenshot shows in place
        self._twins = frozenset((one.image, *_place_of(one)) for one in elements if one.tag == "img" and one.image)
        self._sheet: screenshot.DecodedScreenshot | None = None
        self._drawn: dict[int, str] = {}
        self._firsts: int | None = None  # details of which a first tile may yet be read; None = all of each

    def spare_details(self, found: Sequence[PictureCandidate]) -> None:
        """Read only first tiles where the details of what the page sells are too many to be read whole: one page takes no share meant for many."""
        budget, table = self._trip.pictures, reading_settings().ocr
        details = {one.element.image: one.element for one in found if one.place is PicturePlace.DETAIL}
        tiles = sum(
            tile_count(PictureSize(one.natural_w or round(one.box.w) or 1, one.natural_h or round(one.box.h)), table)
            for image, one in details.items()
            if image not in budget.known
        )
        if tiles > min(table.budget.details, budget.left(PicturePlace.DETAIL)):
            self._firsts = table.budget.firsts

    async def know(self, elements: Sequence[Element]) -> None:
        """Ask the page what is drawn in these places; those inside frames and shadow roots stay unknown."""
        here = [element for element in elements if ">>" not in element.selector]
        if not here:
            return
        try:
            drawn = await self._tab.world.evaluate(
                DRAWN % json.dumps([element.selector for element in here]), PAGE.hang_seconds
            )
        except (Hung, BrowserError):
            return  # each is then read again
        for element, mark in zip(here, drawn if isinstance(drawn, list) else (), strict=False):
            if isinstance(mark, str):
                self._drawn[element.id] = f"{mark} {round(element.box.w)}x{round(element.box.h)} {self._shot.scale}"

    async def meet(self, candidate: PictureCandidate) -> WaitingPicture | None:
        """The picture with what of the budget is set aside for it, None for one without words. Raises OcrFailed if it stays unread."""
        element, ocr, budget = candidate.element, self._trip.ocr, self._trip.pictures
        if element.image in budget.thin or self._broken(element):
            return None
        if ocr is None:
            raise OcrFailed(NO_OCR)
        left = self._left(candidate.place)
        mark = self._drawn.get(element.id, "")
        if mark in budget.shown:
            return WaitingPicture(element, candidate.place, b"", 1, 0, mark)
        if not left and element.image not in budget.known:
            raise OcrFailed(BUDGET)
        data, size, cut = await self._bytes(ocr, element)
        if size is None:
            budget.thin.add(element.image)
            return None
        # A background that is smaller than its place stands there in its own size: the shape of a long line says nothing of it.
        drawn_to_fit = cut or element.tag in PICTURES
        if is_strip(size.width, size.height) or (drawn_to_fit and is_strip(element.box.w, element.box.h)):
            refuse_strip(candidate, size)
            return None
        # A shop's own pictures are on every page: what was read once costs nothing again.
        most = max(1, min(left, tile_count(size, reading_settings().ocr)))
        fresh = not ocr.knows(data, most)
        if fresh and not left:
            raise OcrFailed(BUDGET)
        if element.image.startswith("http"):
            budget.known.add(element.image)
        if fresh:
            budget.spend(candidate.place, most, 0.0)
            if candidate.place is PicturePlace.DETAIL and self._firsts is not None:
                self._firsts -= 1
        return WaitingPicture(element, candidate.place, data, most, most if fresh else 0, mark if cut else "")

    async def words(self, met: WaitingPicture) -> OcrText:
        """The words of a picture that was met. Raises OcrFailed if it stays unread."""
        if self._trip.ocr is None:
            raise OcrFailed(NO_OCR)
        return await read_waiting(self._trip.ocr, self._trip.pictures, met)

    def _is_whole(self, element: Element, size: PictureSize) -> bool:
        """Whether a background shows all of its picture: an img of the same address lies there too, drawn by no one (uni-image)."""
        return (element.image, *_place_of(element)) in self._twins and is_alike(element, size)

    def _left(self, place: PicturePlace) -> int:
        left = self._trip.pictures.left(place)
        if place is not PicturePlace.DETAIL or self._firsts is None:
            return left
        return min(left, 1) if self._firsts > 0 else 0

    def _broken(self, element: Element) -> bool:
        """Whether nobody can see this picture. Raises OcrFailed if perhaps only we cannot."""
        if element.tag == "img" and element.natural_w and element.natural_h:
            return False
        if element.image.startswith("data:"):
            return element.tag == "img"  # a broken background leaves a flat piece
        if element.tag in PICTURES and element.tag != "img":
            return False  # drawn by the page itself
        address = element.image.partition("#")[0]
        heard = self._tab.recorder.request_of(address)
        if heard is None:
            if element.tag == "img":
                raise OcrFailed(UNDRAWN)
            return False
        if heard.status in reading_settings().ocr.gone.statuses:
            return True
        if heard.failed or not heard.done or (heard.status or 0) >= 400:
            raise OcrFailed(UNDRAWN)
        return element.tag == "img" and "svg" not in heard.media  # it arrived completely and is not a picture

    async def _bytes(self, ocr: Ocr, element: Element) -> tuple[bytes, PictureSize | None, bool]:
        """The picture as received, or (True) what is shown of it. Size None = too small or thin for words. Raises OcrFailed."""
        body = await self._body(element)
        if body is not None:
            try:
                size = await ocr.size(body)
            except OcrFailed:
                size = None  # the browser draws what we do not open: what is shown can still be read
            if size is not None:
                if min(size.width, size.height) < reading_settings().ocr.strip_px:
                    return b"", None, False
                if not is_sprite(element, size) or self._is_whole(element, size):
                    return body, size, False
        try:
            piece = await self._piece(element)
        except (screenshot.PictureFailed, BrowserError) as fault:
            raise OcrFailed(NO_BYTES) from fault
        return piece, await ocr.size(piece), True

    async def _body(self, element: Element) -> bytes | None:
        if not element.image.startswith("http"):
            return None
        known = self._tab.recorder.bytes_of(element.image)
        if known is None or "svg" in known[1]:
            return None
        return await self._tab.recorder.body(known[0])

    async def _piece(self, element: Element) -> bytes:
        """What the page's screenshot shows there; if that is reduced or cut, a picture of its own.

        Raises PictureFailed, BrowserError.
        """
        if element.id in self._beyond:
            raise screenshot.PictureFailed("scrolled out of sight")
        end = (element.box.y + element.box.h) * self._shot.scale
        if self._shot.scale < 1 or end > self._shot.height:
            return await screenshot.take_piece(self._tab.cdp, element.box)
        if self._sheet is None:
            self._sheet = await asyncio.to_thread(screenshot.DecodedScreenshot, self._shot)
        return await asyncio.to_thread(self._sheet.crop, element.box)


def _place_of(element: Element) -> tuple[int, int, int]:
    return round(element.box.x), round(element.box.y), round(element.box.w)
