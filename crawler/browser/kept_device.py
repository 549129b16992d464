"""Keep a page on its device: a screenshot beyond the screen ends an emulation that was asked for over another connection.

What is asked for over the one that takes the screenshot is put back by the browser itself, the sense of touch aside. A page
laid out wider than a phone would else be left enlarged, with its upper left corner all that can be seen of it.
"""

from __future__ import annotations

from playwright.async_api import CDPSession

from crawler.limits import Screen


async def hold_screen(cdp: CDPSession, screen: Screen) -> None:
    """Ask for that screen over this connection too, before any screenshot is taken over it. Raises BrowserError."""
    size = {"width": screen.width, "height": screen.height}
    shown = {
        "screenWidth": screen.width,
        "screenHeight": screen.height,
        "deviceScaleFactor": 1,
        "mobile": screen.mobile,
    }
    upright = {"screenOrientation": {"type": "portraitPrimary", "angle": 0}} if screen.mobile else {}
    await cdp.send("Emulation.setDeviceMetricsOverride", {**size, **shown, **upright})


async def restore_touch(cdp: CDPSession, screen: Screen) -> None:
    """Make the page feel touch again after a screenshot, on a device that has it. Raises BrowserError."""
    if screen.mobile:
        await cdp.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
