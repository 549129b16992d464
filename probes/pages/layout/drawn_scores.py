"""Scores of which the label and the number stand in parts of their own, or beside which so many stars are drawn or written."""

from __future__ import annotations

import re
from collections.abc import Callable

from crawler.site import Element, View
from crawler.vocabulary import Region

_REACH = 2  # elements behind a label
_LONGEST = 16  # characters of a box that holds a label and its number
_BOX = 40  # of one that holds a mark, its stars and how many gave it
_ENDS = frozenset({Region.HEADER, Region.FOOTER})
_MARK = re.compile(r"[0-5]\.\d{1,2}|10(?:\.0)?|[6-9]\.\d")  # out of five, or of ten
_STARS = re.compile(r"[★☆⭐✩✭✮]{3,10}")


def find_drawn_score(
    view: View, scores: Callable[[str], bool], names: Callable[[str], bool], stars: re.Pattern[str]
) -> Element | None:
    """The first box whose words score (``scores``), label (``names``) with stars beside it, or box of a mark with its stars; None without one."""
    for part in view.elements:
        if not part.seen or part.region in _ENDS or part.clickable or len(part.text) > _LONGEST:
            continue
        if not part.own:
            if scores(part.text):
                return part
        elif names(part.own) and _draws_stars(view, part, stars):
            return part
        elif (box := _marked_box(view, part)) is not None:
            return box
    return None


def _marked_box(view: View, part: Element) -> Element | None:
    """The box of a mark with stars written beside it (4.9 ★★★★★), where it says little else: the mark alone shows nobody what it marks."""
    if part.parent is None or not _MARK.fullmatch(part.own.strip()):
        return None
    beside = view.elements[part.id + 1 : part.id + 1 + _REACH]
    starred = any(one.seen and _on_line(part, one) and _STARS.fullmatch(one.own.strip()) for one in beside)
    box = view.elements[part.parent]
    return box if starred and box.seen and len(box.text) <= _BOX else None


def _draws_stars(view: View, label: Element, stars: re.Pattern[str]) -> bool:
    """Whether something beside the label, on its line, has a class that says how many stars it draws."""
    beside = view.elements[label.id + 1 : label.id + 1 + _REACH]
    return any(one.seen and _on_line(label, one) and stars.search(one.classes.lower()) is not None for one in beside)


def _on_line(label: Element, other: Element) -> bool:
    return other.box.y < label.box.y + label.box.h and label.box.y < other.box.y + other.box.h
