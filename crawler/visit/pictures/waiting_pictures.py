"""Pictures by whose words no link is found: they are read while the tour goes on, and their pages are recorded after that."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from crawler.dom.ocr import Ocr, OcrFailed, OcrText
from crawler.dom.picture_places import PicturePlace
from crawler.dom.snapshot_script import reading_settings
from crawler.site import Element, View
from crawler.visit.pictures.picture_budget import PictureBudget
from crawler.vocabulary import Device

BUDGET = "the budget for pictures is spent"
CUT_OFF = "the audit ended before it was read"
NOTED = 20  # pictures named in notes with the reason why they stayed unread
_Key = tuple[Device, datetime]  # of a page reading: each has a moment of its own on its device


@dataclass(frozen=True, slots=True)
class WaitingPicture:
    """A picture to be read: its bytes, at most how many of its tiles, and how many of the budget are set aside for it.

    ``mark``: what is drawn in its place where the bytes are cut from the page's own picture, else "".
    """

    element: Element
    place: PicturePlace
    data: bytes
    most: int
    reserved: int
    mark: str


@dataclass(slots=True)
class WaitingPage:
    """A page with pictures that wait; ``unread``: elements that stay unread, with reasons; ``read``: words by element."""

    pictures: tuple[WaitingPicture, ...]
    unread: dict[int, str]
    read: dict[int, OcrText] = field(default_factory=dict)
    done: asyncio.Event = field(default_factory=asyncio.Event)

    def fill(self, view: View) -> View:
        """That page, or what was made of it since, with the words that were read and the pictures that were not."""
        images = {one.element.id: one.element.image for one in self.pictures}
        elements = tuple(
            with_words(one, self.read[one.id]) if one.id in self.read and images[one.id] == one.image else one
            for one in view.elements
        )
        had = view.thoroughness
        notes = (*had.notes, *(note for note in tell_unread(self.unread) if note not in had.notes))
        told = dataclasses.replace(had, images_unread=len(self.unread), unread_images=tuple(self.unread), notes=notes)
        return dataclasses.replace(view, elements=elements, thoroughness=told)


class WaitingPictures:
    """The pages of one crawl whose pictures wait, oldest first, and the task that reads them, one picture at a time."""

    def __init__(self, ocr: Ocr, budget: PictureBudget, settle: Callable[[], Awaitable[None]]) -> None:
        """``settle`` is awaited each time all pictures of a page were read."""
        self._ocr = ocr
        self._budget = budget
        self._settle = settle
        self._pages: dict[_Key, WaitingPage] = {}
        self._queue: list[WaitingPage] = []
        self._task: asyncio.Task[None] | None = None

    def has_room(self, one: WaitingPicture, beside: Sequence[WaitingPicture]) -> bool:
        """Whether one more picture may wait, with those of the same page."""
        limits = reading_settings().ocr.budget
        waiting = [one, *beside, *(picture for page in self._queue for picture in page.pictures)]
        tiles, held = sum(picture.most for picture in waiting), sum(len(picture.data) for picture in waiting)
        return tiles <= limits.waiting and held <= limits.waiting_bytes

    def add(self, view: View, pictures: Sequence[WaitingPicture], unread: dict[int, str]) -> None:
        """Have the pictures of a page read."""
        page = self._pages[view.device, view.at] = WaitingPage(tuple(pictures), unread)
        self._queue.append(page)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._read_all())

    def holds(self, view: View) -> bool:
        """Whether pictures of that page still wait."""
        page = self._pages.get((view.device, view.at))
        return page is not None and not page.done.is_set()

    def filled(self, view: View) -> View:
        """That page with all that was read of it, if nothing of it waits."""
        page = self._pages.get((view.device, view.at))
        return page.fill(view) if page is not None and page.done.is_set() else view

    async def read(self, view: View) -> None:
        """Wait until nothing of that page waits, or nothing is read any more."""
        page = self._pages.get((view.device, view.at))
        if page is not None and self._task is not None:
            read = asyncio.ensure_future(page.done.wait())
            try:
                await asyncio.wait((read, self._task), return_when=asyncio.FIRST_COMPLETED)
            finally:
                read.cancel()

    async def finish(self) -> None:
        """Wait until everything was read."""
        if self._task is not None:
            await self._task

    async def stop(self) -> None:
        """Read no more: the pages that wait are not stored, and a visit that goes on later looks at them again."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None

    async def end(self) -> None:
        """Read no more; what still waits stays unread, and its pages are stored."""
        await self.stop()
        for page in self._queue:
            for one in page.pictures:
                if one.element.id not in page.read and one.element.id not in page.unread:
                    note_unread(page.unread, one, CUT_OFF)
            page.done.set()
        self._queue.clear()
        await self._settle()

    async def _read_all(self) -> None:
        while self._queue:
            page = self._queue[0]
            for one in page.pictures:
                try:
                    words = page.read[one.element.id] = await read_waiting(self._ocr, self._budget, one)
                except OcrFailed as fault:
                    note_unread(page.unread, one, str(fault))
                else:
                    note_unread(page.unread, one, "" if words.whole else BUDGET)
            page.done.set()
            self._queue.pop(0)
            await self._settle()


async def read_waiting(ocr: Ocr, budget: PictureBudget, one: WaitingPicture) -> OcrText:
    """The words in a picture. What was set aside for it and not spent is given back. Raises OcrFailed if it stays unread."""
    if one.mark and one.mark in budget.shown:
        budget.spend(one.place, -one.reserved, 0.0)
        return budget.shown[one.mark]
    fresh = bool(one.reserved) and not ocr.knows(one.data, one.most)
    if fresh and not budget.has_time(one.place):
        budget.spend(one.place, -one.reserved, 0.0)
        raise OcrFailed(BUDGET)
    try:
        words = await ocr.words(one.data, one.most)
    except OcrFailed:
        budget.spend(one.place, int(fresh) - one.reserved, 0.0)
        raise
    budget.spend(one.place, (words.tiles if fresh else 0) - one.reserved, words.seconds if fresh else 0.0)
    if one.mark and words.whole:
        budget.shown[one.mark] = words
    return words


def note_unread(unread: dict[int, str], one: WaitingPicture, why: str) -> None:
    """Note why a picture stays unread, or "" for one that was read; a picture of goods leaves nothing open."""
    if why and one.place is not PicturePlace.GOODS:
        unread[one.element.id] = why


def tell_unread(unread: dict[int, str]) -> tuple[str, ...]:
    """A line each for the first pictures that stayed unread."""
    return tuple(f"picture {id} unread: {why}" for id, why in list(unread.items())[:NOTED])


def with_words(element: Element, words: OcrText) -> Element:
    """The element with the words of its picture."""
    return dataclasses.replace(element, ocr=words.text, ocr_confidence=words.confidence, ocr_engine=words.engine)
