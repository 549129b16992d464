"""What a page is like to read and press: shares of text by size, spacing and contrast, and the size of its controls."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from crawler.site import Element, View
from crawler.vocabulary import Region, Unseen
from probes.pages.spoken import named
from probes.reading.contrast import contrast
from probes.reading.remember import per_line, per_view

CONTROL_TAGS = frozenset({"a", "button", "input", "select", "textarea", "summary", "option"})
CONTROL_ROLES = frozenset({"button", "link", "tab", "menuitem", "checkbox", "radio", "switch", "combobox", "searchbox"})
_READ = re.compile(r"[^\s\ue000-\uf8ff]+")
FIELDS = frozenset({"input", "select", "textarea"})
DRAWINGS = frozenset({"img", "svg", "canvas"})
NOT_PRESSED = frozenset({"hidden"})  # input types that are no control


@dataclass(frozen=True, slots=True)
class Share:
    """A weighted share 0-1, the weight it rests on, the share that could not be decided, and the worst offenders."""

    value: float
    weight: float
    undecided: float = 0.0
    failing: tuple[Element, ...] = ()


def letters(element: Element) -> int:
    """Characters a person reads in the element's own text: no blanks, no private-use glyphs of icon fonts."""
    return _letters(element.own) if element.own else 0


@per_line
def _letters(words: str) -> int:
    return sum(map(len, _READ.findall(words)))


@per_view
def texts(view: View) -> tuple[Element, ...]:
    """Seen elements with text of their own."""
    return tuple(each for each in view.elements if each.seen and each.font_px > 0 and each.own and _letters(each.own))


def share(
    elements: Iterable[Element], holds: Callable[[Element], bool | None], weigh: Callable[[Element], float]
) -> Share:
    """The share of weight for which ``holds`` is true; None from ``holds`` leaves the element out and is counted apart."""
    good = decided = unknown = 0.0
    failing: list[Element] = []
    for each in elements:
        weight, held = weigh(each), holds(each)
        if held is None:
            unknown += weight
            continue
        decided += weight
        if held:
            good += weight
        else:
            failing.append(each)
    failing.sort(key=weigh, reverse=True)
    whole = decided + unknown
    return Share(good / decided if decided else 0.0, decided, unknown / whole if whole else 0.0, tuple(failing[:3]))


def font_share(view: View, least_px: float) -> Share:
    """Share of visible characters set at ``least_px`` or more."""
    return share(texts(view), lambda each: each.font_px >= least_px, letters)


@per_view
def median_font(view: View) -> float | None:
    """Median font size in px by characters, or None without text."""
    weights: dict[float, int] = {}  # by size: pages have many elements, but few sizes
    for each in texts(view):
        weights[each.font_px] = weights.get(each.font_px, 0) + _letters(each.own)
    half = sum(weights.values()) / 2
    passed = 0.0
    for size in sorted(weights):
        passed += weights[size]
        if passed >= half:
            return size
    return None


def spacing_share(view: View, least_ratio: float) -> Share:
    """Share of characters whose line height is ``least_ratio`` times the font or more; a line height not known is undecided."""

    def holds(each: Element) -> bool | None:
        return each.line_px >= each.font_px * least_ratio - 0.01 if each.line_px > 0 else None

    return share(texts(view), holds, letters)


def contrast_share(view: View, least: float, least_large: float, large_px: float) -> Share:
    """Share of text elements that hold their contrast; over pictures and gradients it is undecided."""

    def holds(each: Element) -> bool | None:
        ratio = contrast(each.colour, each.background)
        return None if ratio is None else ratio >= (least_large if each.font_px >= large_px else least)

    return share(texts(view), holds, lambda each: 1.0)


