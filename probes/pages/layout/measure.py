"""Measures of how a page reads and presses: shares of text by size, spacing and contrast, and the size of its controls."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from crawler.site import Element, View
from crawler.vocabulary import Region, Unseen
from probes.pages.layout.contrast import contrast_ratio
from probes.pages.layout.spoken import named_elements
from probes.text.remember import per_line, per_view

CONTROL_TAGS = frozenset({"a", "button", "input", "select", "textarea", "summary", "option"})
CONTROL_ROLES = frozenset({"button", "link", "tab", "menuitem", "checkbox", "radio", "switch", "combobox", "searchbox"})
_READ = re.compile(r"[^\s\ue000-\uf8ff]+")
FIELDS = frozenset({"input", "select", "textarea"})
DRAWINGS = frozenset({"img", "svg", "canvas"})
# Bounds for hostile pages: how many pairs are compared, and how many are reported.
_COMPARED, _PAIRS = 2_000_000, 1000
NOT_PRESSED = frozenset({"hidden"})  # input types that are no control


def is_pressable(element: Element) -> bool:
    """Whether it can be clicked or chosen, by its own handler or by what it is."""
    return element.clickable or _is_semantic(element)


@dataclass(frozen=True, slots=True)
class WeightedShare:
    """A weighted share (0-1), the weight it rests on, the share that could not be decided, and the worst offenders."""

    value: float
    weight: float
    undecided: float = 0.0
    failing: tuple[Element, ...] = ()


def count_letters(element: Element) -> int:
    """Characters a person reads in the element's own text, without blanks and private-use glyphs of icon fonts."""
    return _letters(element.own) if element.own else 0


@per_line
def _letters(words: str) -> int:
    return sum(map(len, _READ.findall(words)))


@per_view
def text_elements(view: View) -> tuple[Element, ...]:
    """Visible elements with text of their own."""
    return tuple(
        element
        for element in view.elements
        if element.seen and element.font_px > 0 and element.own and _letters(element.own)
    )


def measure_share(
    elements: Iterable[Element], holds: Callable[[Element], bool | None], weigh: Callable[[Element], float]
) -> WeightedShare:
    """The share of weight for which ``holds`` is true; elements for which it is None are left out and counted apart."""
    good = decided = unknown = 0.0
    failing: list[Element] = []
    for element in elements:
        weight, held = weigh(element), holds(element)
        if held is None:
            unknown += weight
            continue
        decided += weight
        if held:
            good += weight
        else:
            failing.append(element)
    failing.sort(key=weigh, reverse=True)
    whole = decided + unknown
    return WeightedShare(
        good / decided if decided else 0.0, decided, unknown / whole if whole else 0.0, tuple(failing[:3])
    )


def font_share(view: View, least_px: float) -> WeightedShare:
    """Share of visible characters set at ``least_px`` or more."""
    return measure_share(text_elements(view), lambda element: element.font_px >= least_px, count_letters)


@per_view
def median_font(view: View) -> float | None:
    """Median font size in px by characters, or None without text."""
    weights: dict[float, int] = {}  # by size: pages have many elements, but few sizes
    for element in text_elements(view):
        weights[element.font_px] = weights.get(element.font_px, 0) + _letters(element.own)
    half = sum(weights.values()) / 2
    passed = 0.0
    for size in sorted(weights):
        passed += weights[size]
        if passed >= half:
            return size
    return None


def spacing_share(view: View, least_ratio: float) -> WeightedShare:
    """Share of characters whose line height is at least ``least_ratio`` times the font size; an unknown line height is undecided."""

    def holds(element: Element) -> bool | None:
        return element.line_px >= element.font_px * least_ratio - 0.01 if element.line_px > 0 else None

    return measure_share(text_elements(view), holds, count_letters)


def contrast_share(view: View, least: float, least_large: float, large_px: float) -> WeightedShare:
    """Share of text elements with enough contrast; over pictures and gradients it is undecided."""

    def holds(element: Element) -> bool | None:
        ratio = contrast_ratio(element.colour, element.background)
        return None if ratio is None else ratio >= (least_large if element.font_px >= large_px else least)

    return measure_share(text_elements(view), holds, lambda element: 1.0)


@per_view
def find_controls(view: View) -> tuple[Element, ...]:
    """What a person presses: visible controls, the outermost of nested ones, without links inside a sentence."""
    found: list[Element] = []
    taken: set[int] = set()  # controls and everything inside them
    pressed = [element for element in view.elements if element.clickable]
    inside = Counter(element.parent for element in pressed)
    # One box in a box that listens, as frameworks draw a tab, is that control itself; several, or a button, are controls in a wrapper.
    wrapping = {one.parent for one in pressed if inside[one.parent] > 1 or _is_semantic(one)}
    for element in view.elements:
        parent = view.element(element.parent) if element.parent is not None else None
        if parent is not None and parent.id in taken:
            taken.add(element.id)
            continue
        semantic = _is_semantic(element)
        bare = element.clickable and not semantic and not (parent is not None and parent.clickable)
        if not ((semantic and element.clickable) or element.tag in FIELDS or bare):
            continue
        if bare and element.id in wrapping:
            continue  # a wrapper around controls, not a control
        taken.add(element.id)
        inline = (
            element.tag == "a" and parent is not None and count_letters(parent) > 2 * max(count_letters(element), 1)
        )
        if element.seen and element.box.area > 0 and element.input_type not in NOT_PRESSED and not inline:
            found.append(element)
    return tuple(found)


