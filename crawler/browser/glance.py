"""A quick checksum of what is drawn on the screen: equal while nothing new has appeared."""

from __future__ import annotations

from crawler.browser.isolated_world import IsolatedWorld
from crawler.limits import PAGE

_DRAWN = """(() => { let n = 0, sum = 0; for (const e of document.querySelectorAll('body *')) { if (++n > 6000) break;
if (!e.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
const b = e.getBoundingClientRect();
if (b.bottom > 0 && b.right > 0 && b.top < innerHeight && b.left < innerWidth) sum += 1 + Math.round(b.height) + Math.round(b.width); }
return [location.href, sum]; })()"""


async def take_glance(world: IsolatedWorld) -> object:
    """The page's address and a checksum of the boxes in the viewport. Raises Hung or BrowserError."""
    return await world.evaluate(_DRAWN, PAGE.hang_seconds)
