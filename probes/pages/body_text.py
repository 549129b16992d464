"""The text of a page without what stands in its frame: header, menus, footer and what floats are the same on every page."""

from __future__ import annotations

from crawler.site import View
from crawler.vocabulary import Region
from probes.reading.remember import per_view

_FRAME = frozenset({Region.HEADER, Region.NAV, Region.FOOTER, Region.FLOATING})


@per_view
def body_text(view: View) -> str:
    """The lines of the page's text that no element of its frame alone says."""
    framed: set[str] = set()
    body: set[str] = set()
    for each in view.elements:
        said = each.text or each.own
        if each.seen and said:
            (framed if each.region in _FRAME else body).update(_flat(line) for line in said.split("\n"))
    return "\n".join(line for line in view.text.split("\n") if (said := _flat(line)) not in framed or said in body)


def _flat(words: str) -> str:
    return " ".join(words.split())
