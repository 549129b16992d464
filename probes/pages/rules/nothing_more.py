"""Whether a page holds anything of its own to press or to write in: where it does not, what stands there is all there is."""

from __future__ import annotations

from crawler.site import Element, Site, View
from crawler.urls import page_identity
from crawler.vocabulary import Role
from probes.pages.layout.measure import is_pressable

_CALLS = ("tel:", "mailto:", "sms:")


def find_opener(view: View, site: Site) -> Element | None:
    """The first seen control that could open more of the page or lead to another text; None where there is none.

    A control that the home page bears too is of the shop's frame, and one that leads home, to the page itself or to a
    telephone opens nothing. Where the home page or a frame of the page was not seen, nothing can be told of it: then any
    control counts.
    """
    home = site.view(Role.HOME)
    frame = {_key(element) for element in home.elements if element.seen} if home is not None else set()
    known = {page_identity(view.url), *((page_identity(home.url),) if home is not None else ())}
    for element in view.elements:
        pressed = is_pressable(element) or element.input_type
        if not element.seen or not pressed or _key(element) in frame:
            continue
        if element.href and (element.href.startswith(_CALLS) or page_identity(element.href) in known):
            continue
        return element
    return None


def is_all_there(view: View, site: Site) -> bool:
    """Whether the page was read whole, frames and all, and nothing on it could open more."""
    looked = view.thoroughness
    return looked.frames_read and not view.frames and looked.images_unread == 0 and find_opener(view, site) is None


def _key(element: Element) -> tuple[str, str, str]:
    return " ".join((element.text or element.own or element.name).split()), element.href, element.input_type
