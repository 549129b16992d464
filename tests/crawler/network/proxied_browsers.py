"""Browsers behind gates, and pages that try to reach a target, for the tests of the gate in a real Chromium."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, Playwright, async_playwright

from crawler.browser.admission import admit_context
from crawler.browser.launch import CONTEXT_DEFAULTS, Executable, find_chromium, launch_chromium
from crawler.network.proxy import Gate
from tests.crawler.network.counting_listeners import Ear, http, listen, path_of

BINARIES = {"headless_shell": Path("/usr/bin/chromium-headless-shell"), "full": Path("/usr/bin/chromium")}


def installed(name: str) -> Executable:
    """One of the two browsers; skips the test where it is missing."""
    path = BINARIES[name]
    if not path.exists():
        pytest.skip(f"{path} is not installed")
    return find_chromium(path)


async def nobody(host: str, port: int) -> list[str]:
    """A resolver that knows no name, so that no test asks a real one."""
    raise OSError(f"no such name: {host}")


def closed(*places: tuple[str, int]) -> Gate:
    """A gate that lets the page's own server through and nothing else."""
    return Gate(consented=places, resolve=nobody)


def open_gate() -> Gate:
    """A gate that lets all of loopback through, for the controls."""
    return Gate(allow_private=True, resolve=nobody)


@asynccontextmanager
async def start_playwright() -> AsyncIterator[Playwright]:
    """A driver, which the tests of a process share (``conftest.py``); a browser is one's own."""
    async with async_playwright() as playwright:
        yield playwright


@asynccontextmanager
async def opened(executable: Executable, gate: Gate) -> AsyncIterator[Browser]:
    async with start_playwright() as playwright:
        browser = await launch_chromium(playwright, executable, gate)
        try:
            yield browser
        finally:
            await browser.close()


async def until(condition: Callable[[], bool], seconds: float = 15.0) -> None:
    """Wait for a condition that no event announces."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came"
        await asyncio.sleep(0.02)


@asynccontextmanager
async def page_and_target(body: str) -> AsyncIterator[tuple[Ear, Ear]]:
    """A page server and the target its page tries to reach."""
    async with listen(lambda head: http("reached")) as target:
        place = f"127.0.0.1:{target.port}"

        def reply(head: bytes) -> bytes:
            if path_of(head) == "/redirect":
                return http("", status="302 Found", Location=f"http://{place}/")
            return http("<!doctype html><title>page</title>" + body.format(t=place))

        async with listen(reply) as page:
            yield page, target


async def visit(browser: Browser, gate: Gate, url: str) -> Page:
    context = await browser.new_context(**CONTEXT_DEFAULTS)
    await admit_context(context, gate)
    page = await context.new_page()
    await page.goto(url, wait_until="commit")
    return page
