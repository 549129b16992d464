"""One page of the browser under watch: it opens, settles, scrolls and is read; its traps are sprung and recorded."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, CDPSession, Dialog, Download, Frame, Page, Response
from playwright.async_api import Error as BrowserError
from playwright.async_api import TimeoutError as BrowserTimeout

from crawler.addressing import openable
from crawler.gate import FailureKind, Gate
from crawler.limits import PAGE
from crawler.recorder import BodyLedger, Recorder
from crawler.vocabulary import GapReason
from crawler.world import Hung, World

STATE = """[document.readyState, document.getElementsByTagName('*').length, (document.body ? document.body.textContent.length : 0)]"""
SCROLL = """(y => { const e = document.scrollingElement || document.documentElement; scrollTo({top: y, behavior: 'instant'});
let inner = null, most = 0;
if (e.scrollHeight <= innerHeight + 4) for (const n of document.querySelectorAll('div,main,section,ul,body')) {
  const over = n.scrollHeight - n.clientHeight;
  const tall = over > 40 && n.clientHeight > innerHeight * 0.5 && over > most;
  if (tall && /auto|scroll/.test(getComputedStyle(n).overflowY)) { most = over; inner = n; } }
if (inner) { inner.scrollTop = y; return [inner.scrollHeight, inner.clientHeight]; }
return [e.scrollHeight, innerHeight]; })(%d)"""


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a page could not be had: a fact about our eyes, with its detail."""

    reason: GapReason
    detail: str


@dataclass(slots=True)
class Notes:
    """What a page did that was not shown: dialogs dismissed, windows closed, downloads refused, errors logged."""

    dialogs: list[str] = field(default_factory=list)
    console_errors: list[str] = field(default_factory=list)
    popups: list[str] = field(default_factory=list)
    downloads: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    navigations: int = 0


