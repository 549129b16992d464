"""Admit a browser context to the egress proxy: it is told the proxy's secret once and sends it by itself from then on.

Playwright's own way, a proxy with a name and password, would hold every request of every page and switch the cache off
(its ``Fetch.enable`` for all addresses), and so change what a visit measures. A context remembers its proxy credentials
as long as it lives (Chromium's HttpAuthCache), so answering one challenge on one page is enough.

The answer that proves it is stopped before it becomes a document, so the page is still the empty one it was made as. It is
kept for whoever opens the context's first page (``take_page``): a page costs a process, and what would be a second one of
each context a tenth of a whole audit's processor time.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any

from playwright.async_api import BrowserContext, CDPSession, Page
from playwright.async_api import Error as BrowserError

from crawler.limits import PAGE
from crawler.network.proxy import USER, Gate
from crawler.network.proxy_request import GREETED, HEADER

WELCOME = 200
_STAGES = [{"urlPattern": "*", "requestStage": stage} for stage in ("Request", "Response")]
_untouched: dict[BrowserContext, Page] = {}  # each open context's page of its admission


async def take_page(context: BrowserContext) -> Page:
    """The context's page of its admission if nobody has it yet, else a new one; both are empty. Raises BrowserError."""
    page = _untouched.pop(context, None)
    return page if page is not None and not page.is_closed() else await context.new_page()


def _forget(closed: BrowserContext) -> None:
    _untouched.pop(closed, None)


async def admit_context(context: BrowserContext, gate: Gate) -> None:
    """Give the context the proxy's secret. Raises BrowserError if the proxy does not recognise the context afterwards."""
    page = await context.new_page()
    admitted = False
    try:
        cdp = await context.new_cdp_session(page)
        await _greet(cdp, gate)
        await cdp.detach()
        admitted = True
        _untouched[context] = page
        context.once("close", _forget)
    finally:
        if not admitted:
            with contextlib.suppress(TimeoutError):  # a page that does not close ends with its context
                await asyncio.wait_for(page.close(), PAGE.close_seconds)


async def _greet(cdp: CDPSession, gate: Gate) -> None:
    """Ask for the proxy's own address, prove who asks, and stop the answer. Raises BrowserError if it is not the welcome."""
    tasks: set[asyncio.Task[Any]] = set()
    answered: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def send(command: Coroutine[Any, Any, Any]) -> None:
        tasks.add(asyncio.get_running_loop().create_task(command))

    def asked(event: dict[str, Any]) -> None:
        # Only the proxy gets the secret, never a server that asks for a password itself.
        ours = event["authChallenge"].get("source") == "Proxy" and event["authChallenge"].get("origin") == gate.url
        told = {"response": "ProvideCredentials", "username": USER, "password": gate.secret}
        answer = told if ours else {"response": "CancelAuth"}
        id = event["requestId"]
        send(cdp.send("Fetch.continueWithAuth", {"requestId": id, "authChallengeResponse": answer}))

    def paused(event: dict[str, Any]) -> None:
        id = {"requestId": event["requestId"]}
        if "responseStatusCode" not in event and "responseErrorReason" not in event:
            send(cdp.send("Fetch.continueRequest", id))
            return
        names = {str(header["name"]).lower() for header in event.get("responseHeaders", [])}
        if not answered.done():
            answered.set_result(event.get("responseStatusCode") == WELCOME and HEADER.lower() in names)
        send(cdp.send("Fetch.failRequest", {**id, "errorReason": "Aborted"}))

    cdp.on("Fetch.authRequired", asked)
    cdp.on("Fetch.requestPaused", paused)
    try:
        await cdp.send("Fetch.enable", {"handleAuthRequests": True, "patterns": _STAGES})
        # It ends when the answer is stopped: a page closed while loading may never report that it closed.
        await cdp.send("Page.navigate", {"url": f"http://{GREETED}/"})
        if not (answered.done() and answered.result()):
            raise BrowserError("the gate does not know this browser")
        await cdp.send("Fetch.disable")
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
