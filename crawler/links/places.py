"""Places of elements on a page, from their CSS paths: which contain which, and which have the same shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

_NUMBERS = re.compile(r":nth-child\(\d+\)|\d+")


def places_around(selector: str, most: int | None = None) -> Iterator[str]:
    """The place itself and the enclosing ones, innermost first, ``most`` in all: not every box is an element of a page."""
    return islice(_outwards(selector), most)


def _outwards(selector: str) -> Iterator[str]:
    place = selector
    while place:
        yield place
        place = place.rpartition(">")[0].rstrip(" >")


def strip_place_numbers(place: str) -> str:
    """A place without its numbers: siblings, and rows of siblings, have the same shape."""
    return _NUMBERS.sub("", place)


def stands_in(selector: str, place: str) -> bool:
    """Whether an element is at that place or inside it."""
    return selector == place or (selector.startswith(place) and selector[len(place)] in "> ")
