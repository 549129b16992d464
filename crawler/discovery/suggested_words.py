"""Words a shop suggests beside its search box: links that search by address where the box would submit a form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.discovery.search_settings import FILE
from crawler.links.role_links import does_something
from crawler.site import Element, View
from crawler.urls import is_openable, page_identity, same_site

_LIMITS = FILE.load().limits
_LEVELS = 12  # boxes searched upwards from a field or a link
_ENDING = re.compile(r"(?:\.\w{1,5})?/?$")


def suggested_word(view: View, field: Element) -> Element | None:
    """The first link beside the box whose address extends that of the box's form; None if the shop suggests none.

    Searching by such a link gives the same result as typing; links elsewhere with the same address are categories.
    """
    form = _form_of(view, field)
    if form is None or not is_openable(form.action):
        return None
    stem = _ENDING.sub("", page_identity(form.action))
    asking = (element for element in view.elements if _asks(element, form, stem))
    return next((element for element in asking if form in _around(view, element) or _below(element, field)), None)


def _form_of(view: View, field: Element) -> Element | None:
    """The form that contains the field."""
    return next((element for element in _around(view, field) if element.tag == "form"), None)


def _around(view: View, element: Element) -> Iterator[Element]:
    """The ancestors of an element, innermost first."""
    for _ in range(_LEVELS):
        if element.parent is None or not 0 <= element.parent < len(view.elements):
            return
        element = view.elements[element.parent]
        yield element


def _asks(link: Element, form: Element, stem: str) -> bool:
    said = (link.text or link.own).strip()
    if not link.seen or not link.href or not 0 < len(said) <= _LIMITS.suggested or not is_openable(link.href):
        return False
    asked = page_identity(link.href)
    if does_something(link.href):
        return False
    return same_site(form.action, link.href) and asked.startswith(stem) and len(asked) > len(page_identity(form.action))


def _below(link: Element, field: Element) -> bool:
    """Whether the link is right below the box."""
    down = link.box.y - (field.box.y + field.box.h)
    return -field.box.h <= down <= _LIMITS.beside and field.box.x <= link.box.x <= field.box.x + field.box.w
