"""Click a control as a pointer would, or, where the browser misses the place, activate the control itself."""

from __future__ import annotations

from playwright.async_api import ElementHandle
from playwright.async_api import TimeoutError as BrowserTimeout

from crawler.limits import PAGE

# Whether a pointer in the middle of a control meets a disabled field within it, which swallows the click.
SWALLOWS = """control => {
    if (!control.querySelector(':disabled')) return false;
    control.scrollIntoView({block: 'center'});
    const box = control.getBoundingClientRect();
    const met = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const off = met && met.closest(':disabled');
    return Boolean(off) && off !== control && control.contains(off);
}"""


async def press_element(handle: ElementHandle) -> None:
    """Click the control. Raises BrowserError if it is gone.

    On a page wider than a phone's screen the browser draws it smaller and hits another element in the control's place.
    A disabled field in the middle of the control (a bar that only looks like a search box) would swallow the click:
    then it is clicked beside the field.
    """
    if await handle.evaluate(SWALLOWS):
        await handle.evaluate("control => control.click()")
        return
    try:
        await handle.click(timeout=PAGE.pointer_seconds * 1000)
    except BrowserTimeout:
        await handle.evaluate("control => control.click()")
