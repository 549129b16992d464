"""Readings of a page are asked for by many probes: the last pages' answers are kept, each by the very page it is of."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import TypeVar

from crawler.site import View

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
_KEPT: list[Callable[[], None]] = []  # what forgets, one for each reading
PAGES = 256  # more than one device's pages in both looks


class _Same:
    """A view as itself, not as what it says: hashing thousands of elements costs more than reading them."""

    __slots__ = ("view",)

    def __init__(self, view: View) -> None:
        self.view = view

    def __hash__(self) -> int:
        return id(self.view)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.view is other.view


def per_view(reading: Callable[[View], T]) -> Callable[[View], T]:
    """The same pure function, which remembers. What it returns must not be changed by anybody: frozen values and tuples only."""

    @lru_cache(maxsize=PAGES)
    def kept(same: _Same) -> T:
        return reading(same.view)

    _KEPT.append(kept.cache_clear)

    @wraps(reading)
    def remembering(view: View) -> T:
        return kept(_Same(view))

    return remembering


def per_view_and(reading: Callable[[View, K], T]) -> Callable[[View, K], T]:
    """The same for a reading of a page in the light of something else, which must be hashable."""

    @lru_cache(maxsize=PAGES)
    def kept(same: _Same, key: K) -> T:
        return reading(same.view, key)

    _KEPT.append(kept.cache_clear)

    def remembering(view: View, key: K) -> T:
        return kept(_Same(view), key)

    return remembering


def forget() -> None:
    """Let go of all pages: who judges one Site after the other would otherwise hold those of several."""
    for clear in _KEPT:
        clear()
