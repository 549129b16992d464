"""What a screen reader can say of an element: its own name, or what stands inside it, drawn or only visually hidden.

By the rules of accessible names (W3C accname): aria-label, aria-labelledby, alt, title and labels make
``Element.name``; else the words inside count, and the alt text of pictures and the titles of drawings too. Words that
are only moved or clipped out of sight are spoken; those of elements that are not displayed are not.
"""

from __future__ import annotations

from crawler.site import Element, View
from crawler.vocabulary import Unseen
from probes.text.remember import per_view

_SILENT = frozenset({Unseen.DISPLAY_NONE, Unseen.HIDDEN})  # for the eye and the ear alike


@per_view
def named_elements(view: View) -> frozenset[int]:
    """The ids of all elements of which a screen reader can say something."""
    said: set[int] = set()
    for element in reversed(view.elements):  # what stands inside comes after
        if element.unseen in _SILENT:
            said.discard(element.id)
            continue
        if element.id in said or _says(element):
            said.add(element.id)
            if element.parent is not None:
                said.add(element.parent)
    return frozenset(said)


def _says(element: Element) -> bool:
    return bool(element.name or element.own or element.text or element.pseudo)
