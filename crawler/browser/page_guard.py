"""Guard one page: dismiss, stop and record what it does by itself, and report when that is too much."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import CDPSession, Dialog, Download, Page
from playwright.async_api import Error as BrowserError

from crawler.failure import LoadFailure
from crawler.limits import PAGE
from crawler.urls import is_openable
from crawler.vocabulary import GapReason

SAFE = ("GET", "HEAD")
MOST = 20  # of each kind are recorded


@dataclass(slots=True)
class SuppressedEvents:
    """What a page did out of sight: dialogs dismissed, windows not opened, downloads refused, errors logged."""

    dialogs: list[str] = field(default_factory=list)
    console_errors: list[str] = field(default_factory=list)
    earlier_errors: int = 0  # of the errors, the first so many are of pages that the same document drew before
    popups: list[str] = field(default_factory=list)
    downloads: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    navigations: int = 0
    asked: int = 0  # number of dialogs, recorded or not


@dataclass(frozen=True, slots=True)
class NavigationResponse:
    """A server's answer to a top-level navigation; header names in lower case."""

    url: str
    status: int
    headers: dict[str, str]


class PageGuard:
    """Listens to one page from before its first request."""

    def __init__(self, page: Page, cdp: CDPSession, frame_id: str) -> None:
        self.notes = SuppressedEvents()
        self.crashed = False
        self.committed = False  # whether a document has been committed since ``afresh``
        self.posts = False  # the platform has consented to searches being submitted by POST
        self.attended = False  # a person operates the page: nothing a person may do is stopped
        self._page = page
        self._cdp = cdp
        self._frame_id = frame_id
        self._too_much: LoadFailure | None = None
        self._answers: dict[str, NavigationResponse] = {}
        self._loader = ""
        self._tasks: set[asyncio.Task[None]] = set()
        page.on("dialog", self._dialog)
        page.on("download", self._download)
        page.on("popup", lambda popup: self._spawn(popup.close()))
        page.on("console", lambda message: self._log(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self._log(str(error)))
        page.on("crash", lambda _: self._crash())
        cdp.on("Page.windowOpen", self._window)
        cdp.on("Page.frameNavigated", self._navigated)
        cdp.on("Network.responseReceived", self._answered)
        cdp.on("Fetch.requestPaused", self._paused)

    async def begin(self) -> None:
        """Enable the browser's events."""
        buffers = {"maxTotalBufferSize": 40_000_000, "maxResourceBufferSize": 8_000_000}
        await self._cdp.send("Network.enable", {**buffers, "maxPostDataSize": PAGE.request_bytes})
        await self._cdp.send("Page.enable")
        await self._cdp.send("Fetch.enable", {"patterns": [{"resourceType": "Document", "requestStage": "Request"}]})

    def afresh(self) -> None:
        """Reset: another page is about to be opened."""
        self.notes = SuppressedEvents()
        self._too_much = None
        self.committed = False
        # Keep the current document: a route of a single-page app opens within it.
        self._answers = {loader: answer for loader, answer in self._answers.items() if loader == self._loader}

    @property
    def answer(self) -> NavigationResponse | None:
        """The answer for the current document, after all redirects by servers and scripts; None before the first."""
        return self._answers.get(self._loader)

    @property
    def loader(self) -> str:
        """The browser's id of the current document, "" before the first; its request has the same id."""
        return self._loader

    def sprung(self) -> LoadFailure | None:
        """The trap this page has sprung, if any."""
        if self._too_much is not None:
            return self._too_much
        return LoadFailure(GapReason.CRASHED, "the page's process died") if self.crashed else None

    def too_much(self, detail: str, end: bool = True) -> None:
        """Declare the page a trap; ``end`` kills its process, the only way to stop a loop and free the memory."""
        if self._too_much is None:
            self._too_much = LoadFailure(GapReason.TRAP, detail)
            self._spawn(self._cdp.send("Page.crash" if end else "Page.stopLoading"))

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        async def quietly() -> None:
            try:
                await work
            except BrowserError:
                return  # the page went away while we were answering it

        task = asyncio.get_running_loop().create_task(quietly())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _dialog(self, dialog: Dialog) -> None:
        if self.attended and dialog.type != "beforeunload":
            return  # the person answers it
        self.notes.asked += 1
        if len(self.notes.dialogs) < MOST:
            self.notes.dialogs.append(f"{dialog.type}: {dialog.message[:200]}")
        if self.notes.asked > PAGE.dialogs:
            self.too_much(f"more than {PAGE.dialogs} dialogs")
        # beforeunload is accepted so that we can leave; everything else is dismissed.
        self._spawn(dialog.accept() if dialog.type == "beforeunload" else dialog.dismiss())

    def _download(self, download: Download) -> None:
        if len(self.notes.downloads) < MOST:
            self.notes.downloads.append(download.url[:500])
        self._spawn(download.cancel())

    def _window(self, event: dict[str, Any]) -> None:
        if len(self.notes.popups) < MOST:
            self.notes.popups.append(str(event["url"])[:2000])
        if self.attended and is_openable(
            str(event["url"])
        ):  # the person wants to see it: opened here, since there is only one window
            self._spawn(self._page.goto(str(event["url"]), wait_until="commit"))

    def _log(self, text: str) -> None:
        if len(self.notes.console_errors) < 2 * MOST:
            self.notes.console_errors.append(text[:300])

    def _crash(self) -> None:
        self.crashed = True

    def _navigated(self, event: dict[str, Any]) -> None:
        frame = event["frame"]
        if "parentId" in frame:
            return
        self._loader, self.committed = str(frame["loaderId"]), True
        self.notes.navigations += 1
        if self.notes.navigations > PAGE.navigations and not self.attended:
            self.too_much(f"more than {PAGE.navigations} navigations by itself", end=False)

    def _answered(self, event: dict[str, Any]) -> None:
        if event.get("type") != "Document" or event.get("frameId") != self._frame_id:
            return
        response = event["response"]
        headers = {name.lower()[:100]: str(value)[:2000] for name, value in response["headers"].items()}
        self._answers[str(event["loaderId"])] = NavigationResponse(
            str(response["url"]), int(response["status"]), headers
        )

    def _paused(self, event: dict[str, Any]) -> None:
        """Stop top-level form submissions while crawling: only GET and HEAD pass, unless a person submits.

        Aborted, not blocked: a blocked navigation would replace the page by an error page.
        """
        request = event["request"]
        top = event["frameId"] == self._frame_id
        id = {"requestId": event["requestId"]}
        if self._too_much is None and (request["method"] in SAFE or not top or self.attended or self.posts):
            self._spawn(self._cdp.send("Fetch.continueRequest", id))
            return
        if request["method"] not in SAFE and len(self.notes.refused) < MOST:
            self.notes.refused.append(f"{request['method']} {request['url'][:300]}")
        self._spawn(self._cdp.send("Fetch.failRequest", {**id, "errorReason": "Aborted"}))