class Tab:
    """A page with its CDP session, recorder and isolated world. Make it with ``Tab.open_in``."""

    def __init__(self, page: Page, cdp: CDPSession, world: World, recorder: Recorder, gate: Gate) -> None:
        self.page = page
        self.cdp = cdp
        self.world = world
        self.recorder = recorder
        self.notes = Notes()
        self.response: Response | None = None
        self.loaded = False
        self.opened = 0
        self._gate = gate
        self._crashed = False
        self._tasks: set[asyncio.Task[None]] = set()

    @classmethod
    async def open_in(cls, context: BrowserContext, gate: Gate, ledger: BodyLedger) -> Tab:
        """A new tab in that context, watched from before its first request."""
        page = await context.new_page()
        cdp = await context.new_cdp_session(page)
        tree = await cdp.send("Page.getFrameTree")
        tab = cls(page, cdp, World(cdp, tree["frameTree"]["frame"]["id"]), Recorder(cdp, ledger), gate)
        page.on("dialog", tab._dialog)
        page.on("download", tab._download)
        page.on("popup", tab._popup)
        page.on("console", lambda message: tab._log(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: tab._log(str(error)))
        page.on("crash", lambda _: tab._crash())
        page.on("framenavigated", tab._navigated)
        cdp.on("Fetch.requestPaused", tab._paused)
        await cdp.send("Network.enable", {"maxTotalBufferSize": 40_000_000, "maxResourceBufferSize": 8_000_000})
        await cdp.send("Page.enable")
        await cdp.send("Fetch.enable", {"patterns": [{"resourceType": "Document", "requestStage": "Request"}]})
        return tab

    async def close(self) -> bool:
        """Close the page; False where it hangs and the browser must be replaced."""
        try:
            async with asyncio.timeout(PAGE.close_seconds):
                await self.page.close()
        except TimeoutError:
            return False
        except BrowserError:
            return True
        return True

    async def open(self, url: str, seconds: float = PAGE.load_seconds) -> Stop | None:
        """Navigate by GET and wait until the page is quiet. None when there is a page to read, else why not."""
        self.notes = Notes()
        self.opened += 1
        self.recorder.begin()
        self.world.forget()
        self.response, self.loaded = None, False
        try:
            self.response = await self.page.goto(url, wait_until="domcontentloaded", timeout=seconds * 1000)
        except BrowserTimeout:
            try:
                state = await self.world.evaluate(STATE, PAGE.hang_seconds)
            except Hung:
                return Stop(GapReason.TRAP, "a script that never ends")
            except BrowserError as fault:
                return self._sprung() or Stop(GapReason.TIMEOUT, _word(str(fault)))
            if not isinstance(state, list) or int(state[2] or 0) <= PAGE.shown_chars:
                return self._sprung() or Stop(GapReason.TIMEOUT, f"no document within {seconds:g} s")
        except BrowserError as fault:
            return self._explain(url, str(fault))
        if (stop := self._sprung()) is not None:
            return stop
        if (refused := self._gate_answer()) is not None:
            return refused
        return await self.settle()

    async def settle(self) -> Stop | None:
        """Wait until the page is quiet: loaded, no requests its text may wait for, the tree unchanged for a while.

        A page whose pictures never come counts as quiet after ``rest_seconds``; one that never rests ends with the limits.
        None, or the trap that was sprung.
        """
        began = quiet_since = time.monotonic()
        before: object = None
        while (now := time.monotonic()) - began < PAGE.rest_seconds + PAGE.settle_seconds:
            if (stop := self._sprung()) is not None:
                return stop
            try:
                state = await self.world.evaluate(STATE, PAGE.hang_seconds)
            except Hung:
                return Stop(GapReason.TRAP, "a script that never ends")
            except BrowserError:
                state = None  # navigating just now
            complete = isinstance(state, list) and state[0] == "complete"
            self.loaded = complete or (isinstance(state, list) and state[0] == "interactive" and not self.recorder.busy)
            if state is None or state != before or self.recorder.busy:
                before, quiet_since = state, now
            quiet = (now - quiet_since) * 1000 >= PAGE.quiet_ms
            if quiet and (complete or now - began > PAGE.rest_seconds):
                break
            if complete and now - began > PAGE.settle_seconds:
                break
            await asyncio.sleep(0.05)
        return self._sprung()

    async def scroll(self) -> bool:
        """Scroll to the end in steps until the height is stable, then back to the top; False where it never became so.

        Raises Hung or BrowserError.
        """
        y, stable, height = 0, 0, -1.0
        for _ in range(PAGE.scroll_screens):
            answer = await self.world.evaluate(SCROLL % y, PAGE.hang_seconds)
            now, screen = (float(answer[0]), float(answer[1])) if isinstance(answer, list) else (0.0, 1.0)
            await self._breathe()
            at_end = y + screen >= now - 2
            if at_end and now == height:
                stable += 1
                if stable >= PAGE.stable_rounds:
                    break
            elif at_end:
                stable = 0
            height = now
            y = int(min(y + screen * 0.9, max(now - screen, 0))) if not at_end else int(max(now - screen, 0))
        await self.world.evaluate(SCROLL % 0, PAGE.hang_seconds)
        await self._breathe()
        return stable >= PAGE.stable_rounds

    async def _breathe(self) -> None:
        """A moment for lazy parts: the set wait, then while requests are under way, six times that at most."""
        for _ in range(6):
            await asyncio.sleep(PAGE.scroll_wait_ms / 1000)
            if not self.recorder.busy:
                return

    @property
    def status(self) -> int | None:
        return self.response.status if self.response is not None else None

    @property
    def headers(self) -> dict[str, str]:
        return {name[:100]: value[:2000] for name, value in (self.response.headers if self.response else {}).items()}

    def sprung(self) -> Stop | None:
        """The trap this page has walked us into since it was opened, if any."""
        return self._sprung()

    def _sprung(self) -> Stop | None:
        if self._crashed:
            return Stop(GapReason.CRASHED, "the page's process died")
        if self.recorder.bytes > PAGE.bytes:
            return Stop(GapReason.TRAP, f"more than {PAGE.bytes} decoded bytes")
        if self.notes.navigations > PAGE.navigations:
            return Stop(GapReason.TRAP, f"more than {PAGE.navigations} navigations by itself")
        return None

    def _gate_answer(self) -> Stop | None:
        if self.response is None or "x-xuncha-gate" not in self.headers:
            return None
        return self._failed(urlsplit(self.response.url))

    def _failed(self, parts: Any) -> Stop | None:
        failure = self._gate.failure(parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
        if failure is None:
            return None
        if failure.kind is FailureKind.REFUSED:
            return Stop(GapReason.REFUSED_BY_GUARD, failure.detail)
        if failure.kind is FailureKind.TIMEOUT:
            return Stop(GapReason.UNREACHABLE, f"timeout: {failure.detail}")
        return Stop(GapReason.UNREACHABLE, f"{failure.kind}: {failure.detail}")

    def _explain(self, url: str, said: str) -> Stop:
        """The browser's own word for a failed navigation, as a named reason."""
        if (stop := self._sprung()) is not None:
            return stop
        if "ERR_TOO_MANY_REDIRECTS" in said:
            return Stop(GapReason.TRAP, "endless redirects")
        if "ERR_CERT" in said or "ERR_SSL" in said:
            return Stop(GapReason.UNREACHABLE, f"tls: {_word(said)}")
        if self.notes.downloads or "Download is starting" in said:
            return Stop(GapReason.TRAP, "a forced download")
        if self.notes.refused:
            return Stop(GapReason.TRAP, f"stopped: {self.notes.refused[0]}")
        asked = [url, *(hop for hop in [self.page.url] if openable(hop))]
        for one in asked:
            if (failed := self._failed(urlsplit(one))) is not None:
                return failed
        if "ERR_TIMED_OUT" in said or "Timeout" in said:
            return Stop(GapReason.TIMEOUT, _word(said))
        if "crash" in said.lower() or "closed" in said.lower():
            return Stop(GapReason.CRASHED, _word(said))
        return Stop(GapReason.UNREACHABLE, f"connect: {_word(said)}")

    def _spawn(self, work: Any) -> None:
        async def quietly() -> None:
            try:
                await work
            except BrowserError:
                return  # the page went away while we were answering it

        task = asyncio.get_running_loop().create_task(quietly())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _dialog(self, dialog: Dialog) -> None:
        if len(self.notes.dialogs) < 20:
            self.notes.dialogs.append(f"{dialog.type}: {dialog.message[:200]}")
        # beforeunload is accepted so that we can leave; everything else is dismissed.
        self._spawn(dialog.accept() if dialog.type == "beforeunload" else dialog.dismiss())

    def _download(self, download: Download) -> None:
        self.notes.downloads.append(download.url[:500])
        self._spawn(download.cancel())

    def _popup(self, popup: Page) -> None:
        if len(self.notes.popups) < 20:
            self.notes.popups.append(popup.url[:500])
        self._spawn(popup.close())

    def _log(self, text: str) -> None:
        if len(self.notes.console_errors) < 50:
            self.notes.console_errors.append(text[:300])

    def _crash(self) -> None:
        self._crashed = True

    def _navigated(self, frame: Frame) -> None:
        if frame == self.page.main_frame:
            self.world.forget()
            self.notes.navigations += 1
            if self.notes.navigations > PAGE.navigations:
                self._spawn(self.cdp.send("Page.stopLoading"))

    def _paused(self, event: dict[str, Any]) -> None:
        """Documents pass only by GET or HEAD: a page may not send a form at top level while we are looking."""
        request = event["request"]
        id = {"requestId": event["requestId"]}
        if request["method"] in ("GET", "HEAD") and self._sprung() is None:
            self._spawn(self.cdp.send("Fetch.continueRequest", id))
            return
        self.notes.refused.append(f"{request['method']} {request['url'][:300]}")
        self._spawn(self.cdp.send("Fetch.failRequest", {**id, "errorReason": "BlockedByClient"}))


def _word(said: str) -> str:
    start = said.find("net::")
    return (said[start:] if start >= 0 else said).split()[0].removeprefix("net::")[:80] if said else ""
