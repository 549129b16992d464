"""The headings of a page as its markup says: which are, and under which others each stands."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from crawler.site import View
from probes.reading import policy
from probes.reading.remember import per_view

_LONGEST = 60  # characters of a heading that leads to something; a longer one is a text set in large type


@per_view
def above(view: View) -> Mapping[str, str]:
    """Each heading (folded) with those of the levels above it, one a line; a heading repeated under others has them all."""
    found: dict[str, str] = {}
    path: list[tuple[int, str]] = []
    for each in view.elements:
        if not each.heading or not each.seen:  # most are none
            continue
        said = policy.fold(each.text).strip()
        if not 0 < len(said) <= _LONGEST:
            continue
        path = [(level, text) for level, text in path if level < each.heading]
        over = "\n".join(text for _, text in path)
        known = found.get(said)
        found[said] = over if not known or known == over else f"{known}\n{over}"[:400]
        path.append((each.heading, said))
    return MappingProxyType(found)
