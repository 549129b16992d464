"""Tabs that part a shelf of documents, and pages that were found by names that are not their role's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crawler import discover
from crawler.discover import Lead
from crawler.discovery.places import shape_of
from crawler.site import Element, View
from crawler.vocabulary import FoundBy, Region, Role

_MOST = 3  # of a shelf, that are pressed
_DEPTH = 6  # boxes looked up for a form
_PLACES = frozenset({Region.MAIN, Region.SIDE})


def shelf_tabs(view: View) -> list[Lead]:
    """Controls without an address that part a shelf of documents: what each lists is read as another page of the shelf."""
    if view.role.value not in discover.SHELVES or view.found_by in (FoundBy.CLICK, FoundBy.MENU):
        return []
    own = discover.leads(view, [view.role])[view.role]
    return [each for each in own if not each.url and each.element and _parts(each.element, view)][:_MOST]


def _parts(control: Element, view: View) -> bool:
    """Whether a control may be such a tab: one of several beside each other among the page's own words, and in no form that it would send."""
    beside = (
        each for each in view.elements if each.id != control.id and each.seen and each.clickable and not each.href
    )
    alike = any(shape_of(each.selector) == shape_of(control.selector) for each in beside)
    if control.region not in _PLACES or not alike:
        return False
    known = {(each.frame, each.id): each for each in view.elements}
    above: Element | None = control
    for _ in range(_DEPTH):
        above = None if above is None or above.parent is None else known.get((above.frame, above.parent))
        if above is not None and above.tag == "form":
            return False
    return True


def ill_named(had: Mapping[Role, Iterable[View]]) -> list[Role]:
    """Roles whose pages were all found by labels that say more than the role's name: a news item about a policy is not the policy."""
    found = {role: tuple(views) for role, views in had.items()}
    return [
        role
        for role, views in found.items()
        if views and not any(view.path and discover.is_name(role, view.path[-1]) for view in views)
    ]
