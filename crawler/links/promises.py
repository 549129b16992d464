"""Rows of short words that cannot be clicked, on a page that marks what can be: promises of the shop, not entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from crawler.links.places import strip_place_numbers
from crawler.links.promise_settings import FILE
from crawler.site import Element, View

_LIMITS = FILE.load().limits
_CONTROLS = frozenset({"a", "button", "input", "select", "textarea", "summary", "label", "option"})


def promises_shown(view: View) -> frozenset[int]:
    """Ids of the words of such rows; none on a page that marks no box as clickable: there any may be a control."""
    pressed = sum(
        element.seen and element.clickable and not element.href and element.tag not in _CONTROLS
        for element in view.elements
    )
    if pressed < _LIMITS.pressed:
        return frozenset()
    rows: dict[tuple[str, int, str], list[Element]] = defaultdict(list)
    for element in view.elements:
        if element.seen and 0 < len(element.own.strip()) <= _LIMITS.longest:
            rows[strip_place_numbers(element.selector), element.frame, element.tag].append(element)
    return frozenset(element.id for row in rows.values() if _is_promised(view, row) for element in row)


def _is_promised(view: View, row: list[Element]) -> bool:
    tops = [element.box.y for element in row]
    if len(row) < _LIMITS.row or max(tops) - min(tops) > _LIMITS.level:
        return False
    if len({element.own.strip() for element in row}) < len(row):
        return False
    return not any(
        one.clickable or one.href or one.tag in _CONTROLS for element in row for one in _with_boxes(view, element)
    )


def _with_boxes(view: View, element: Element) -> Iterator[Element]:
    """The element and its ancestors, as far as they were recorded."""
    yield element
    for _ in range(_LIMITS.levels):
        if element.parent is None or not 0 <= element.parent < len(view.elements):
            return
        element = view.elements[element.parent]
        yield element
