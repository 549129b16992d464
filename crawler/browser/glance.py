"""Quick checksums of what is drawn on the screen, and of the whole page: equal while nothing new has appeared."""

from __future__ import annotations

from crawler.browser.isolated_world import IsolatedWorld
from crawler.limits import PAGE

_DRAWN = """(() => { let n = 0, sum = 0; for (const e of document.querySelectorAll('body *')) { if (++n > 6000) break;
if (!e.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
const b = e.getBoundingClientRect();
if (b.bottom > 0 && b.right > 0 && b.top < innerHeight && b.left < innerWidth) sum += 1 + Math.round(b.height) + Math.round(b.width); }
return [location.href, sum]; })()"""
# What a press that brings anything up changes, wherever on the page: how much there is, how many words, how high it is.
_EXTENT = """[document.getElementsByTagName('*').length, (document.body ? document.body.textContent.length : 0),
(document.body ? document.body.innerText.length : 0), document.documentElement.scrollHeight]"""


async def take_glance(world: IsolatedWorld) -> object:
    """The page's address and a checksum of the boxes in the viewport. Raises Hung or BrowserError."""
    return await world.evaluate(_DRAWN, PAGE.hang_seconds)


async def measure_extent(world: IsolatedWorld) -> object:
    """How many elements and characters the page has, how many of these are shown, and its height. Raises Hung or BrowserError."""
    return await world.evaluate(_EXTENT, PAGE.hang_seconds)
