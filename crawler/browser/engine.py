"""One browser for an audit: device contexts, renewed after many pages, and replaced when it hangs, dies or uses too much memory."""

from __future__ import annotations

import asyncio
import contextlib
import math
import os
import signal
import tempfile
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from playwright.async_api import Browser, BrowserContext, CDPSession, Playwright, async_playwright
from playwright.async_api import Error as BrowserError

from crawler.browser.admission import admit_context
from crawler.browser.launch import CONTEXT_DEFAULTS, Executable, launch_chromium
from crawler.browser.memory import (
    MAIN_KIND,
    PAGE_KIND,
    BrowserProcess,
    MainProcess,
    find_excess,
    find_memory_folder,
    list_processes,
    resident_bytes,
)
from crawler.limits import AUDIT, MACHINE, PAGE, SCREENS
from crawler.machine_time import MACHINE_TIME, patient_timeout
from crawler.network.proxy import Gate
from crawler.politeness import user_agent
from crawler.vocabulary import Device


class Engine:
    """The browser behind the egress proxy. ``context`` always gives a living one; ``replaced`` counts its replacements."""

    def __init__(self, executable: Executable, gate: Gate, *, visible: bool = False, ends: float = math.inf) -> None:
        self.executable = executable
        self.gate = gate
        self.visible = visible
        self.ends = ends  # time.monotonic() after which nothing is waited for
        self.version = executable.version()
        self.replaced = 0
        self.peak_rss = 0
        self.ended = 0  # how often processes were ended for using too much memory
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._pids: dict[int, str] = {}
        self._asking: CDPSession | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._main: MainProcess | None = None  # the browser's main process, until it is surely gone
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self._over = threading.Event()
        self._guard = threading.Thread(target=self._stand_guard, name="memory of the browser", daemon=True)
        self._lock = asyncio.Lock()

    async def __aenter__(self) -> Self:
        self._playwright = await async_playwright().start()
        # A killed browser process leaves its temporary files, including shared memory, where it made them.
        self._temporary = tempfile.TemporaryDirectory(
            prefix="xuncha-", dir=find_memory_folder(AUDIT.rss_bytes), ignore_cleanup_errors=True
        )
        self._watcher = asyncio.get_running_loop().create_task(self._stand_watch())
        self._guard.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._watcher is not None:
            self._watcher.cancel()
            await asyncio.wait([self._watcher])
        try:
            await self._end()
            if self._playwright is not None:
                await self._playwright.stop()
        finally:
            self._over.set()
            self._guard.join()  # it checks once more at most
            if self._temporary is not None:
                self._temporary.cleanup()

    async def context(self, device: Device) -> BrowserContext:
        """A fresh context of that device. Raises BrowserError if no browser can be started."""
        screen = SCREENS[device]
        for attempt in (1, 2):
            browser = await self._alive()
            try:
                async with patient_timeout(PAGE.close_seconds):
                    context = await browser.new_context(
                        **CONTEXT_DEFAULTS,
                        viewport={"width": screen.width, "height": screen.height},
                        device_scale_factor=1,
                        is_mobile=screen.mobile,
                        has_touch=screen.mobile,
                        user_agent=user_agent(device, self.version),
                    )
                async with patient_timeout(3 * PAGE.close_seconds):
                    await admit_context(context, self.gate)
                return context
            except (BrowserError, TimeoutError) as fault:
                await self.replace(browser)
                if attempt == 2:
                    raise BrowserError(f"no context: {fault}") from fault
        raise AssertionError("unreachable")

    async def replace(self, browser: Browser | None) -> None:
        """End that browser, hung or not; the next context starts another. Does nothing if it was replaced already."""
        async with self._lock:
            if browser is not None and browser is self._browser:
                self.replaced += 1
                await self._end()

    def swollen(self) -> bool:
        """Whether the browser exceeds its memory limit; the processes that hold too much are ended (``memory.find_excess``)."""
        held = self._held()
        total = sum(one.rss for one in held)
        self.peak_rss = max(self.peak_rss, total)
        if too_much := find_excess(held, PAGE.rss_bytes, AUDIT.rss_bytes):
            _kill(one.pid for one in too_much)  # a killed page reports a crash; a killed browser is replaced
            self.ended += 1
        return total > AUDIT.rss_bytes

    def has_room(self, share: float) -> bool:
        """Whether the browser holds less than that share of the memory it may take."""
        return sum(one.rss for one in self._held()) < share * AUDIT.rss_bytes

    def _held(self) -> tuple[BrowserProcess, ...]:
        """The browser's processes according to the system; where the system cannot tell, those the browser last named."""
        main, browser = self._main, self._browser
        if main is None:
            return ()
        held = list_processes(main)
        if held is None:
            known = self._pids if browser is not None and browser.is_connected() else {}
            return tuple(BrowserProcess(pid, kind, resident_bytes(pid)) for pid, kind in known.items())
        return held

    async def burning(self) -> bool | None:
        """Whether a page's process is busy, as one in an endless loop is, even if starved of CPU; None if it cannot be told."""
        before, began = self._busy(), time.monotonic()
        await asyncio.sleep(MACHINE_TIME.stretched(MACHINE.look_seconds))
        after, passed = self._busy(), time.monotonic() - began
        both = before.keys() & after.keys()
        if not both or passed <= 0:
            return None
        return max(after[pid] - before[pid] for pid in both) / passed >= MACHINE.burning

    def _busy(self) -> dict[int, float]:
        """By process id, the seconds that every page's process ran or waited for a CPU."""
        pids = [one.pid for one in self._held() if one.kind == PAGE_KIND]
        return {pid: busy for pid in pids if (busy := _busy(pid)) is not None}

    async def _stand_watch(self) -> None:
        while True:
            await asyncio.sleep(PAGE.watch_seconds)
            await MACHINE_TIME.measure()
            if self._main is None:
                await self._processes()  # it did not report its processes when it started

    def _stand_guard(self) -> None:
        """Watch the memory, in a thread of its own: handling a page's events may block everything else while the page grows."""
        while not self._over.wait(PAGE.watch_seconds):
            self.swollen()

    async def _alive(self) -> Browser:
        async with self._lock:
            if self._browser is not None and self._browser.is_connected():
                return self._browser
            if self._playwright is None or self._temporary is None:
                raise RuntimeError("the engine is not open")
            if self._browser is not None:
                self.replaced += 1  # it died by itself
            self._asking, self._main = None, None
            self._browser = await launch_chromium(
                self._playwright, self.executable, self.gate, visible=self.visible, temporary=Path(self._temporary.name)
            )
            self._pids = await self._processes()
            return self._browser

    async def _processes(self) -> dict[int, str]:
        """Process ids of the living browser and their kinds, as the browser says; the last known ones if it does not answer."""
        browser = self._browser
        if browser is None or not browser.is_connected():
            return {}
        try:
            async with patient_timeout(PAGE.close_seconds):
                if self._asking is None:
                    self._asking = await browser.new_browser_cdp_session()
                answer = await self._asking.send("SystemInfo.getProcessInfo")
        except (BrowserError, TimeoutError):
            return self._pids
        found = {int(process["id"]): str(process["type"]) for process in answer["processInfo"]}
        if browser is self._browser:
            self._pids = found
            self._main = next((MainProcess.of(pid) for pid, kind in found.items() if kind == MAIN_KIND), None)
        return found

    async def _end(self) -> None:
        browser, self._browser, self._asking = self._browser, None, None
        if browser is None:
            return
        own = self._main
        try:
            async with patient_timeout(PAGE.close_seconds, self.ends):
                await browser.close()
        except (BrowserError, TimeoutError):
            if own is not None:  # the browser process we started: its children end with it
                _kill([own.pid])
        if self._main == own:
            self._main = None


def _kill(pids: Iterable[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _busy(pid: int) -> float | None:
    """Seconds that a process's main thread ran or was ready to run; None if it has gone or the system does not say.

    CPU time alone would not do: on a busy machine a looping page gets as little of it as a waiting one uses.
    Source: the kernel's Documentation/scheduler/sched-stats.rst, /proc/<pid>/schedstat.
    """
    try:
        ran, waited = Path(f"/proc/{pid}/schedstat").read_text("ascii").split()[:2]
        return (int(ran) + int(waited)) / 1e9
    except (OSError, ValueError):
        return None
