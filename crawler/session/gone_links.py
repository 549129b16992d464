"""Links that a home page showed when it loaded and does not show any more, such as lines of a ticker."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from crawler.site import Element, View
from crawler.urls import is_openable, page_identity


def add_gone_links(shown: View, arrived: Iterable[View]) -> View:
    """The page with the links that were seen on it when it ``arrived`` and lead to none of the addresses it shows."""
    known = {page_identity(element.href) for element in shown.elements if element.seen}
    gone: dict[str, Element] = {}
    for view in arrived:
        for one in view.elements:
            if one.seen and is_openable(one.href) and page_identity(one.href) not in known:
                gone.setdefault(page_identity(one.href), one)
    first = len(shown.elements)
    more = (dataclasses.replace(one, id=first + at, parent=None) for at, one in enumerate(gone.values()))
    return dataclasses.replace(shown, elements=(*shown.elements, *more))
