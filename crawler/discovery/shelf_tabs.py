"""Tabs that part a shelf of documents."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib.resources import files

from crawler import discover
from crawler.discover import Lead
from crawler.discovery.places import shape_of
from crawler.dom.forms import form_around
from crawler.site import View
from crawler.vocabulary import FoundBy, Region

_LIMITS: dict[str, int] = tomllib.loads(files("crawler.discovery").joinpath("shelf_tabs.toml").read_text("utf-8"))[
    "limits"
]
_PLACES = frozenset({Region.MAIN, Region.SIDE})


def shelf_tabs(view: View) -> list[Lead]:
    """Controls without an address that part a shelf of documents: what each lists is read as another page of the shelf.

    Several stand beside each other among the page's own words, and in no form that they would send.
    """
    if view.role.value not in discover.SHELVES or view.found_by in (FoundBy.CLICK, FoundBy.MENU):
        return []
    known = {(each.frame, each.id): each for each in view.elements}
    controls = (each for each in view.elements if each.seen and each.clickable and not each.href)
    alike = Counter(shape_of(each.selector) for each in controls)
    tabs = [
        lead
        for lead in discover.leads(view, [view.role])[view.role]
        if not lead.url
        and lead.element is not None
        and lead.element.region in _PLACES
        and alike[shape_of(lead.element.selector)] > 1
        and form_around(lead.element, known, _LIMITS["depth"]) is None
    ]
    return tabs[: _LIMITS["most"]]
