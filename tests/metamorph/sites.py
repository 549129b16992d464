"""Changing a site page by page and element by element."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from crawler.record.network_record import Exchange
from crawler.site import Box, Element, Site, View
from crawler.vocabulary import LANDED, Region, Role, Unseen


def pages(site: Site, change: Callable[[View], View]) -> Site:
    return dataclasses.replace(site, views=tuple(map(change, site.views)))


def products(site: Site, change: Callable[[View], View]) -> Site:
    of = Role.PRODUCT
    return pages(site, lambda view: change(view) if view.role is of and view.state == LANDED else view)


def drawn(view: View, change: Callable[[Element], Element]) -> View:
    return dataclasses.replace(view, elements=tuple(map(change, view.elements)))


def elements(site: Site, change: Callable[[Element], Element]) -> Site | None:
    """The site with every element changed; None where it has none."""
    changed = pages(site, lambda view: drawn(view, change))
    return changed if changed != site else None


def moved_down(box: Box, by: float) -> Box:
    return Box(box.x, box.y + by, box.w, box.h)


def with_more(view: View, *more: Element) -> View:
    first = len(view.elements)
    added = tuple(dataclasses.replace(element, id=first + number, parent=None) for number, element in enumerate(more))
    text = "\n".join((view.text.rstrip("\n"), *(element.text for element in added if element.seen and element.text)))
    return dataclasses.replace(view, elements=(*view.elements, *added), text=text)


def emptied_page(view: View) -> View:
    return dataclasses.replace(view, text="", elements=(), html="", title="", exchanges=(), frames=())


def nothing(element: Element) -> Element:
    """An element that stays in its place in the list, for others name it by its number, and is nothing."""
    return Element(
        element.id, "i", "", Box(0, 0, 0, 0), element.parent, region=Region.MAIN, seen=False, unseen=Unseen.DISPLAY_NONE
    )


def call(url: str, kind: str, third_party: bool = False) -> Exchange:
    """A request of that kind that was answered."""
    return Exchange(url, "GET", kind, 200, 9000, third_party, "", 300.0)
