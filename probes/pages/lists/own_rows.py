"""Rows of lists whose price stands in words of their own, beside the link that names the goods: 1. 竹篮 ¥66."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crawler.site import Box, Element, View


def find_own_rows(view: View, groups: Mapping[str, Iterable[Element]], up: int, margin: int) -> dict[int, str]:
    """The ids of elements that begin with the picture or name of one address and hold no other, each with that address.

    ``up`` elements around each link are looked at. A row stands in the document before its own link, so that by their
    order alone its price would be that of the row above.
    """
    inside: dict[int, set[str]] = {}
    begun: set[int] = set()
    for url, members in groups.items():
        for member in members:
            at = member.parent
            for _ in range(up):
                if at is None or not 0 <= at < len(view.elements):
                    break
                inside.setdefault(at, set()).add(url)
                if _begins(view.elements[at].box, member.box, margin):
                    begun.add(at)
                at = view.elements[at].parent
    return {row: url for row in begun for url in inside[row] if len(inside[row]) == 1}


def _begins(row: Box, part: Box, margin: int) -> bool:
    """Whether a part stands where its row begins, as a price before it would not let it."""
    return part.area > 0 and part.x - row.x <= margin and part.y - row.y <= margin
