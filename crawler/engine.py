"""One browser for an audit: contexts for devices, renewed after many pages, replaced when it hangs, dies or swells."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from pathlib import Path
from types import TracebackType
from typing import Self

from playwright.async_api import Browser, BrowserContext, Playwright, async_playwright
from playwright.async_api import Error as BrowserError

from crawler.chromium import CONTEXT_DEFAULTS, Executable, launch
from crawler.gate import Gate
from crawler.limits import AUDIT, PAGE, SCREENS
from crawler.manners import user_agent
from crawler.vocabulary import Device


class Engine:
    """The browser behind the gate. ``context`` always gives a living one; ``replaced`` counts how often it had to be renewed."""

    def __init__(self, executable: Executable, gate: Gate) -> None:
        self.executable = executable
        self.gate = gate
        self.version = executable.version()
        self.replaced = 0
        self.peak_rss = 0
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._pids: tuple[int, ...] = ()
        self._lock = asyncio.Lock()

    async def __aenter__(self) -> Self:
        self._playwright = await async_playwright().start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._end()
        if self._playwright is not None:
            await self._playwright.stop()

    async def context(self, device: Device) -> BrowserContext:
        """A fresh context of that device. Raises BrowserError where no browser can be started."""
        screen = SCREENS[device]
        for attempt in (1, 2):
            browser = await self._alive()
            try:
                return await browser.new_context(
                    **CONTEXT_DEFAULTS,
                    viewport={"width": screen.width, "height": screen.height},
                    device_scale_factor=1,
                    is_mobile=screen.mobile,
                    has_touch=screen.mobile,
                    user_agent=user_agent(device, self.version),
                )
            except BrowserError:
                if attempt == 2:
                    raise
                await self.replace()
        raise AssertionError("unreachable")

    async def replace(self) -> None:
        """End the browser, hung or not; the next context starts another."""
        async with self._lock:
            self.replaced += 1
            await self._end()

    async def swollen(self) -> bool:
        """Whether all processes of the browser together hold more memory than an audit may."""
        held = 0
        for pid in await self._processes():
            held += _rss(pid)
        self.peak_rss = max(self.peak_rss, held)
        return held > AUDIT.rss_bytes

    async def _alive(self) -> Browser:
        async with self._lock:
            if self._browser is not None and self._browser.is_connected():
                return self._browser
            if self._playwright is None:
                raise RuntimeError("the engine is not open")
            self._browser = await launch(self._playwright, self.executable, self.gate)
            self._pids = await self._processes()
            return self._browser

    async def _processes(self) -> tuple[int, ...]:
        """Process ids of the living browser, asked of itself; those last known where it does not answer."""
        if self._browser is None or not self._browser.is_connected():
            return ()
        try:
            async with asyncio.timeout(PAGE.close_seconds):
                cdp = await self._browser.new_browser_cdp_session()
                answer = await cdp.send("SystemInfo.getProcessInfo")
                await cdp.detach()
        except (BrowserError, TimeoutError):
            return self._pids
        return tuple(int(process["id"]) for process in answer["processInfo"])

    async def _end(self) -> None:
        browser, self._browser = self._browser, None
        if browser is None:
            return
        pids = self._pids
        try:
            async with asyncio.timeout(PAGE.close_seconds):
                await browser.close()
        except (BrowserError, TimeoutError):
            for pid in pids[:1]:  # the browser process we started: its children go with it
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


def _rss(pid: int) -> int:
    """Resident bytes of a process; 0 where it has gone or the system has no /proc."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
