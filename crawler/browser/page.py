"""One watched page of the browser: opened, settled, scrolled and read, with its traps detected and recorded."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, CDPSession, Page
from playwright.async_api import Error as BrowserError
from playwright.async_api import TimeoutError as BrowserTimeout

from crawler.browser.admission import take_page
from crawler.browser.isolated_world import Hung, IsolatedWorld
from crawler.browser.kept_device import hold_screen, restore_touch
from crawler.browser.page_guard import PageGuard, SuppressedEvents
from crawler.browser.scrolling import ScrollResult, scroll_through
from crawler.dom.laziness import may_load_later
from crawler.failure import ENDLESS, STREAM, LoadFailure, browser_word
from crawler.limits import PAGE, SCREENS
from crawler.machine_time import MACHINE_TIME, patient_timeout
from crawler.network.bodies import BodyLedger
from crawler.network.clock_offset import ServerClock
from crawler.network.proxy import FailureKind, Gate
from crawler.network.recorder import RecordedExchanges, Recorder
from crawler.plan import CaptureSink
from crawler.urls import is_openable, names_same_document
from crawler.vocabulary import Device, GapReason

DOWNLOAD = "a forced download"
STATE = """[document.readyState, document.getElementsByTagName('*').length, (document.body ? document.body.textContent.length : 0)]"""
# The same, once it has changed or so many ms have passed: the page watches itself, which costs less than asking it every 50 ms.
WATCHED = f"""new Promise(done => {{ const look = () => {STATE}, first = look().join(), began = performance.now();
const again = () => look().join() !== first || performance.now() - began >= %d ? done(look()) : setTimeout(again, 50);
setTimeout(again, 50); }})"""
SHOWN = """document.body ? document.body.innerText.trim().length : 0"""
# The same, once it is more than %d or %d ms have passed.
COMING = f"""new Promise(done => {{ const began = performance.now(), look = () => {{ const shown = {SHOWN};
shown > %d || performance.now() - began >= %d ? done(shown) : setTimeout(look, 50); }}; look(); }})"""


class BrowserPage:
    """A page with its CDP session, watch, recorder and isolated world. Create it with ``BrowserPage.open_in``."""

    def __init__(
        self, page: Page, cdp: CDPSession, frame_id: str, gate: Gate, ledger: BodyLedger, device: Device
    ) -> None:
        self.page = page
        self.cdp = cdp
        self.device = device
        self.world = IsolatedWorld(cdp, frame_id)
        self.watch = PageGuard(page, cdp, frame_id)
        self.recorder = Recorder(cdp, ledger, frame_id)
        self.recorder.overflow = self._overflown
        self.burning: Callable[[], Awaitable[bool | None]] | None = None  # Engine.burning, if there is an engine
        self.loaded = False
        self.spoilt = False
        self.opened = 0
        self.rested = 0.0  # seconds for which the page had been quiet when it last settled; 0 if it did not
        self._gate = gate

    @classmethod
    async def open_in(
        cls, context: BrowserContext, device: Device, gate: Gate, ledger: BodyLedger, clock: ServerClock | None = None
    ) -> BrowserPage:
        """A new tab in that context of that device, watched from before its first request; ``clock`` is told its answers.

        Raises BrowserError.
        """
        page = await take_page(context)
        cdp = await context.new_cdp_session(page)
        tree = await cdp.send("Page.getFrameTree")
        tab = cls(page, cdp, tree["frameTree"]["frame"]["id"], gate, ledger, device)
        await hold_screen(cdp, SCREENS[device])
        if clock is not None:
            tab.recorder.dated = clock.heard
        await tab.watch.begin()
        return tab

    async def feel_again(self) -> None:
        """Give the page back what a screenshot took from its device. Raises BrowserError."""
        await restore_touch(self.cdp, SCREENS[self.device])

    @property
    def notes(self) -> SuppressedEvents:
        """What the page has done by itself since it was opened."""
        return self.watch.notes

    @property
    def status(self) -> int | None:
        return self.watch.answer.status if self.watch.answer else None

    @property
    def headers(self) -> dict[str, str]:
        return dict(self.watch.answer.headers) if self.watch.answer else {}

    async def freeze(self, url: str, keep: CaptureSink) -> RecordedExchanges:
        """Store the page's network exchanges up to now. ``url`` is the page's current address."""
        return await self.recorder.freeze(url, keep, self.watch.loader, self._gate)

    def sprung(self) -> LoadFailure | None:
        """The trap this page has sprung since it was opened, if any."""
        return self._noted(self.watch.sprung())

    def _noted(self, stop: LoadFailure | None) -> LoadFailure | None:
        self.spoilt = self.spoilt or (stop is not None and stop.spoils)
        return stop

    async def close(self) -> bool:
        """Close the page; False if it hangs and the browser must be replaced."""
        try:
            async with patient_timeout(PAGE.close_seconds):
                await self.page.close()
        except TimeoutError:
            return False
        except BrowserError:
            return True
        return True

    async def open(self, url: str, seconds: float = 0.0) -> LoadFailure | None:
        """Navigate by GET and wait until the page is quiet. None if there is a page to read, else the reason why not.

        ``seconds`` limits the time until the document has been parsed; 0 = the default.
        """
        # Else a route would only be handed to the page as it stands, with whatever was chosen there.
        if names_same_document(self.page.url, url):
            with contextlib.suppress(BrowserError):
                await self.page.goto("about:blank")
        self.watch.afresh()
        self.opened += 1
        self.recorder.begin()
        self.world.forget()
        self.loaded = False
        return self._noted(await self._go(url, seconds or PAGE.load_seconds) or await self.settle())

    def _overflown(self, said: str) -> None:
        """Record that the page exceeded its share, by one endless document or by everything it loads."""
        before = STREAM if self.recorder.streams(PAGE.bytes / 2) else ""
        self.watch.too_much(f"{before}{said}")

    async def _go(self, url: str, seconds: float) -> LoadFailure | None:
        try:
            await self.page.goto(url, wait_until="domcontentloaded", timeout=MACHINE_TIME.stretched(seconds) * 1000)
        except BrowserTimeout:
            if not self.watch.committed:  # the previous page is still there, and answers nothing meanwhile
                return self.watch.sprung() or LoadFailure(GapReason.TIMEOUT, f"no answer within {seconds:g} s")
            if (stop := self._late(await self._state(), seconds)) is not None:
                return stop
        except BrowserError as fault:
            said = str(fault)
            # A script's redirect, or an answer without a page: the page shown instead is the page.
            moved = "interrupted by another navigation" in said or ("ERR_ABORTED" in said and self.watch.committed)
            if not moved or self.notes.downloads or self.notes.refused or self.watch.sprung() is not None:
                return self._explain(url, said)
        return self.watch.sprung() or self._gate_answer()

    async def _state(self, watched_ms: float = 0.0) -> object:
        """The page's readiness, number of elements and characters; None while it navigates, a LoadFailure if it hangs.

        With ``watched_ms`` the state it has once it changes, or after that time.
        """
        try:
            state = await self.world.evaluate(WATCHED % watched_ms if watched_ms else STATE, PAGE.hang_seconds)
            if isinstance(state, list) and isinstance(state[1], int) and state[1] > PAGE.elements:
                self.watch.too_much(f"a page of more than {PAGE.elements} elements")
                return self.watch.sprung()
            return state
        except Hung:
            return await self.silent()
        except BrowserError:
            return None

    async def silent(self) -> LoadFailure:
        """Why the page answers no script: a sprung trap, a machine too busy to run it, a wait, or an endless script."""
        if (stop := self.watch.sprung()) is not None:
            return self._noted(stop) or stop
        if MACHINE_TIME.starved:
            times = f"{MACHINE_TIME.slowdown:.0f} times slower than alone"
            stop = LoadFailure(GapReason.TIMEOUT, f"no answer in time on a busy machine, {times}")
        elif self.burning is not None and await self.burning() is False:
            stop = LoadFailure(
                GapReason.TIMEOUT, "no answer in time, though the page computes nothing: it waits for something"
            )
        else:
            stop = LoadFailure(GapReason.TRAP, ENDLESS)
        return self._noted(self.watch.sprung() or stop) or stop

    def _late(self, state: object, seconds: float) -> LoadFailure | None:
        """After the time limit: whether what has loaded by now is worth reading (None), or why not."""
        if isinstance(state, LoadFailure):
            return state
        if isinstance(state, list) and int(state[2] or 0) > PAGE.shown_chars:
            return None
        late = "the document had not ended after" if self.recorder.streams() else "no document within"
        return self.watch.sprung() or LoadFailure(GapReason.TIMEOUT, f"{late} {seconds:g} s")

    async def words_come(self, chars: int, seconds: float) -> bool:
        """Wait up to ``seconds`` (longer on a slow machine) for more than ``chars`` visible characters; whether they came."""
        began = MACHINE_TIME.now()
        while (left := seconds - (MACHINE_TIME.now() - began)) > 0 and self.sprung() is None:
            watched_ms = MACHINE_TIME.stretched(min(left, PAGE.watch_seconds)) * 1000  # then traps are looked for
            try:
                shown = await self.world.evaluate(COMING % (chars, watched_ms), PAGE.hang_seconds)
            except (Hung, BrowserError):  # if it does not answer now, the next reading reports it
                shown = await asyncio.sleep(0.05, 0)
            if isinstance(shown, int | float) and shown > chars:
                return True
        return False

    async def settle(self) -> LoadFailure | None:
        """Wait until the page is quiet: loaded, no pending requests that its text may depend on, the tree unchanged for a while.

        A page whose pictures never arrive counts as quiet after ``rest_seconds``; one that never rests ends with the
        limits.
        Returns None, or the trap that was sprung.
        """
        began = quiet_since = now = MACHINE_TIME.now()
        before: object = None
        asked, watched_ms, self.rested = -1, 0.0, 0.0
        while now - began < PAGE.rest_seconds + PAGE.settle_seconds:
            if (stop := self.sprung()) is not None:
                return stop
            state = await self._state(watched_ms)
            if isinstance(state, LoadFailure):
                return self._noted(state)
            now = MACHINE_TIME.now()
            complete = isinstance(state, list) and state[0] == "complete"
            busy = self.recorder.busy > 0
            self.loaded = complete or (isinstance(state, list) and state[0] == "interactive" and not busy)
            # What was requested and answered while the page was watched may still be drawn.
            if state is None or state != before or busy or self.recorder.asked != asked:
                before, quiet_since, asked = state, now, self.recorder.asked
            left = PAGE.quiet_ms - (now - quiet_since) * 1000
            if left <= 0 and (complete or now - began > PAGE.rest_seconds):
                self.rested = PAGE.quiet_ms / 1000
                break
            if complete and now - began > PAGE.settle_seconds:
                break
            watched_ms = max(MACHINE_TIME.stretched(left), 50) if complete and not busy and left > 0 else 0.0
            if not watched_ms:
                await asyncio.sleep(0.05)
                now = MACHINE_TIME.now()
        return self.sprung()

    async def scroll(self) -> ScrollResult:
        """Scroll everything that scrolls to its end, then back to the top. Raises Hung or BrowserError."""
        lazy = await may_load_later(self.cdp, lambda script: self.world.evaluate(script, PAGE.hang_seconds))
        asked = self.recorder.requests

        async def breathe(ended: bool) -> None:
            """Where nothing of the page can hear of scrolling, wait at its ends alone, until a step has brought something."""
            if lazy or ended or self.recorder.busy or self.recorder.requests != asked:
                await self._breathe()

        return await scroll_through(self.world, breathe)

    async def _breathe(self) -> None:
        """Wait for lazily loaded parts: the configured wait, then up to six times that while requests are pending."""
        began, wait = MACHINE_TIME.now(), PAGE.scroll_wait_ms / 1000
        while True:
            await asyncio.sleep(wait)
            if not self.recorder.busy or MACHINE_TIME.now() - began >= 6 * wait:
                return

    def _gate_answer(self) -> LoadFailure | None:
        answer = self.watch.answer
        return self._failed(answer.url) if answer is not None and "x-xuncha-gate" in answer.headers else None

    def _failed(self, url: str) -> LoadFailure | None:
        """The failure that the proxy recorded for that address's host, if any."""
        parts = urlsplit(url)
        failure = self._gate.failure(parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
        if failure is None:
            return None
        if failure.kind is FailureKind.REFUSED:
            return LoadFailure(GapReason.REFUSED_BY_GUARD, failure.detail)
        return LoadFailure(GapReason.UNREACHABLE, f"{failure.kind}: {failure.detail}")

    def _explain(self, url: str, said: str) -> LoadFailure:
        """Translate the browser's error for a failed navigation into a named reason."""
        if (stop := self.watch.sprung()) is not None:
            return stop
        if "ERR_TOO_MANY_REDIRECTS" in said:
            return LoadFailure(GapReason.TRAP, "endless redirects")
        if "ERR_CERT" in said or "ERR_SSL" in said:
            return LoadFailure(GapReason.UNREACHABLE, f"tls: {browser_word(said)}")
        if self.notes.downloads or "Download is starting" in said:
            return LoadFailure(GapReason.TRAP, DOWNLOAD)
        if self.notes.refused:
            return LoadFailure(GapReason.TRAP, f"stopped: {self.notes.refused[0]}")
        # The page's own address is checked too: it may be a redirect that failed.
        for one in (url, self.page.url):
            if is_openable(one) and (failed := self._failed(one)) is not None:
                return failed
        if "ERR_TIMED_OUT" in said or "Timeout" in said:
            return LoadFailure(GapReason.TIMEOUT, browser_word(said))
        if "crash" in said.lower() or "closed" in said.lower():
            return LoadFailure(GapReason.CRASHED, said.splitlines()[0][:200])
        return LoadFailure(GapReason.UNREACHABLE, f"connect: {browser_word(said)}")
