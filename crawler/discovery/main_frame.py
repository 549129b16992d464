"""Which document of a page is the shop: the page itself, or the one frame a shell of a page holds."""

from __future__ import annotations

from crawler.site import Element, View
from crawler.vocabulary import Unseen

SHELL = 200  # characters of its own above which a page is no shell
TALL = 0.6  # share of the screen's height such a frame takes at least
WIDE = 300.0  # px


def main_frame(view: View) -> int:
    """The number of the frame that is the shop, as Element.frame counts them; 0 for the page itself."""
    large = [
        number
        for number, frame in enumerate(view.frames, 1)
        if frame.read and frame.box.w >= WIDE and frame.box.h >= TALL * view.viewport_height
    ]
    if len(large) != 1:
        return 0
    own = sum(len(element.own) for element in view.elements if not element.frame and _is_drawn(element))
    return large[0] if own < SHELL else 0


def _is_drawn(element: Element) -> bool:
    """Whether it would be seen if nothing lay over it: what the frame covers is the page's own all the same."""
    return element.seen or element.unseen is Unseen.COVERED
