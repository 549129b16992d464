"""One page of the browser under watch: it opens, settles, scrolls and is read; its traps are sprung and recorded."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, CDPSession, Page
from playwright.async_api import Error as BrowserError
from playwright.async_api import TimeoutError as BrowserTimeout

from crawler.addressing import openable
from crawler.bodies import BodyLedger
from crawler.browser.scrolling import Scrolled, scroll_through
from crawler.clock import Clock
from crawler.gate import FailureKind, Gate
from crawler.limits import PAGE
from crawler.machine_time import MACHINE_TIME, patient
from crawler.plan import Keep
from crawler.recorder import Frozen, Recorder
from crawler.stop import ENDLESS, Stop, browser_word
from crawler.vocabulary import GapReason
from crawler.watch import Notes, Watch
from crawler.world import Hung, World

DOWNLOAD = "a forced download"
STATE = """[document.readyState, document.getElementsByTagName('*').length, (document.body ? document.body.textContent.length : 0)]"""


class Tab:
    """A page with its CDP session, watch, recorder and isolated world. Make it with ``Tab.open_in``."""

    def __init__(self, page: Page, cdp: CDPSession, frame_id: str, gate: Gate, ledger: BodyLedger) -> None:
        self.page = page
        self.cdp = cdp
        self.world = World(cdp, frame_id)
        self.watch = Watch(page, cdp, frame_id)
        self.recorder = Recorder(cdp, ledger, frame_id)
        self.recorder.overflow = lambda: self.watch.too_much(f"more than {PAGE.bytes} decoded bytes")
        self.burning: Callable[[], Awaitable[bool | None]] | None = None  # Engine.burning, where there is one
        self.loaded = False
        self.spoilt = False
        self.opened = 0
        self._gate = gate

    @classmethod
    async def open_in(cls, context: BrowserContext, gate: Gate, ledger: BodyLedger, clock: Clock | None = None) -> Tab:
        """A new tab in that context, watched from before its first request; ``clock`` hears its answers. Raises BrowserError."""
        page = await context.new_page()
        cdp = await context.new_cdp_session(page)
        tree = await cdp.send("Page.getFrameTree")
        tab = cls(page, cdp, tree["frameTree"]["frame"]["id"], gate, ledger)
        if clock is not None:
            tab.recorder.dated = clock.heard
        await tab.watch.begin()
        return tab

    @property
    def notes(self) -> Notes:
        """What the page did unasked since it was opened."""
        return self.watch.notes

    @property
    def status(self) -> int | None:
        return self.watch.answer.status if self.watch.answer else None

    @property
    def headers(self) -> dict[str, str]:
        return dict(self.watch.answer.headers) if self.watch.answer else {}

    async def freeze(self, url: str, keep: Keep) -> Frozen:
        """What went over the wire for this page until now, kept. ``url`` is where the page stands."""
        return await self.recorder.freeze(url, keep, self.watch.loader, self._gate)

    def sprung(self) -> Stop | None:
        """The trap this page has walked us into since it was opened, if any."""
        return self._noted(self.watch.sprung())

    def _noted(self, stop: Stop | None) -> Stop | None:
        self.spoilt = self.spoilt or (stop is not None and stop.spoils)
        return stop

    async def close(self) -> bool:
        """Close the page; False where it hangs and the browser must be replaced."""
        try:
            async with patient(PAGE.close_seconds):
                await self.page.close()
        except TimeoutError:
            return False
        except BrowserError:
            return True
        return True

    async def open(self, url: str, seconds: float = 0.0) -> Stop | None:
        """Navigate by GET and wait until the page is quiet. None when there is a page to read, else why not.

        ``seconds`` bound the time until the document has been parsed; 0 = the default.
        """
        self.watch.afresh()
        self.opened += 1
        self.recorder.begin()
        self.world.forget()
        self.loaded = False
        return self._noted(await self._go(url, seconds or PAGE.load_seconds) or await self.settle())

    async def _go(self, url: str, seconds: float) -> Stop | None:
        try:
            await self.page.goto(url, wait_until="domcontentloaded", timeout=MACHINE_TIME.stretched(seconds) * 1000)
        except BrowserTimeout:
            if not self.watch.committed:  # what stands there is still the page before, and answers nothing meanwhile
                return self.watch.sprung() or Stop(GapReason.TIMEOUT, f"no answer within {seconds:g} s")
            if (stop := self._late(await self._state(), seconds)) is not None:
                return stop
        except BrowserError as fault:
            said = str(fault)
            # A script's own redirect, or an answer without a page: what stands there instead is the page.
            moved = "interrupted by another navigation" in said or ("ERR_ABORTED" in said and self.watch.committed)
            if not moved or self.notes.downloads or self.notes.refused or self.watch.sprung() is not None:
                return self._explain(url, said)
        return self.watch.sprung() or self._gate_answer()

    async def _state(self) -> object:
        """The page's readiness, its elements and characters; None while it navigates, a Stop where it hangs."""
        try:
            return await self.world.evaluate(STATE, PAGE.hang_seconds)
        except Hung:
            return await self.silent()
        except BrowserError:
            return None

    async def silent(self) -> Stop:
        """Why the page answers no script: a trap it sprang, a machine that gave it no time, a wait, or a script that never ends."""
        if (stop := self.watch.sprung()) is not None:
            return self._noted(stop) or stop
        if MACHINE_TIME.starved:
            times = f"{MACHINE_TIME.slowdown:.0f} times slower than alone"
            stop = Stop(GapReason.TIMEOUT, f"no answer in time on a busy machine, {times}")
        elif self.burning is not None and await self.burning() is False:
            stop = Stop(
                GapReason.TIMEOUT, "no answer in time, though the page computes nothing: it waits for something"
            )
        else:
            stop = Stop(GapReason.TRAP, ENDLESS)
        return self._noted(self.watch.sprung() or stop) or stop

    def _late(self, state: object, seconds: float) -> Stop | None:
        """After the time is up: whether what has come by now is worth reading."""
        if isinstance(state, Stop):
            return state
        if isinstance(state, list) and int(state[2] or 0) > PAGE.shown_chars:
            return None
        return self.watch.sprung() or Stop(GapReason.TIMEOUT, f"no document within {seconds:g} s")

    async def settle(self) -> Stop | None:
        """Wait until the page is quiet: loaded, no requests its text may wait for, the tree unchanged for a while.

        A page whose pictures never come counts as quiet after ``rest_seconds``; one that never rests ends with the limits.
        None, or the trap that was sprung.
        """
        began = quiet_since = MACHINE_TIME.now()
        before: object = None
        while (now := MACHINE_TIME.now()) - began < PAGE.rest_seconds + PAGE.settle_seconds:
            if (stop := self.sprung()) is not None:
                return stop
            state = await self._state()
            if isinstance(state, Stop):
                return self._noted(state)
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
        return self.sprung()

    async def scroll(self) -> Scrolled:
        """Scroll to the end all that scrolls, then back to the top. Raises Hung or BrowserError."""
        return await scroll_through(self.world, self._breathe)

    async def _breathe(self) -> None:
        """A moment for lazy parts: the set wait, then while requests are under way, six times that at most."""
        began, wait = MACHINE_TIME.now(), PAGE.scroll_wait_ms / 1000
        while True:
            await asyncio.sleep(wait)
            if not self.recorder.busy or MACHINE_TIME.now() - began >= 6 * wait:
                return

    def _gate_answer(self) -> Stop | None:
        answer = self.watch.answer
        return self._failed(answer.url) if answer is not None and "x-xuncha-gate" in answer.headers else None

    def _failed(self, url: str) -> Stop | None:
        """What the gate knows of that address's host."""
        parts = urlsplit(url)
        failure = self._gate.failure(parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
        if failure is None:
            return None
        if failure.kind is FailureKind.REFUSED:
            return Stop(GapReason.REFUSED_BY_GUARD, failure.detail)
        return Stop(GapReason.UNREACHABLE, f"{failure.kind}: {failure.detail}")

    def _explain(self, url: str, said: str) -> Stop:
        """The browser's own word for a failed navigation, as a named reason."""
        if (stop := self.watch.sprung()) is not None:
            return stop
        if "ERR_TOO_MANY_REDIRECTS" in said:
            return Stop(GapReason.TRAP, "endless redirects")
        if "ERR_CERT" in said or "ERR_SSL" in said:
            return Stop(GapReason.UNREACHABLE, f"tls: {browser_word(said)}")
        if self.notes.downloads or "Download is starting" in said:
            return Stop(GapReason.TRAP, DOWNLOAD)
        if self.notes.refused:
            return Stop(GapReason.TRAP, f"stopped: {self.notes.refused[0]}")
        # The page's address is asked too, for it may be a redirect's that failed.
        for one in (url, self.page.url):
            if openable(one) and (failed := self._failed(one)) is not None:
                return failed
        if "ERR_TIMED_OUT" in said or "Timeout" in said:
            return Stop(GapReason.TIMEOUT, browser_word(said))
        if "crash" in said.lower() or "closed" in said.lower():
            return Stop(GapReason.CRASHED, said.splitlines()[0][:200])
        return Stop(GapReason.UNREACHABLE, f"connect: {browser_word(said)}")
