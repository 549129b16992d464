"""Isolated worlds for scripts: they see the page's tree but not its patched builtins, and the page does not see them."""

from __future__ import annotations

from playwright.async_api import CDPSession
from playwright.async_api import Error as BrowserError

from crawler.machine_time import patient_timeout

NAME = "xuncha"


class Hung(Exception):
    """The page answered no script within the time limit, which is extended when the machine itself was slow."""


class IsolatedWorld:
    """An isolated world of one page's main frame, recreated after each navigation."""

    def __init__(self, cdp: CDPSession, frame_id: str) -> None:
        self._cdp = cdp
        self._frame_id = frame_id
        self._context: int | None = None

    def forget(self) -> None:
        """Drop the world: a navigation has destroyed it."""
        self._context = None

    async def evaluate(self, expression: str, seconds: float) -> object:
        """The JSON value of an expression or promise. Raises Hung, or BrowserError if the page is gone or the script failed."""
        for attempt in (1, 2):
            try:
                async with patient_timeout(seconds):
                    return await self._once(expression)
            except TimeoutError as fault:
                raise Hung(f"no answer within {seconds:g} s") from fault
            except BrowserError as fault:
                self._context = None
                if attempt == 2 or "context" not in str(fault).lower():
                    raise
        raise AssertionError("unreachable")

    async def _once(self, expression: str) -> object:
        if self._context is None:
            made = await self._cdp.send(
                "Page.createIsolatedWorld", {"frameId": self._frame_id, "worldName": NAME, "grantUniveralAccess": False}
            )
            self._context = int(made["executionContextId"])
        answer = await self._cdp.send(
            "Runtime.evaluate",
            {"expression": expression, "contextId": self._context, "returnByValue": True, "awaitPromise": True},
        )
        if "exceptionDetails" in answer:
            raise BrowserError(f"our script failed: {answer['exceptionDetails'].get('text', '')}")
        value: object = answer["result"].get("value")
        return value
