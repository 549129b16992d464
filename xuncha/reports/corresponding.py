"""Where on a visit's pages its own evidence stands, and where the evidence of another visit would stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crawler.site import Box, Site, View

Data = Mapping[str, Any]
LEAST = 4  # characters of a quote by which its element is looked for; shorter ones stand anywhere


@dataclass(frozen=True, slots=True)
class Place:
    """Of which view, round which box (x, y, w, h in CSS px of the whole page); ``there`` where that page has the quoted words."""

    view: str
    box: tuple[float, float, float, float]
    there: bool


@dataclass(frozen=True, slots=True)
class Finder:
    """Looks on the pages of one visit. A place where something stood and no element is widened by ``around`` CSS px."""

    site: Site
    around: float

    def own(self, evidence: Data) -> Place | None:
        """Its place as the probe gave it, else the smallest element that holds the quote; None where there is neither."""
        if box := evidence["box"]:
            return Place(evidence["view"], (box[0], box[1], box[2], box[3]), True)
        view = next((each for each in self.site.views if each.id == evidence["view"]), None)
        found = _holding(view, evidence["quote"]) if view else None
        return Place(evidence["view"], _sides(found), True) if found else None

    def other(self, evidence: Data, view: Data, box: tuple[float, float, float, float] | None) -> Place | None:
        """Where evidence of another visit, of that view and at that box of it, would stand here: its words, else its place."""
        own = _same_page(self.site, view)
        if own is None or not own.screenshot:
            return None
        if found := _holding(own, evidence["quote"]):
            return Place(own.id, _sides(found), True)
        if box is None:
            return None
        x, y, w, h = box
        if y > view["height"] / 2:  # what stands in the lower half keeps its distance from the end of the page
            y += own.height - view["height"]
        if not (0 <= y < own.height and x < own.width):
            return None
        wide = (x - self.around, y - self.around, w + 2 * self.around, h + 2 * self.around)
        return Place(own.id, wide, False)


def _holding(view: View, quote: str) -> Box | None:
    """The box of the smallest seen element whose words hold the quote, however they are spaced."""
    wanted = "".join(quote.split())
    if len(wanted) < LEAST:
        return None
    boxes = [
        (each.box.area, each.id, each.box)
        for each in view.elements
        if each.seen and each.box.area > 0 and wanted in "".join(each.words.split())
    ]
    return min(boxes, key=lambda each: each[:2])[2] if boxes else None


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box.x, box.y, box.w, box.h


def _same_page(site: Site, view: Data) -> View | None:
    """Its page of that kind, of the same address where there are several."""
    key = (view["role"], view["state"], view["device"])
    own = [each for each in site.views if (str(each.role), each.state, str(each.device)) == key]
    return next((each for each in own if each.url == view["url"]), own[0] if own else None)
