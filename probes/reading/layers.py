"""Layers that lie over a page, and what closes them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from crawler.site import Box, Element, View
from crawler.vocabulary import Region
from probes.reading.measure import CONTROL_ROLES, CONTROL_TAGS

_DATA = tomllib.loads(files("probes.reading").joinpath("layers.toml").read_text("utf-8"))
_CLOSE: list[str] = _DATA["words"]["close"]
_AGREE: list[str] = _DATA["words"]["agree"]
_REFUSE: list[str] = _DATA["words"]["refuse"]
_CLASSES: list[str] = _DATA["words"]["classes"]
_SMALL: float = _DATA["limits"]["small"]
_LABEL: int = int(_DATA["limits"]["label"])


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer: its outermost element, and the box of the panel inside it that holds the words."""

    element: Element
    box: Box


def layers(view: View, covers: float) -> tuple[Layer, ...]:
    """Seen modal layers, and fixed boxes that cover at least that share (0-1) of the viewport."""
    screen = view.width * view.viewport_height
    members = [each for each in view.elements if each.seen and each.region is Region.DIALOG and each.box.area > 1]
    floating = [
        each
        for each in view.elements
        if each.seen
        and each.region is Region.FLOATING
        and each.position == "fixed"
        and each.box.area >= covers * screen
    ]
    inside = {each.id for each in (*members, *floating)}
    roots = [each for each in (*members, *floating) if each.parent not in inside]
    found: list[Layer] = []
    for root in roots:
        group = [root, *_under(view, root)]
        worded = [each for each in group if each.seen and each.box.area > 1 and each.box.area < 0.95 * screen]
        panel = max(worded, key=lambda each: each.box.area, default=root)
        if any(each.text or each.own or each.image for each in group):
            found.append(Layer(root, panel.box))
    return tuple(found)


def closers(view: View, layer: Layer) -> tuple[Element, ...]:
    """Seen controls inside the layer that say, by word, name or class, that they close it."""
    found = []
    for each in (layer.element, *_under(view, layer.element)):
        if not each.seen or not (each.clickable or each.tag in CONTROL_TAGS or each.role in CONTROL_ROLES):
            continue
        said = "".join(f"{each.text or each.own} {each.name} {each.pseudo}".split()).lower()
        small = each.box.area <= _SMALL * max(layer.box.area, 1)
        worded = len(said) <= _LABEL and any(word in said for word in _CLOSE)
        if worded or (small and any(word in each.classes.lower() for word in _CLASSES)):
            found.append(each)
    return tuple(found)


def agrees_only(closing: Iterable[Element]) -> Element | None:
    """The button that agrees, where nothing else closes the layer: no cross, and none that refuses; else None."""
    button = None
    for each in closing:
        said = "".join((each.text or each.own or each.name).split()).lower()
        if any(word in said for word in _REFUSE) or not any(word in said for word in _AGREE):
            return None
        button = button or each
    return button


def _under(view: View, root: Element) -> tuple[Element, ...]:
    family = {root.id}
    found = []
    for each in view.elements:
        if each.parent in family:
            family.add(each.id)
            found.append(each)
    return tuple(found)
