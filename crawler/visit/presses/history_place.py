"""The way back after a press that drew another page in the same document: a step of the tab's history, which loads nothing."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import Error as BrowserError

from crawler.dom.empty import breaks_off
from crawler.urls import url_pattern
from crawler.visit.page_session import PageSession


@dataclass(frozen=True, slots=True)
class HistoryPlace:
    """Where a visitor stood: the document, its place in the tab's history, the address shown, and how much had failed before it and up to its end."""

    document: str
    index: int
    url: str
    earlier: int = 0
    errors: int = 0


async def note_place(visitor: PageSession) -> HistoryPlace | None:
    """Where the visitor stands now; None if the page does not tell."""
    try:
        history = await visitor.tab.cdp.send("Page.getNavigationHistory")
    except BrowserError:
        return None
    notes = visitor.tab.notes
    return HistoryPlace(
        visitor.tab.watch.loader,
        int(history["currentIndex"]),
        visitor.shown.url,
        notes.earlier_errors,
        len(notes.console_errors),
    )


def broke_off_since(visitor: PageSession, place: HistoryPlace | None) -> bool:
    """Whether a script broke off since then, be it the page's that was left or that of the page drawn after it."""
    earlier = 0 if place is None else place.errors
    return any(map(breaks_off, visitor.tab.notes.console_errors[earlier:]))


def leave_errors(visitor: PageSession, place: HistoryPlace | None) -> None:
    """Hold what had failed on a page against no page that its document draws after it."""
    if place is not None and visitor.tab.watch.loader == place.document:
        visitor.tab.notes.earlier_errors = place.errors


async def step_back(visitor: PageSession, place: HistoryPlace | None) -> bool:
    """Whether the visitor stands at that place again, its page read anew; False where it was left otherwise than within its document.

    A page that took the other's place in the history (as a log-in may) leaves no way back.
    """
    tab = visitor.tab
    if place is None or tab.spoilt or tab.watch.loader != place.document:
        return False
    try:
        history = await tab.cdp.send("Page.getNavigationHistory")
        if int(history["currentIndex"]) <= place.index:
            return False
        await tab.cdp.send("Page.navigateToHistoryEntry", {"entryId": history["entries"][place.index]["id"]})
    except (BrowserError, IndexError):
        return False
    tab.notes.earlier_errors = place.earlier
    visitor.stop = await tab.settle()
    if visitor.stop is not None or not await visitor.open_here():
        return False
    return tab.watch.loader == place.document and url_pattern(visitor.shown.url) == url_pattern(place.url)
