"""Where on one visit's pages the evidence of another visit would stand: the same element, else the same place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from crawler.site import Site, View

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Of which view, round which box (x, y, w, h in CSS px of the whole page)."""

    view: str
    box: tuple[float, float, float, float]


Find = Callable[[Data, Data], Place | None]


def finder(site: Site) -> Find:
    """Given a piece of evidence and the view it stands on, both of another visit, its place on this one; None where there is none."""

    def find(evidence: Data, view: Data) -> Place | None:
        own = _same_page(site, view)
        if own is None or not own.screenshot or not evidence["box"]:
            return None
        for each in own.elements if evidence["selector"] else ():
            if each.selector == evidence["selector"] and each.seen and each.box.area > 0:
                return Place(own.id, (each.box.x, each.box.y, each.box.w, each.box.h))
        x, y, w, h = evidence["box"]
        if y > view["height"] / 2:  # what stands in the lower half keeps its distance from the end of the page
            y += own.height - view["height"]
        inside = 0 <= y < own.height and x < own.width
        return Place(own.id, (x, y, w, h)) if inside else None

    return find


def _same_page(site: Site, view: Data) -> View | None:
    """Its page of that kind, of the same address where there are several."""
    key = (view["role"], view["state"], view["device"])
    own = [each for each in site.views if (str(each.role), each.state, str(each.device)) == key]
    return next((each for each in own if each.url == view["url"]), own[0] if own else None)
