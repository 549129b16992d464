"""Click a control as a pointer would, or, where the browser misses the place, activate the control itself."""

from __future__ import annotations

from playwright.async_api import ElementHandle
from playwright.async_api import TimeoutError as BrowserTimeout

from crawler.limits import PAGE
from crawler.machine_time import MACHINE_TIME

# Whether a pointer in the middle of a control meets a disabled field within it, which swallows the click.
SWALLOWS = """control => {
    if (!control.querySelector(':disabled')) return false;
    control.scrollIntoView({block: 'center'});
    const box = control.getBoundingClientRect();
    const met = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const off = met && met.closest(':disabled');
    return Boolean(off) && off !== control && control.contains(off);
}"""
FOCUSED = "control => control.matches(':focus-within')"


async def use_element(handle: ElementHandle, verb: str) -> bool:
    """Click, hover, focus (held, as by keyboard) or blur the control: focus and leave it. Raises BrowserError.

    False if it takes no focus: then nothing can come up by it.
    """
    if verb == "click":
        await press_element(handle)
    elif verb == "hover":
        await handle.hover(timeout=MACHINE_TIME.stretched(PAGE.pointer_seconds) * 1000)
    else:
        await handle.focus()
        if verb == "focus":
            return bool(await handle.evaluate(FOCUSED))
        await handle.evaluate("control => control.blur()")
    return True


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