@per_view
def controls(view: View) -> tuple[Element, ...]:
    """What a person presses: seen controls, outermost ones only, without links that run inside a sentence."""
    found: list[Element] = []
    taken: set[int] = set()  # controls and everything inside them
    wrapping = {each.parent for each in view.elements if each.clickable}
    for each in view.elements:
        parent = view.element(each.parent) if each.parent is not None else None
        if parent is not None and parent.id in taken:
            taken.add(each.id)
            continue
        semantic = each.tag in CONTROL_TAGS or each.role in CONTROL_ROLES
        bare = each.clickable and not semantic and not (parent is not None and parent.clickable)
        if not ((semantic and each.clickable) or each.tag in FIELDS or bare):
            continue
        if bare and each.id in wrapping:
            continue  # a wrapper around controls, not a control
        taken.add(each.id)
        inline = each.tag == "a" and parent is not None and letters(parent) > 2 * max(letters(each), 1)
        if each.seen and each.box.area > 0 and each.input_type not in NOT_PRESSED and not inline:
            found.append(each)
    return tuple(found)


def target_share(view: View, least_px: float, *, footer: bool = True) -> Share:
    """Share of controls at least ``least_px`` wide and high (half a pixel of rounding is forgiven)."""
    asked = [each for each in controls(view) if footer or each.region is not Region.FOOTER]
    return share(asked, lambda each: min(each.box.w, each.box.h) >= least_px - 0.5, lambda each: 1.0)


def name_share(view: View) -> Share:
    """Share of controls that say what they are: by their words or name, or by what stands in them."""
    said = named(view)
    return share(controls(view), lambda each: each.id in said, lambda each: 1.0)


def icons(view: View, least_px: float, most_px: float) -> tuple[Element, ...]:
    """Controls of a small picture without a word to see; ``least_px`` and ``most_px`` bound both sides.

    A link with a large picture is no icon, nor is a line of two pixels. What only listens must hold a picture to be one.
    """
    drawn = {at for each in view.elements if _is_picture(each) for at in (each.id, each.parent)}
    worded = {each.parent for each in view.elements if each.seen and letters(each)}
    return tuple(
        each
        for each in controls(view)
        if not each.text
        and not letters(each)
        and each.id not in worded
        and each.tag not in FIELDS
        and least_px <= min(each.box.w, each.box.h)
        and max(each.box.w, each.box.h) <= most_px
        and (each.tag in ("a", "button") or each.role == "button" or each.id in drawn)
    )


def _is_picture(element: Element) -> bool:
    return bool(element.image) or element.tag in DRAWINGS


def alt_share(view: View, least_px: float) -> Share:
    """Share of pictures of ``least_px`` or more that have words for those who cannot see them."""
    images = [
        each for each in view.elements if each.tag == "img" and each.seen and min(each.box.w, each.box.h) >= least_px
    ]
    return share(images, lambda each: bool(each.name), lambda each: 1.0)


def clipped(view: View) -> tuple[Element, ...]:
    """Text that is cut off by its box or runs out of the page to the right."""
    return tuple(
        each
        for each in view.elements
        if letters(each)
        and (each.unseen is Unseen.CLIPPED or (each.seen and each.box.x < view.width < each.box.x + each.box.w - 8))
    )


def overlaps(view: View, least: float) -> tuple[tuple[Element, Element], ...]:
    """Pairs of text in the page's flow of which the smaller is covered to ``least`` of its area by the other."""
    flow = [
        each
        for each in texts(view)
        if each.position in ("static", "relative")
        and each.box.area > 0
        and each.region not in (Region.FLOATING, Region.DIALOG)
    ]
    flow.sort(key=lambda each: each.box.y)
    family = {each.id: each.parent for each in view.elements}
    found: list[tuple[Element, Element]] = []
    for index, one in enumerate(flow):
        for at in range(index + 1, len(flow)):  # mostly the first is one too many: no slice is made for it
            other = flow[at]
            if other.box.y >= one.box.y + one.box.h:
                break
            wide = min(one.box.x + one.box.w, other.box.x + other.box.w) - max(one.box.x, other.box.x)
            high = min(one.box.y + one.box.h, other.box.y + other.box.h) - max(one.box.y, other.box.y)
            if wide <= 0 or high <= 0 or wide * high < least * min(one.box.area, other.box.area):
                continue
            if one.frame == other.frame and not (
                _within(one.id, other.id, family) or _within(other.id, one.id, family)
            ):
                found.append((one, other))
    return tuple(found)


def _within(inner: int, outer: int, family: dict[int, int | None]) -> bool:
    at: int | None = inner
    while at is not None:
        at = family.get(at)
        if at == outer:
            return True
    return False
