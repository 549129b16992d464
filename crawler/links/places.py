"""Places of elements on a page, from their CSS paths: which contain which, and which have the same shape."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
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


def _place_around(place: str) -> str:
    return place.rpartition(">")[0].rstrip(" >")


class Enclosures:
    """Tells which of some places an element stands in; elements of a page share most of what is around them, which is looked at once."""

    __slots__ = ("_known", "_places")

    def __init__(self, places: Container[str]) -> None:
        self._places = places
        self._known: dict[str, tuple[str, int] | None] = {"": None}

    def find(self, selector: str) -> tuple[str, int] | None:
        """The innermost of the places at or around the element, and how many steps outwards it is; None where there is none."""
        way = []
        at = selector
        while at not in self._known:
            if at in self._places:
                self._known[at] = at, 0
                break
            way.append(at)
            at = _place_around(at)
        found = self._known[at]
        for place in reversed(way):
            found = None if found is None else (found[0], found[1] + 1)
            self._known[place] = found
        return found


def strip_place_numbers(place: str) -> str:
    """A place without its numbers: siblings, and rows of siblings, have the same shape."""
    return _NUMBERS.sub("", place)


def stands_in(selector: str, place: str) -> bool:
    """Whether an element is at that place or inside it."""
    return selector == place or (selector.startswith(place) and selector[len(place)] in "> ")
