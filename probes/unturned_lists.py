"""Lists of a shop's texts of which only the first part was seen: what the rest names is not known, so nothing is absent."""

from __future__ import annotations

from crawler.discovery.leftovers.list_turns import find_list_turns
from crawler.site import View
from crawler.vocabulary import FoundBy, Role
from probes.pages.absence.unopened import Surface
from probes.pages.layout.entry import ShopEntry
from probes.probe import Check
from probes.text.remember import per_view

_OF_TEXTS = frozenset({Role.ABOUT, Role.RULES})


def find_unturned(check: Check, surface: Surface) -> ShopEntry | None:
    """The number of a further part of such a list that nobody pressed; None where each was, there is none, or the check asks for no text."""
    if not check.stated and _OF_TEXTS.isdisjoint(need.role for need in check.probe.reads):
        return None
    for entry in surface.entries:
        if entry.view.found_by in (FoundBy.CLICK, FoundBy.MENU) or entry.url:
            continue
        if entry.element.id in _turning(entry.view):
            return entry
    return None


@per_view
def _turning(view: View) -> frozenset[int]:
    """The numbers on the page that turn a list, by their elements."""
    return frozenset(element.id for element in find_list_turns(view))
