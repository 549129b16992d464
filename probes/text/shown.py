"""The elements of a page that are seen, in their order: nearly every reading asks these alone, and a page may hold many more."""

from __future__ import annotations

from crawler.site import Element
from probes.text.remember import per_elements


@per_elements
def list_seen(elements: tuple[Element, ...]) -> tuple[Element, ...]:
    """Those that are seen. Menus and regions to choose from may be folded in by the thousand on each page of a shop."""
    return tuple(element for element in elements if element.seen)
