"""The workbench on a real socket under the name localhost, for which browsers make passkeys, and what axe says of a page."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import uvicorn
from playwright.async_api import Page

from tests.xuncha.web.support.web_client import Web, open_web
from xuncha.web.serve_web import QuietServer

SERIOUS = ("serious", "critical")


@asynccontextmanager
async def listen_web(data: Path, template: Path) -> AsyncIterator[Web]:
    """Serve pages until the block ends; the web's clock stands still but for what tests let pass."""
    own = socket.create_server(("127.0.0.1", 0))
    origin = f"http://localhost:{own.getsockname()[1]}"
    async with open_web(data, template, origins=(origin, "http://127.0.0.2:9")) as web:
        server = QuietServer(uvicorn.Config(web.app, log_level="critical", access_log=False, lifespan="off"))
        task = asyncio.create_task(server.serve([own]))
        try:
            yield web
        finally:
            server.should_exit = True
            await task


@cache
def _axe() -> str:
    return files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")


async def find_serious_faults(page: Page) -> list[str]:
    """What axe finds serious or worse on the page as it stands; the page's context must let scripts of tests run (``bypass_csp``)."""
    await page.evaluate(_axe())
    found: dict[str, Any] = await page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in found["violations"]
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]
