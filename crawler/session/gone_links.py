"""Links that a home page showed when it loaded and does not show any more, such as lines of a ticker."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from crawler.site import Element, View
from crawler.urls import is_openable, page_identity


def add_gone_links(shown: View, arrived: Iterable[View]) -> View:
    """The page with the links that were seen on it when it ``arrived`` and lead to none of the addresses it shows.

    Each stands in the boxes that held it: a line of a ticker is one of news, whichever line the page shows now.
    """
    known = {page_identity(element.href) for element in shown.elements if element.seen}
    gone: dict[str, tuple[View, Element]] = {}
    for view in arrived:
        for one in view.elements:
            if one.seen and is_openable(one.href) and page_identity(one.href) not in known:
                gone.setdefault(page_identity(one.href), (view, one))
    places = {(one.frame, one.selector): one.id for one in shown.elements}
    first = len(shown.elements)
    more = (
        dataclasses.replace(one, id=first + at, parent=_find_box(view, one, places))
        for at, (view, one) in enumerate(gone.values())
    )
    return dataclasses.replace(shown, elements=(*shown.elements, *more))


def _find_box(view: View, element: Element, places: Mapping[tuple[int, str], int]) -> int | None:
    """The box that held the element and stands on the page as shown as well; ``places``: what stands there, by its place."""
    at = element.parent
    while at is not None and 0 <= at < len(view.elements):
        box = view.elements[at]
        if (box.frame, box.selector) in places:
            return places[box.frame, box.selector]
        at = box.parent
    return None
