"""Find a phone's tab bar by its look: a row of short words fixed at the bottom of the screen is clickable, whatever its markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from crawler.limits import TAB_BAR
from crawler.site import Element


def with_tab_bar(elements: Sequence[Element], read: Mapping[str, Any]) -> tuple[Element, ...]:
    """The same elements, with the words of a tab bar marked clickable if neither they nor their ancestors are.

    ``read`` is the script's answer for the top document: ``viewport_width``, ``viewport_height`` and ``scroll_y`` in
    CSS px.
    """
    width, height, scroll_y = (float(read[key]) for key in ("viewport_width", "viewport_height", "scroll_y"))
    rows: dict[int, list[Element]] = {}
    for element in elements:
        low = element.box.y - scroll_y >= TAB_BAR.below * height
        short = 0 < len(element.own.strip()) <= TAB_BAR.word and element.box.w < width / 2
        if element.seen and element.position == "fixed" and low and short and not element.frame:
            rows.setdefault(round(element.box.y), []).append(element)
    marked: set[int] = set()
    for row in rows.values():
        spread = max(one.box.x + one.box.w for one in row) - min(one.box.x for one in row)
        alike = len({(one.tag, round(one.font_px)) for one in row}) == 1
        if TAB_BAR.least <= len(row) <= TAB_BAR.most and alike and spread >= TAB_BAR.spread * width:
            marked |= {one.id for one in row if not _pressable(elements, one)}
    if not marked:
        return tuple(elements)
    return tuple(replace(element, clickable=True) if element.id in marked else element for element in elements)


def _pressable(elements: Sequence[Element], element: Element) -> bool:
    at: Element | None = element
    while at is not None:
        if at.clickable or at.href:
            return True
        at = elements[at.parent] if at.parent is not None and 0 <= at.parent < len(elements) else None
    return False
