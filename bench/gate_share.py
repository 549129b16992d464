"""(d) What the gate costs: the same pages loaded through it and past it, in turn, by one bare Chromium each."""

from __future__ import annotations

import time

from playwright.async_api import BrowserContext, async_playwright

from bench import pages
from bench.figures import Measurement, in_turn
from crawler.browser import launch as chromium
from crawler.browser.admission import admit_context
from crawler.browser.launch import launch_arguments, launch_chromium
from crawler.network.proxy import Gate

ROUNDS = 7


async def measure(rounds: int = ROUNDS) -> list[Measurement]:
    """Milliseconds of a page load with and without the gate, and the gate's share of the former."""
    executable = chromium.find_chromium()
    with pages.serving() as origin:
        addresses = [origin + path for path in pages.paths()]
        async with Gate(allow_private=True) as gate, async_playwright() as playwright:
            guarded = await launch_chromium(playwright, executable, gate)
            arguments = list(launch_arguments(executable.headless_shell))
            free = await playwright.chromium.launch(executable_path=executable.path, headless=True, args=arguments)
            through, past = await guarded.new_context(), await free.new_context()
            await admit_context(through, gate)

            async def with_gate() -> float:
                return await _round(through, addresses)

            async def without() -> float:
                return await _round(past, addresses)

            await with_gate()
            await without()
            taken = await in_turn({"gate": with_gate, "free": without}, rounds)
            await guarded.close()
            await free.close()
    spent = {name: seconds / len(addresses) * 1000 for name, seconds in taken.items()}
    share = 100 * (spent["gate"] - spent["free"]) / spent["gate"]
    return [
        Measurement("page load through the gate", spent["gate"], "ms"),
        Measurement("page load past it", spent["free"], "ms"),
        Measurement("share of load time the gate takes", share, "%"),
    ]


async def _round(context: BrowserContext, addresses: list[str]) -> float:
    """Seconds for all pages, one after the other on one page, until each has loaded."""
    page = await context.new_page()
    began = time.perf_counter()
    for address in addresses:
        await page.goto(address)
    taken = time.perf_counter() - began
    await page.close()
    return taken
