"""Floating things over a page, counted as a person would: a bar with five buttons is one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import Element, View
from crawler.visit.framed.main_frame import list_holders
from crawler.vocabulary import Region
from probes.schema.reading_table import Whole
from probes.text.remember import per_view


@dataclass(frozen=True, slots=True)
class FloatingTable:
    """The file floating.toml."""

    limits: Whole[Literal["touching", "steps", "compared"]]


FILE = SettingsFile("probes.pages.layout", "floating.toml", FloatingTable)
_LIMITS = FILE.load().limits


@per_view
def floating_layers(view: View) -> tuple[Element, ...]:
    """One element for each floating thing, in the page's order: boxes in one bar, or nested in each other, count as one."""
    around = list_holders(view)
    floating = {
        element.id: element
        for element in view.elements
        if element.seen and element.region is Region.FLOATING and element.box.area > 1
        if element.frame or element.selector not in around
    }
    roots = [
        element
        for element in floating.values()
        if element.parent not in floating and element.position in ("fixed", "sticky")
    ]
    compared, rest = roots[: _LIMITS["compared"]], roots[_LIMITS["compared"] :]
    bars = _bars(view, compared)
    group = list(range(len(compared)))  # for each, the first of its bar
    for at, layer in enumerate(compared):
        for before in range(at):
            if group[before] != group[at] and _together(layer, compared[before], bars):
                low, high = sorted((group[before], group[at]))
                group = [low if one == high else one for one in group]
    return (*(compared[at] for at in sorted(set(group))), *rest)


def _together(one: Element, other: Element, bars: dict[int, str]) -> bool:
    """Whether two boxes belong to one bar: they touch, or are in a row or column of a box that holds only floating things."""
    if one.frame != other.frame:
        return False
    across = _gap(one.box.x, one.box.w, other.box.x, other.box.w)
    down = _gap(one.box.y, one.box.h, other.box.y, other.box.h)
    if across <= _LIMITS["touching"] and down <= _LIMITS["touching"]:
        return True
    return bool(bars[one.id]) and bars[one.id] == bars[other.id] and (across <= 0 or down <= 0)


def _gap(at: float, long: float, other: float, size: float) -> float:
    """The distance between two stretches of one axis; 0 or less where they overlap."""
    return max(at, other) - min(at + long, other + size)


def _bars(view: View, roots: Iterable[Element]) -> dict[int, str]:
    """For each root the path of the outermost box around it that holds only floating things, "" if there is none."""
    paths = {root.id: _paths(root.selector) for root in roots}
    asked = {(root.frame, path) for root in roots for path in paths[root.id]}
    other = {
        (element.frame, path)
        for element in view.elements
        if asked and element.region is not Region.FLOATING and element.box.area > 1
        for path in _paths(element.selector)
        if (element.frame, path) in asked
    }
    return {root.id: next((path for path in paths[root.id] if (root.frame, path) not in other), "") for root in roots}


def _paths(selector: str) -> list[str]:
    """The paths of the boxes around an element, outermost first."""
    steps = selector.split(">")[: _LIMITS["steps"]]
    return [">".join(steps[:count]) for count in range(1, len(steps))]
