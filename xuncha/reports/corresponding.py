"""Where on one visit's pages the evidence of another visit would stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from crawler.site import Site, View

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Of which view, round which box (x, y, w, h in CSS px of the whole page); ``there`` where that page has the quoted words."""

    view: str
    box: tuple[float, float, float, float]
    there: bool


Find = Callable[[Data, Data], Place | None]


def finder(site: Site, around: float) -> Find:
    """Given a piece of evidence and the view it stands on, both of another visit, its place on this one; None where there is none.

    The place is widened by ``around`` CSS px, for it is where something stood and no element.
    """

    def find(evidence: Data, view: Data) -> Place | None:
        own = _same_page(site, view)
        if own is None or not own.screenshot or not evidence["box"]:
            return None
        x, y, w, h = evidence["box"]
        if y > view["height"] / 2:  # what stands in the lower half keeps its distance from the end of the page
            y += own.height - view["height"]
        if not (0 <= y < own.height and x < own.width):
            return None
        return Place(own.id, (x - around, y - around, w + 2 * around, h + 2 * around), _has(own, evidence["quote"]))

    return find


def _has(view: View, quote: str) -> bool:
    """Whether the page's words hold the quote, however they are spaced."""
    wanted = "".join(quote.split())
    return bool(wanted) and wanted in "".join(view.text.split())


def _same_page(site: Site, view: Data) -> View | None:
    """Its page of that kind, of the same address where there are several."""
    key = (view["role"], view["state"], view["device"])
    own = [each for each in site.views if (str(each.role), each.state, str(each.device)) == key]
    return next((each for each in own if each.url == view["url"]), own[0] if own else None)
