"""What a screen reader has to say of an element: its own name, or what stands inside it, drawn or only hidden from the eye.

By the rules of accessible names (W3C accname): aria-label, aria-labelledby, alt, title and labels are ``Element.name``; else the words
inside, the alt text of pictures and the titles of drawings too. Words that are only moved or clipped out of sight are said; those of
what is not displayed are not.
"""

from __future__ import annotations

from crawler.site import Element, View
from crawler.vocabulary import Unseen
from probes.reading.remember import per_view

_SILENT = frozenset({Unseen.DISPLAY_NONE, Unseen.HIDDEN})  # for the eye and the ear alike


@per_view
def named(view: View) -> frozenset[int]:
    """The ids of all elements of which something can be said."""
    said: set[int] = set()
    for each in reversed(view.elements):  # what stands inside comes after
        if each.unseen in _SILENT:
            said.discard(each.id)
            continue
        if each.id in said or _says(each):
            said.add(each.id)
            if each.parent is not None:
                said.add(each.parent)
    return frozenset(said)


def _says(element: Element) -> bool:
    return bool(element.name or element.own or element.text or element.pseudo)
