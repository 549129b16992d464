"""Whether a control leads anywhere: a link to ``#`` or ``javascript:`` alone is just words on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import Element, View
from crawler.urls import is_nowhere
from probes.schema.reading_table import Whole
from probes.text.remember import per_view


@dataclass(frozen=True, slots=True)
class LeadingTable:
    """The file leading.toml."""

    limits: Whole[Literal["code", "above", "beside"]]


FILE = SettingsFile("probes.pages.service", "leading.toml", LeadingTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits


@per_view
def _nowhere(view: View) -> frozenset[int]:
    """The ids of links to nowhere and of everything inside them, except links of its own."""
    inside: set[int] = set()
    for element in view.elements:  # what stands inside comes after
        if element.tag == "a" and element.href:
            if is_nowhere(element.href, view.url):
                inside.add(element.id)
        elif element.parent in inside:
            inside.add(element.id)
    return frozenset(inside)


def is_in_nowhere(view: View, element: Element) -> bool:
    """Whether the element is a link to nowhere, or words inside one."""
    return element.id in _nowhere(view)


@per_view
def _pictured(view: View) -> frozenset[int]:
    """The ids of elements that contain, or bring up, a picture as large as a QR code."""
    above: set[int] = set()
    by_selector = {element.selector: element.id for element in view.elements}
    for element in view.elements:
        large = element.box.w >= _LIMITS["code"] and element.box.h >= _LIMITS["code"]
        if not (large and element.seen and (element.image or element.tag in ("img", "canvas", "svg"))):
            continue
        if (opener := by_selector.get(element.opened_by)) is not None:
            above.add(opener)
        at = element.parent
        for _ in range(_LIMITS["above"]):
            if at is None:
                break
            above.add(at)
            at = view.element(at).parent
    return frozenset(above)


def shows_code(view: View, element: Element) -> bool:
    """Whether the element, or the link around it, contains or brings up a picture that may be a QR code."""
    at: Element | None = element
    while at is not None and is_in_nowhere(view, at):
        if at.id in _pictured(view):
            return True
        at = view.element(at.parent) if at.parent is not None else None
    return False


@per_view
def _large_pictures(view: View) -> tuple[Element, ...]:
    """Every picture as large as a QR code, one that only hovering brings up among them."""
    return tuple(
        element
        for element in view.elements
        if (element.image or element.tag in ("img", "canvas", "svg"))
        and (element.unseen is not None or min(element.box.w, element.box.h) >= _LIMITS["code"])
    )


def stands_by_picture(view: View, element: Element) -> bool:
    """Whether a picture that may be a QR code stands within reach of these words, in the same part of the page."""
    box, reach = element.box, _LIMITS["beside"]
    return any(
        picture.box.x - reach <= box.x + box.w
        and box.x <= picture.box.x + picture.box.w + reach
        and picture.box.y - reach <= box.y + box.h
        and box.y <= picture.box.y + picture.box.h + reach
        for picture in _large_pictures(view)
        if picture.region is element.region
    )
