"""From an address typed into a page to its audit, in a real browser and with a real worker; nothing of it needs a terminal."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn
from playwright.async_api import Page, async_playwright

from crawler.browser import launch
from storage.audit_list import list_audits
from storage.jobs import workers
from storage.platforms import OWN, DueTimes, Registration, list_registered_platforms, save_registration
from tests.shops.server import serving
from tests.xuncha.web.support.web_client import Web, open_web
from xuncha.console.signals import Shutdown
from xuncha.fleet.handlers import WORKS
from xuncha.fleet.in_process import InProcessWorker
from xuncha.fleet.task import WorkerContext
from xuncha.settings.clock import SharedClock
from xuncha.telemetry.telemetry import TelemetryOptions, attach_telemetry
from xuncha.web.app import make_app

pytestmark = pytest.mark.browser
SECONDS = 240_000.0  # ms: an audit of a small shop on a busy machine


@asynccontextmanager
async def working(web: Web) -> AsyncIterator[None]:
    """A worker beside the pages."""
    worker = await workers.register_worker(web.store, datetime.now(UTC))
    stop = Shutdown()
    doing = WorkerContext(web.store, worker, SharedClock(), pace=50.0, ocr=False)
    async with attach_telemetry(doing, TelemetryOptions()) as watched:
        serve = asyncio.create_task(InProcessWorker(watched, WORKS).serve(stop))
        try:
            yield
        finally:
            stop.asked.set()
            await serve


@asynccontextmanager
async def opened(web: Web) -> AsyncIterator[Page]:
    """The pages served on loopback, and a browser of the administrator."""
    listening = socket.create_server(("127.0.0.1", 0))
    origin = f"http://127.0.0.1:{listening.getsockname()[1]}"
    state = replace(web.state, app_origin=origin, now=lambda: datetime.now(UTC))
    config = uvicorn.Config(make_app(state), log_level="error", lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    serve = asyncio.create_task(server.serve([listening]))
    browser_of = await web.new_browser("admin")
    try:
        async with async_playwright() as driver:
            program = launch.find_chromium()
            browser = await driver.chromium.launch(executable_path=str(program.path), args=["--no-sandbox"])
            context = await browser.new_context(base_url=origin)
            secret = browser_of.cookies[state.cookie]
            await context.add_cookies([{"name": state.cookie, "value": secret, "url": origin}])
            yield await context.new_page()
            await browser.close()
    finally:
        server.should_exit = True
        await serve


async def test_an_address_becomes_an_audit_that_is_watched_as_it_goes(tmp_path: Path) -> None:
    async with open_web(tmp_path / "data") as web:
        web.clock.at = datetime.now(UTC)
        with serving("bare") as url:
            # A person at the machine consents to the private address; a page could not.
            items = ("4.1-1",)
            await save_registration(
                web.store, Registration(url, private=(OWN,), devices=("desktop",), items=items), DueTimes(), web.clock()
            )
            async with opened(web) as page, working(web):
                faults: list[str] = []
                page.on("pageerror", lambda fault: faults.append(str(fault)))
                await page.goto("/audits/new?lang=en")
                await page.get_by_label("Address").fill(url)
                await page.get_by_role("button", name="Begin the audit").click()
                await page.wait_for_url("**/runs/*")
                await page.wait_for_selector("#live .shots figure", timeout=SECONDS)
                await page.wait_for_selector("#to-audit", timeout=SECONDS)
                led = await page.get_attribute("#to-audit", "href")
                (listed,) = await list_audits(web.store)
                assert led == f"/audits/{listed.audit}"
                assert faults == []
    assert listed.url == url


async def test_a_private_address_that_nobody_consented_to_is_not_looked_at(tmp_path: Path) -> None:
    async with open_web(tmp_path / "data") as web:
        web.clock.at = datetime.now(UTC)
        with serving("bare") as url:
            async with opened(web) as page, working(web):
                await page.goto("/audits/new?lang=en")
                await page.get_by_label("Address").fill(url)
                await page.get_by_role("button", name="Begin the audit").click()
                await page.wait_for_url("**/runs/*")
                await page.wait_for_selector("#live .job-done, #live .job-later, #live .job-failed", timeout=SECONDS)
            (known,) = await list_registered_platforms(web.store)
            assert known.registration.private == ()
            found = await list_audits(web.store)
            assert [audit.views for audit in found if audit.views] == []
