"""The places of elements on a page, as their CSS paths tell: what stands in what, and which places are of one shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

_NUMBERS = re.compile(r":nth-child\(\d+\)|\d+")


def places_around(selector: str, most: int) -> Iterator[str]:
    """The place itself and the places it stands in, from within, at most so many: few boxes are elements of a page."""
    return islice(_outwards(selector), most)


def _outwards(selector: str) -> Iterator[str]:
    place = selector
    while place:
        yield place
        place = place.rpartition(">")[0].rstrip(" >")


def shape_of(place: str) -> str:
    """A place without its numbers: siblings, and rows of siblings, have one shape."""
    return _NUMBERS.sub("", place)


def stands_in(selector: str, place: str) -> bool:
    """Whether an element stands in that place or is it."""
    return selector == place or (selector.startswith(place) and selector[len(place)] in "> ")
