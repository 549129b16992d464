"""Scores of which the label and the number stand in parts of their own, or beside whose label so many stars are drawn."""

from __future__ import annotations

import re
from collections.abc import Callable

from crawler.site import Element, View
from crawler.vocabulary import Region

_REACH = 2  # elements behind a label
_LONGEST = 16  # characters of a box that holds a label and its number
_ENDS = frozenset({Region.HEADER, Region.FOOTER})


def find_drawn_score(
    view: View, scores: Callable[[str], bool], names: Callable[[str], bool], stars: re.Pattern[str]
) -> Element | None:
    """The first box whose words score (``scores``), or label (``names``) with stars beside it; None without one."""
    for part in view.elements:
        if not part.seen or part.region in _ENDS or part.clickable or len(part.text) > _LONGEST:
            continue
        if scores(part.text) if not part.own else names(part.own) and _draws_stars(view, part, stars):
            return part
    return None


def _draws_stars(view: View, label: Element, stars: re.Pattern[str]) -> bool:
    """Whether something beside the label, on its line, has a class that says how many stars it draws."""
    beside = view.elements[label.id + 1 : label.id + 1 + _REACH]
    return any(one.seen and _on_line(label, one) and stars.search(one.classes.lower()) is not None for one in beside)


def _on_line(label: Element, other: Element) -> bool:
    return other.box.y < label.box.y + label.box.h and label.box.y < other.box.y + other.box.h
