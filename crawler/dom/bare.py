"""A page that is there and holds next to nothing: a title, a line, no form and no picture worth a look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.vocabulary import EMPTY, Region

if TYPE_CHECKING:
    from crawler.site import View

CHARS = 80  # characters outside header, menus and footer, title included
PICTURE = 160  # px of a picture's longer side from which on it may be what the page is for
_AROUND = frozenset({Region.HEADER, Region.NAV, Region.FOOTER})


def bare(view: View) -> bool:
    """Whether the view holds so little that another page of its kind is worth looking for. One without elements (a file) is none."""
    if EMPTY in view.thoroughness.notes:
        return True
    if not view.elements or view.frames:
        return False
    said = 0
    for element in view.elements:
        if not element.seen or element.region in _AROUND:
            continue
        if element.input_type or (element.image and max(element.box.w, element.box.h) >= PICTURE):
            return False
        said += len("".join((element.own or element.name).split()))
        if said >= CHARS:
            return False
    return True
