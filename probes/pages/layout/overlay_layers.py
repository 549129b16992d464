"""Layers that lie over a page, and the controls that close them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import Box, Element, View
from crawler.visit.framed.main_frame import list_holders
from crawler.vocabulary import Region
from probes.pages.layout.measure import is_pressable
from probes.schema.reading_table import Numbers, Words


@dataclass(frozen=True, slots=True)
class OverlayLayersTable:
    """The file overlay_layers.toml."""

    words: Words[Literal["close", "agree", "refuse", "classes"]]
    limits: Numbers[Literal["small", "label"]]


FILE = SettingsFile("probes.pages.layout", "overlay_layers.toml", OverlayLayersTable)
_DATA = FILE.load()
_CLOSE = _DATA.words["close"]
_AGREE = _DATA.words["agree"]
_REFUSE = _DATA.words["refuse"]
_CLASSES = _DATA.words["classes"]
_SMALL: float = _DATA.limits["small"]
_LABEL: int = int(_DATA.limits["label"])


@dataclass(frozen=True, slots=True)
class OverlayLayer:
    """A layer: its outermost element, and the box of the panel inside that holds the words."""

    element: Element
    box: Box


def covering_layers(view: View, covers: float) -> tuple[OverlayLayer, ...]:
    """Visible modal layers, and fixed boxes that cover at least that share (0-1) of the viewport."""
    screen, around = view.width * view.viewport_height, list_holders(view)
    members = [
        element
        for element in view.elements
        if element.seen and element.region is Region.DIALOG and element.box.area > 1
    ]
    floating = [
        element
        for element in view.elements
        if element.seen
        and element.region is Region.FLOATING
        and element.position == "fixed"
        and element.box.area >= covers * screen
        and (element.frame or element.selector not in around)
    ]
    inside = {member.id for member in (*members, *floating)}
    roots = [member for member in (*members, *floating) if member.parent not in inside]
    found: list[OverlayLayer] = []
    for root in roots:
        group = [root, *_under(view, root)]
        worded = [
            element for element in group if element.seen and element.box.area > 1 and element.box.area < 0.95 * screen
        ]
        panel = max(worded, key=lambda element: element.box.area, default=root)
        if any(element.text or element.own or element.image for element in group):
            found.append(OverlayLayer(root, panel.box))
    return tuple(found)


def find_closers(view: View, layer: OverlayLayer) -> tuple[Element, ...]:
    """Visible controls inside the layer that say, by word, name or class, that they close it."""
    found = []
    for element in (layer.element, *_under(view, layer.element)):
        if not element.seen or not is_pressable(element):
            continue
        said = "".join(f"{element.text or element.own} {element.name} {element.pseudo}".split()).lower()
        small = element.box.area <= _SMALL * max(layer.box.area, 1)
        worded = len(said) <= _LABEL and any(word in said for word in _CLOSE)
        if worded or (small and any(word in element.classes.lower() for word in _CLASSES)):
            found.append(element)
    return tuple(found)


def agrees_only(closing: Iterable[Element]) -> Element | None:
    """The button that agrees, where nothing else closes the layer (neither a cross nor a refusal); else None."""
    button = None
    for closer in closing:
        said = "".join((closer.text or closer.own or closer.name).split()).lower()
        if any(word in said for word in _REFUSE) or not any(word in said for word in _AGREE):
            return None
        button = button or closer
    return button


def _under(view: View, root: Element) -> tuple[Element, ...]:
    family = {root.id}
    found = []
    for element in view.elements:
        if element.parent in family:
            family.add(element.id)
            found.append(element)
    return tuple(found)
