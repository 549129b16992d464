"""Tabs that part a shelf of documents, and pages that were found by names that are not their role's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crawler import discover
from crawler.discover import Lead
from crawler.site import View
from crawler.vocabulary import FoundBy, Region, Role

_MOST = 3  # of a shelf, that are pressed
_PLACES = frozenset({Region.MAIN, Region.SIDE})


def shelf_tabs(view: View) -> list[Lead]:
    """Controls without an address that part a shelf of documents: what each lists is read as another page of the shelf."""
    if view.role.value not in discover.SHELVES or view.found_by in (FoundBy.CLICK, FoundBy.MENU):
        return []
    own = discover.leads(view, [view.role])[view.role]
    return [each for each in own if not each.url and each.element and each.element.region in _PLACES][:_MOST]


def ill_named(had: Mapping[Role, Iterable[View]]) -> list[Role]:
    """Roles whose pages were all found by labels that say more than the role's name: a news item about a policy is not the policy."""
    found = {role: tuple(views) for role, views in had.items()}
    return [
        role
        for role, views in found.items()
        if views and not any(view.path and discover.is_name(role, view.path[-1]) for view in views)
    ]
