"""Links to a part of their own page: their target was seen with the page, so they are no entries."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from crawler.site import Element, View
from crawler.urls import is_openable, page_identity

_DIGIT = re.compile(r"\\3(\d) ?")  # how a CSS selector writes the leading digit of a name


def leads_within(control: Element, here: View) -> bool:
    """Whether a link's address names, by a unique id, an element of its own page of which something is visible."""
    if not is_openable(control.href) or page_identity(control.href) != page_identity(here.url):
        return False
    part = unquote(urlsplit(control.href).fragment)
    return bool(part) and any(one.seen and _stands_in(one.selector, part) for one in here.elements)


def _stands_in(selector: str, id: str) -> bool:
    """Whether a selector is that of the element with this id or of one inside it."""
    if not selector.startswith("#"):
        return False
    name = _DIGIT.sub(r"\1", selector.partition(">")[0]).removeprefix("#").replace("\\", "").strip()
    return name == id
