"""Where a visit's own evidence stands on its pages, and where evidence of another visit would stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crawler.site import Box, Site, View

Data = Mapping[str, Any]
LEAST = 4  # characters of a quote that are searched for; shorter ones would match anywhere


@dataclass(frozen=True, slots=True)
class PagePlace:
    """A box on a view (x, y, w, h in CSS px of the whole page); ``there`` where that page has the quoted words."""

    view: str
    box: tuple[float, float, float, float]
    there: bool


@dataclass(frozen=True, slots=True)
class EvidenceFinder:
    """Finds evidence on the pages of one visit. A place without an element is widened by ``around`` CSS px."""

    site: Site
    around: float

    def own(self, evidence: Data) -> PagePlace | None:
        """The place given by the probe, else the smallest element that holds the quote; None where there is neither."""
        if box := evidence["box"]:
            return PagePlace(evidence["view"], (box[0], box[1], box[2], box[3]), True)
        view = next((view for view in self.site.views if view.id == evidence["view"]), None)
        found = _holding(view, evidence["quote"]) if view else None
        return PagePlace(evidence["view"], _sides(found), True) if found else None

    def other(self, evidence: Data, view: Data, box: tuple[float, float, float, float] | None) -> PagePlace | None:
        """Where evidence of another visit (given by its view and box) belongs on this visit's pages: by its words, else by its place."""
        own = _same_page(self.site, view)
        if own is None or not own.screenshot:
            return None
        if found := _holding(own, evidence["quote"]):
            return PagePlace(own.id, _sides(found), True)
        if box is None:
            return None
        x, y, w, h = box
        if y > view["height"] / 2:  # whatever stands in the lower half keeps its distance from the end of the page
            y += own.height - view["height"]
        if not (0 <= y < own.height and x < own.width):
            return None
        wide = (x - self.around, y - self.around, w + 2 * self.around, h + 2 * self.around)
        return PagePlace(own.id, wide, False)


def _holding(view: View, quote: str) -> Box | None:
    """The box of the smallest visible element whose text holds the quote, ignoring white space."""
    wanted = "".join(quote.split())
    if len(wanted) < LEAST:
        return None
    boxes = [
        (element.box.area, element.id, element.box)
        for element in view.elements
        if element.seen and element.box.area > 0 and wanted in "".join(element.words.split())
    ]
    return min(boxes, key=lambda box: box[:2])[2] if boxes else None


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box.x, box.y, box.w, box.h


def _same_page(site: Site, view: Data) -> View | None:
    """This visit's page of the same kind, and of the same address where there are several."""
    key = (view["role"], view["state"], view["device"])
    own = [other for other in site.views if (str(other.role), other.state, str(other.device)) == key]
    return next((other for other in own if other.url == view["url"]), own[0] if own else None)
