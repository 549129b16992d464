"""A page that is loaded and prepared before its turn, in a tab of its own, while the tour reads the page before it."""

from __future__ import annotations

from crawler.browser.page import BrowserPage
from crawler.dom import document_text
from crawler.failure import LoadFailure
from crawler.visit.capture import Arrival
from crawler.visit.crawl_state import CrawlState
from crawler.visit.page_session import PageSession, Spares
from crawler.vocabulary import Device


class PageAhead(PageSession):
    """A visitor whose first ``load`` of that address, and ``prepare`` after it, say what came of them earlier.

    Nothing of the page is read before its turn: what is seen, and in which order, is the same as of one page after the other.
    """

    def __init__(self, trip: CrawlState, tab: BrowserPage, device: Device, came: Arrival, spares: Spares) -> None:
        super().__init__(trip, tab, device)
        self.came, self.spares = came, spares
        self._loaded: tuple[str, LoadFailure | None] | None = None
        self._prepared: tuple[LoadFailure | None] | None = None

    async def come_ahead(self) -> LoadFailure | None:
        """Load and prepare the page; why there is none, if so. Raises what ``load`` and ``prepare`` raise."""
        stop = await super().load(self.came.asked)
        self._loaded = (self.came.asked, stop)
        if stop is None and document_text.document_kind(self.tab.headers.get("content-type", ""), "") is None:
            stop = await super().prepare()
            self._prepared = (stop,)
        return stop

    async def load(self, url: str) -> LoadFailure | None:
        """What came of loading it ahead; any other address, or the same once more, is loaded now."""
        loaded, self._loaded = self._loaded, None
        if loaded is not None and loaded[0] == url:
            return loaded[1]
        self._prepared = None
        return await super().load(url)

    async def prepare(self) -> LoadFailure | None:
        """What came of preparing it ahead, once what has come over it since is closed; the next time the page as it is then."""
        prepared, self._prepared = self._prepared, None
        return await super().prepare() if prepared is None else prepared[0] or await self._answered(self._close_late())
