"""Tabs that divide a collection of documents."""

from __future__ import annotations

from collections import Counter

from crawler.dom.form_around import form_around
from crawler.links import role_links
from crawler.links.places import strip_place_numbers
from crawler.links.role_links import Lead
from crawler.links.shelf_tab_settings import FILE
from crawler.site import View
from crawler.vocabulary import FoundBy, Region

_LIMITS = FILE.load().limits
_PLACES = frozenset({Region.MAIN, Region.SIDE})


def shelf_tabs(view: View) -> list[Lead]:
    """Controls without an address that divide a collection of documents: what each lists is read as another page of it.

    There are several side by side in the page's own content, and not in a form they would submit.
    """
    if view.role.value not in role_links.SHELVES or view.found_by in (FoundBy.CLICK, FoundBy.MENU):
        return []
    known = {(element.frame, element.id): element for element in view.elements}
    controls = (element for element in view.elements if element.seen and element.clickable and not element.href)
    alike = Counter(strip_place_numbers(control.selector) for control in controls)
    tabs = [
        lead
        for lead in role_links.find_leads(view, [view.role])[view.role]
        if not lead.url
        and lead.element is not None
        and lead.element.region in _PLACES
        and alike[strip_place_numbers(lead.element.selector)] > 1
        and form_around(lead.element, known, _LIMITS.depth) is None
    ]
    return tabs[: _LIMITS.most]
