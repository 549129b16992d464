"""Find an element of an earlier reading on the live page."""

from __future__ import annotations

from typing import Any

from playwright.async_api import ElementHandle, Page
from playwright.async_api import Error as PlaywrightError

from crawler.site import Element

INTO_FRAME = " >>> "


async def locate_element(page: Page, element: Element) -> ElementHandle:
    """The live element of an earlier reading. Raises LookupError if it is gone or out of reach.

    Elements in closed shadow roots are always out of reach.
    """
    scope: Any = page.main_frame
    *outer, last = element.selector.split(INTO_FRAME)
    for selector in outer:
        owner = await scope.query_selector(selector)
        scope = await owner.content_frame() if owner else None
        if scope is None:
            raise LookupError(f"no frame {selector}")
    try:
        found: list[ElementHandle] = await scope.query_selector_all(last)
    except PlaywrightError as error:
        raise LookupError(f"{element.selector}: {error}") from error
    if not found:
        raise LookupError(f"no element {element.selector}")
    if len(found) == 1:
        return found[0]
    boxes = [await one.bounding_box() for one in found]
    offset = await page.main_frame.locator("html").first.bounding_box() if element.position != "fixed" else None
    dx, dy = (offset["x"], offset["y"]) if offset else (0.0, 0.0)

    def distance(index: int) -> float:
        box = boxes[index]
        return abs(box["x"] - dx - element.box.x) + abs(box["y"] - dy - element.box.y) if box else float("inf")

    return found[min(range(len(found)), key=distance)]
