"""Sends a form of any fields as a person of a test."""

from __future__ import annotations

import httpx

from tests.xuncha.web.support.web_client import Web
from xuncha.web.security.guards import CSRF_FIELD


async def send(web: Web, who: str, path: str, /, **fields: str) -> httpx.Response:
    """Send it with the person's token; a field may bear any name."""
    return await (await web.browser(who)).post(path, data={CSRF_FIELD: await web.csrf(who), **fields})
