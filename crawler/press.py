"""Presses a control as a pointer would, and where the browser misses the place, the control itself."""

from __future__ import annotations

from playwright.async_api import ElementHandle
from playwright.async_api import TimeoutError as BrowserTimeout

SECONDS = 2.0  # for the pointer to reach the control


async def press(handle: ElementHandle) -> None:
    """Raises BrowserError where the control is gone.

    On a page wider than a phone's screen the browser draws it smaller and takes another element's place for the control's.
    """
    try:
        await handle.click(timeout=SECONDS * 1000)
    except BrowserTimeout:
        await handle.evaluate("control => control.click()")
