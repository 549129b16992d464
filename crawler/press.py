"""Presses a control as a pointer would, and where the browser misses the place, the control itself."""

from __future__ import annotations

from playwright.async_api import ElementHandle
from playwright.async_api import TimeoutError as BrowserTimeout

SECONDS = 2.0  # for the pointer to reach the control
# Whether a pointer in the middle of a control meets a switched-off field within it, which swallows the press.
SWALLOWS = """control => {
    if (!control.querySelector(':disabled')) return false;
    control.scrollIntoView({block: 'center'});
    const box = control.getBoundingClientRect();
    const met = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const off = met && met.closest(':disabled');
    return Boolean(off) && off !== control && control.contains(off);
}"""


async def press(handle: ElementHandle) -> None:
    """Raises BrowserError where the control is gone.

    On a page wider than a phone's screen the browser draws it smaller and takes another element's place for the control's. A field that
    is switched off and lies in the middle of it (a bar that only looks like a search box) would swallow the press: a person presses beside it.
    """
    if await handle.evaluate(SWALLOWS):
        await handle.evaluate("control => control.click()")
        return
    try:
        await handle.click(timeout=SECONDS * 1000)
    except BrowserTimeout:
        await handle.evaluate("control => control.click()")
