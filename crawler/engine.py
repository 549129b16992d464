"""One browser for an audit: contexts for devices, renewed after many pages, replaced when it hangs, dies or swells."""

from __future__ import annotations

import asyncio
import contextlib
import math
import os
import signal
from pathlib import Path
from types import TracebackType
from typing import Self

from playwright.async_api import Browser, BrowserContext, CDPSession, Playwright, async_playwright
from playwright.async_api import Error as BrowserError

from crawler.chromium import CONTEXT_DEFAULTS, Executable, launch
from crawler.gate import Gate
from crawler.limits import AUDIT, MACHINE, PAGE, SCREENS
from crawler.machine_time import MACHINE_TIME, patient
from crawler.manners import user_agent
from crawler.vocabulary import Device


class Engine:
    """The browser behind the gate. ``context`` always gives a living one; ``replaced`` counts how often it had to be renewed."""

    def __init__(self, executable: Executable, gate: Gate, *, visible: bool = False, ends: float = math.inf) -> None:
        self.executable = executable
        self.gate = gate
        self.visible = visible
        self.ends = ends  # time.monotonic() after which nothing is waited for any more
        self.version = executable.version()
        self.replaced = 0
        self.peak_rss = 0
        self.ended = 0  # processes of pages that swelled
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._pids: dict[int, str] = {}
        self._asking: CDPSession | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()

    async def __aenter__(self) -> Self:
        self._playwright = await async_playwright().start()
        self._watcher = asyncio.get_running_loop().create_task(self._stand_watch())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._watcher is not None:
            self._watcher.cancel()
            await asyncio.wait([self._watcher])
        await self._end()
        if self._playwright is not None:
            await self._playwright.stop()

    async def context(self, device: Device) -> BrowserContext:
        """A fresh context of that device. Raises BrowserError where no browser can be started."""
        screen = SCREENS[device]
        for attempt in (1, 2):
            browser = await self._alive()
            try:
                async with patient(PAGE.close_seconds):
                    return await browser.new_context(
                        **CONTEXT_DEFAULTS,
                        viewport={"width": screen.width, "height": screen.height},
                        device_scale_factor=1,
                        is_mobile=screen.mobile,
                        has_touch=screen.mobile,
                        user_agent=user_agent(device, self.version),
                    )
            except (BrowserError, TimeoutError) as fault:
                await self.replace(browser)
                if attempt == 2:
                    raise BrowserError(f"no context: {fault}") from fault
        raise AssertionError("unreachable")

    async def replace(self, browser: Browser | None) -> None:
        """End that browser, hung or not; the next context starts another. Nothing where another has replaced it already."""
        async with self._lock:
            if browser is not None and browser is self._browser:
                self.replaced += 1
                await self._end()

    async def swollen(self) -> bool:
        """Whether the browser holds more memory than it may; where one page's process does, that process is ended."""
        held = {pid: _rss(pid) for pid in await self._processes()}
        self.peak_rss = max(self.peak_rss, sum(held.values()))
        total = sum(held.values()) > AUDIT.rss_bytes
        largest = max(
            (pid for pid, kind in self._pids.items() if kind == "renderer"), key=lambda pid: held.get(pid, 0), default=0
        )
        if largest and (total or held.get(largest, 0) > PAGE.rss_bytes):
            with contextlib.suppress(ProcessLookupError):
                os.kill(largest, signal.SIGKILL)  # its page reports a crash and the others go on
            self.ended += 1
        return total

    async def burning(self) -> bool | None:
        """Whether a page's process computes with all it gets just now, as one in a loop does; None where it cannot be told."""
        before = await self._spent()
        began = MACHINE_TIME.now()
        await asyncio.sleep(MACHINE_TIME.stretched(MACHINE.look_seconds))
        after, given = await self._spent(), MACHINE_TIME.now() - began
        both = before.keys() & after.keys()
        if not both or given <= 0:
            return None
        return max(after[pid] - before[pid] for pid in both) / given >= MACHINE.burning

    async def _spent(self) -> dict[int, float]:
        """Seconds of processor time of every page's process, by process id."""
        pids = await self._processes()
        return {pid: spent for pid, kind in pids.items() if kind == "renderer" and (spent := _cpu(pid)) is not None}

    async def _stand_watch(self) -> None:
        while True:
            await asyncio.sleep(PAGE.watch_seconds)
            await MACHINE_TIME.measure()
            await self.swollen()

    async def _alive(self) -> Browser:
        async with self._lock:
            if self._browser is not None and self._browser.is_connected():
                return self._browser
            if self._playwright is None:
                raise RuntimeError("the engine is not open")
            if self._browser is not None:
                self.replaced += 1  # it died by itself
            self._asking = None
            self._browser = await launch(self._playwright, self.executable, self.gate, visible=self.visible)
            self._pids = await self._processes()
            return self._browser

    async def _processes(self) -> dict[int, str]:
        """Process ids of the living browser and their kinds, asked of itself; those last known where it does not answer."""
        browser = self._browser
        if browser is None or not browser.is_connected():
            return {}
        try:
            async with patient(PAGE.close_seconds):
                if self._asking is None:
                    self._asking = await browser.new_browser_cdp_session()
                answer = await self._asking.send("SystemInfo.getProcessInfo")
        except (BrowserError, TimeoutError):
            return self._pids
        found = {int(process["id"]): str(process["type"]) for process in answer["processInfo"]}
        if browser is self._browser:
            self._pids = found
        return found

    async def _end(self) -> None:
        browser, self._browser, self._asking = self._browser, None, None
        if browser is None:
            return
        own = [pid for pid, kind in self._pids.items() if kind == "browser"]
        try:
            async with patient(PAGE.close_seconds, self.ends):
                await browser.close()
        except (BrowserError, TimeoutError):
            for pid in own:  # the browser process we started: its children go with it
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


def _cpu(pid: int) -> float | None:
    """Processor seconds of a process so far; None where it has gone or the system has no /proc."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError, ValueError):
        return None


def _rss(pid: int) -> int:
    """Resident bytes of a process; 0 where it has gone or the system has no /proc."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
