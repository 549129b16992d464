"""Where a press on a thing without an address leads: to the link that it stands in."""

from __future__ import annotations

from crawler.site import Element, View

_DEPTH = 6  # elements around a picture that are looked at; 本项目设定


def find_link_around(view: View, element: Element) -> str:
    """The address of the nearest link around an element that is no link itself, or ""."""
    at = element
    for _ in range(_DEPTH):
        if at.href or at.parent is None or not 0 <= at.parent < len(view.elements):
            break
        at = view.elements[at.parent]
    return at.href
