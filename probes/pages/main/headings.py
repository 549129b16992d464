"""The headings of a page as its markup gives them, and under which others each stands."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from crawler.site import View
from probes.text.normalise import fold_text
from probes.text.remember import per_view
from probes.text.shown import list_seen

_LONGEST = 60  # characters of a heading that leads to something; a longer one is a text set in large type


@per_view
def headings_above(view: View) -> Mapping[str, str]:
    """Each heading (folded) with the headings above it, one a line; a heading repeated under several has them all."""
    found: dict[str, str] = {}
    path: list[tuple[int, str]] = []
    for element in list_seen(view.elements):
        if not element.heading:  # most lines are none
            continue
        said = fold_text(element.text).strip()
        if not 0 < len(said) <= _LONGEST:
            continue
        path = [(level, text) for level, text in path if level < element.heading]
        over = "\n".join(text for _, text in path)
        known = found.get(said)
        found[said] = over if not known or known == over else f"{known}\n{over}"[:400]
        path.append((element.heading, said))
    return MappingProxyType(found)
