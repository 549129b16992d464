"""Which document of a page is the shop: the page itself, or the one frame inside an otherwise empty page."""

from __future__ import annotations

from crawler.limits import MAIN_FRAME
from crawler.links.places import places_around
from crawler.site import Element, View
from crawler.vocabulary import Unseen


def main_frame(view: View) -> int:
    """The number of the frame that is the shop, as in Element.frame; 0 for the page itself."""
    large = [
        number
        for number, frame in enumerate(view.frames, 1)
        if frame.read and frame.box.w >= MAIN_FRAME.wide and frame.box.h >= MAIN_FRAME.tall * view.viewport_height
    ]
    if len(large) != 1:
        return 0
    own = sum(len(element.own) for element in view.elements if not element.frame and _is_drawn(element))
    return large[0] if own < MAIN_FRAME.shell else 0


def list_holders(view: View) -> frozenset[str]:
    """The places of that frame and of the boxes around it: they show the shop, and are no layer over it."""
    number = main_frame(view)
    return frozenset(places_around(view.frames[number - 1].selector)) if number else frozenset()


def _is_drawn(element: Element) -> bool:
    """Whether it would be visible if nothing covered it: what the frame covers still belongs to the page."""
    return element.seen or element.unseen is Unseen.COVERED
