"""Links to a part of the page they stand on: what they lead to was seen with the page, so they are entries to nothing."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from crawler.addressing import identity, openable
from crawler.site import Element, View

_DIGIT = re.compile(r"\\3(\d) ?")  # how a CSS selector writes a digit that a name begins with


def leads_within(control: Element, here: View) -> bool:
    """Whether a link's address names an element of its own page, by a unique id, of which something can be seen there."""
    if not openable(control.href) or identity(control.href) != identity(here.url):
        return False
    part = unquote(urlsplit(control.href).fragment)
    return bool(part) and any(one.seen and _stands_in(one.selector, part) for one in here.elements)


def _stands_in(selector: str, id: str) -> bool:
    """Whether a selector is that of the element with this id, or of one within."""
    if not selector.startswith("#"):
        return False
    name = _DIGIT.sub(r"\1", selector.partition(">")[0]).removeprefix("#").replace("\\", "").strip()
    return name == id
