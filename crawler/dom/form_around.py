"""The form that contains an element."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.site import Element

Place = tuple[int, int]  # an element's frame and id


def form_around(element: Element, known: Mapping[Place, Element], depth: int) -> Element | None:
    """The form around an element, at most ``depth`` boxes above it, or None. ``known`` are the elements of its page."""
    above: Element | None = element
    for _ in range(depth):
        above = None if above is None or above.parent is None else known.get((above.frame, above.parent))
        if above is not None and above.tag == "form":
            return above
    return None