def _is_semantic(element: Element) -> bool:
    return element.tag in CONTROL_TAGS or element.role in CONTROL_ROLES


def target_share(view: View, least_px: float, *, footer: bool = True) -> WeightedShare:
    """Share of controls at least ``least_px`` wide and high (half a pixel of rounding is forgiven)."""
    asked = [control for control in find_controls(view) if footer or control.region is not Region.FOOTER]
    return measure_share(
        asked, lambda element: min(element.box.w, element.box.h) >= least_px - 0.5, lambda element: 1.0
    )


def name_share(view: View) -> WeightedShare:
    """Share of controls that say what they are, by their words or name or by what they contain."""
    said = named_elements(view)
    return measure_share(find_controls(view), lambda element: element.id in said, lambda element: 1.0)


def find_icons(view: View, least_px: float, most_px: float) -> tuple[Element, ...]:
    """Small picture controls without visible words; ``least_px`` and ``most_px`` bound both sides.

    A link with a large picture is no icon, nor is a line two pixels high. An element that only listens for clicks must
    hold a picture, or be one that styles draw (``is_styled_sign``).
    """
    drawn = {at for element in view.elements if _is_picture(element) for at in (element.id, element.parent)}
    worded = {element.parent for element in view.elements if element.seen and count_letters(element)}
    return tuple(
        control
        for control in find_controls(view)
        if not control.text
        and not count_letters(control)
        and control.id not in worded
        and control.tag not in FIELDS
        and least_px <= min(control.box.w, control.box.h)
        and max(control.box.w, control.box.h) <= most_px
        and (
            control.tag in ("a", "button") or control.role == "button" or control.id in drawn or is_styled_sign(control)
        )
    )


def is_styled_sign(control: Element) -> bool:
    """Whether it is an ``<i>`` with a class and nothing in it, which only a style can draw: what it shows is not known."""
    return control.tag == "i" and bool(control.classes) and not control.image


def _is_picture(element: Element) -> bool:
    return bool(element.image) or element.tag in DRAWINGS


def alt_share(view: View, least_px: float) -> WeightedShare:
    """Share of pictures of ``least_px`` or more that have a text alternative."""
    images = [
        element
        for element in view.elements
        if element.tag == "img" and element.seen and min(element.box.w, element.box.h) >= least_px
    ]
    return measure_share(images, lambda element: bool(element.name), lambda element: 1.0)


def clipped_elements(view: View) -> tuple[Element, ...]:
    """Text that its box cuts off, or that runs out of the page to the right."""
    return tuple(
        element
        for element in view.elements
        if count_letters(element)
        and (
            element.unseen is Unseen.CLIPPED
            or (element.seen and element.box.x < view.width < element.box.x + element.box.w - 8)
        )
    )


def find_overlaps(view: View, least: float) -> tuple[tuple[Element, Element], ...] | None:
    """Pairs of text in the page's flow where the larger covers at least ``least`` (0-1) of the smaller's area, at most ``_PAIRS``.

    None where too many texts stand at one height for all to be compared.
    """
    flow = [
        element
        for element in text_elements(view)
        if element.position in ("static", "relative")
        and element.box.area > 0
        and element.region not in (Region.FLOATING, Region.DIALOG)
    ]
    flow.sort(key=lambda element: element.box.y)
    inside = _insides(view)
    compared = 0
    found: list[tuple[Element, Element]] = []
    for index, one in enumerate(flow):
        for at in range(index + 1, len(flow)):  # usually even the first is too many, so no slice is made
            other = flow[at]
            if other.box.y >= one.box.y + one.box.h:
                break
            compared += 1
            if compared > _COMPARED:
                return None
            wide = min(one.box.x + one.box.w, other.box.x + other.box.w) - max(one.box.x, other.box.x)
            high = min(one.box.y + one.box.h, other.box.y + other.box.h) - max(one.box.y, other.box.y)
            if wide <= 0 or high <= 0 or wide * high < least * min(one.box.area, other.box.area):
                continue
            if one.frame == other.frame and not (
                _within(one.id, other.id, inside) or _within(other.id, one.id, inside)
            ):
                found.append((one, other))
                if len(found) >= _PAIRS:
                    return tuple(found)
    return tuple(found)


def _insides(view: View) -> dict[int, tuple[int, int]]:
    """For each element, its start and end in the nesting of the page: whatever is inside it lies between the two."""
    ids = {element.id for element in view.elements}
    children: dict[int | None, list[int]] = {}
    for element in view.elements:
        children.setdefault(element.parent if element.parent in ids else None, []).append(element.id)
    begun: dict[int, int] = {}
    spans: dict[int, tuple[int, int]] = {}
    left = [(id, False) for id in reversed(children.get(None, ()))]
    while left:
        id, done = left.pop()
        if done:
            spans[id] = begun[id], len(begun)
            continue
        begun[id] = len(begun)
        left.append((id, True))
        left += ((child, False) for child in reversed(children.get(id, ())))
    return spans


def _within(inner: int, outer: int, inside: dict[int, tuple[int, int]]) -> bool:
    if inner not in inside or outer not in inside:  # parents in a circle, which no page has
        return False
    begins, ends = inside[outer]
    return begins < inside[inner][0] < ends
