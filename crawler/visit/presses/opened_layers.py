"""Whether a box came up beside a control that says or shows something: a telephone number on hover, a code to scan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from crawler.site import Box, Element
from crawler.spelling import plain_words
from crawler.visit.presses.pressing_settings import FILE

_LAYERS = FILE.load().layers
_LIFTED = frozenset({"absolute", "fixed"})


def opened_beside(control: Element, elements: Sequence[Element], new: Iterable[Element]) -> bool:
    """Whether among the ``new`` elements of a page is a box near the control with words of its own or a drawn picture.

    Links in it are a menu, which leads elsewhere; what only repeats the control's label says nothing; a picture that
    could not be loaded shows nothing.
    """
    new = tuple(new)
    ids = {(element.frame, element.id) for element in new}
    places = {(element.frame, element.id): element for element in elements}
    label, said = plain_words(control.words), 0
    for piece in new:
        above = tuple(_above(piece, places))
        box = next((one for one in above if one.position in _LIFTED and (one.frame, one.id) in ids), None)
        if box is None or _apart(control.box, box.box) > _LAYERS.near:
            continue
        if piece.image and piece.natural_w >= _LAYERS.picture and min(piece.box.w, piece.box.h) >= _LAYERS.picture:
            return True
        words = plain_words(piece.own)
        if words and words not in label and not any(one.href for one in above):
            said += len(words)
    return said >= _LAYERS.words


def _above(element: Element, places: dict[tuple[int, int], Element]) -> Iterator[Element]:
    """The element and the boxes around it, innermost first."""
    at: Element | None = element
    for _ in range(_LAYERS.climb):
        if at is None:
            return
        yield at
        at = places.get((at.frame, at.parent)) if at.parent is not None else None


def _apart(one: Box, other: Box) -> float:
    """The gap between two boxes, in CSS px; 0 where they touch."""
    across = max(one.x - other.x - other.w, other.x - one.x - one.w, 0.0)
    down = max(one.y - other.y - other.h, other.y - one.y - one.h, 0.0)
    return max(across, down)
