"""Open pages in the one frame in which an otherwise empty page shows the shop: a layout for phones, on a desk."""

from __future__ import annotations

from collections.abc import Iterable

from playwright.async_api import Error as BrowserError
from playwright.async_api import Frame
from playwright.async_api import TimeoutError as BrowserTimeout

from crawler.browser.isolated_world import Hung
from crawler.browser.page import SHOWN, BrowserPage
from crawler.failure import LoadFailure, first_line
from crawler.limits import MAIN_FRAME, PAGE, SCREENS
from crawler.machine_time import MACHINE_TIME
from crawler.site import View
from crawler.urls import is_openable, page_identity, same_site
from crawler.vocabulary import FoundBy, GapReason

# What an address that nothing of the shop leads to shows is what anybody sees who types it in: the page around the frame.
_TYPED = frozenset({FoundBy.GIVEN, FoundBy.KNOWN_PATH})


class ShopFrame:
    """Where a tab shows the shop: on the page itself, or in such a frame."""

    def __init__(self, tab: BrowserPage) -> None:
        self._tab = tab
        self._frame: Frame | None = None
        self._looked = ""

    @property
    def url(self) -> str:
        """The address of the shop's page that is shown."""
        frame, page = self._frame, self._tab.page
        inside = frame is not None and not frame.is_detached() and is_openable(frame.url)
        return frame.url if frame is not None and inside and same_site(page.url, frame.url) else page.url

    async def show(self, url: str, found_by: FoundBy, views: Iterable[View]) -> LoadFailure | None:
        """Look for the frame on the page just loaded for ``url``, and open that page in it where another is shown.

        Such a shop mostly sends every address of its own to the page around the frame, so that its pages can be opened
        in the frame alone. Only those are that the shop leads to, or that are among the ``views`` seen in it.
        """
        await self.look()
        shown = page_identity(self.url)
        if self._frame is None or page_identity(url) in (shown, page_identity(self._tab.page.url)):
            return None
        seen = any(view.frames and page_identity(view.url) == page_identity(url) for view in views)
        if not same_site(self.url, url) or (found_by in _TYPED and not seen):
            return None
        return await self._go(self._frame, url) or await self._tab.settle()

    async def look(self) -> None:
        """Look for the frame on the page as it is now."""
        self._looked, self._frame = self._tab.page.url, await self._find()

    async def follow(self) -> str:
        """The address now; the frame is looked for again where it went away, or the page around it is another."""
        if self._tab.page.url != self._looked or (self._frame is not None and self._frame.is_detached()):
            await self.look()
        return self.url

    async def _find(self) -> Frame | None:
        """The only large frame of a page with hardly a word of its own."""
        page, least = self._tab.page, MAIN_FRAME.tall * SCREENS[self._tab.device].height
        try:
            large = []
            for frame in page.main_frame.child_frames:
                box = await (await frame.frame_element()).bounding_box()
                if box is not None and box["width"] >= MAIN_FRAME.wide and box["height"] >= least:
                    large.append(frame)
            own = await self._tab.world.evaluate(SHOWN, PAGE.hang_seconds) if len(large) == 1 else MAIN_FRAME.shell
        except (BrowserError, Hung):
            return None  # if it does not answer, the next reading reports it
        return large[0] if isinstance(own, int | float) and own < MAIN_FRAME.shell else None

    async def _go(self, frame: Frame, url: str) -> LoadFailure | None:
        limit = MACHINE_TIME.stretched(PAGE.load_seconds) * 1000
        try:
            answer = await frame.goto(url, wait_until="domcontentloaded", timeout=limit)
        except BrowserTimeout:
            return LoadFailure(GapReason.TIMEOUT, f"no answer within {PAGE.load_seconds:g} s")
        except BrowserError as fault:
            return self._tab.sprung() or LoadFailure(GapReason.UNREACHABLE, f"connect: {first_line(fault)[:120]}")
        failed = answer is not None and answer.status >= 400
        return LoadFailure(GapReason.ERROR_PAGE, f"HTTP {answer.status}") if answer is not None and failed else None
