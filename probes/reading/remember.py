"""Readings of a page, or of a line that stands on many of them, are asked for by many probes: the last answers are kept.

Those of pages are kept until ``forget``, which whoever judges whole visits calls after each, so that memory does not grow with them.
Those of lines outlive it while they are few and of few pages: shops share their labels, and most of a shop is what it was at the visit
before.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar, cast

from crawler.site import Site, View

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
S = TypeVar("S")
P = ParamSpec("P")
_THINGS: list[dict[int, tuple[Any, Any]]] = []  # what readings of views and Sites keep
_TEXTS: list[Callable[[], None]] = []  # what forgets, one for each reading of texts of pages
_MANY: list[Callable[[], None]] = []  # what forgets where it holds many lines
_LINES: list[Callable[[], None]] = []  # what forgets all lines
PAGES = 256  # more than one device's pages in both looks
LINES = 1 << 14  # as many lines as several large pages have, some megabytes
FEW = 1 << 12  # lines of one reading that are kept for the next visit, at most
CHARACTERS = 8_000_000  # of pages whose lines are kept, at most: a line may be as long as its page
SITES = 8  # the surfaces of one visit: two devices in two looks, and the whole
_read = 0  # characters of pages since lines were last forgotten


class _Same:
    """A view or a Site as itself, not as what it says: hashing thousands of elements costs more than reading them."""

    __slots__ = ("thing",)

    def __init__(self, thing: object) -> None:
        self.thing = thing

    def __hash__(self) -> int:
        return id(self.thing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.thing is other.thing


def per_view(reading: Callable[[View], T]) -> Callable[[View], T]:
    """The same pure function, which remembers. What it returns must not be changed by anybody: frozen values and tuples only."""
    return _per_thing(reading, PAGES)


def per_site(reading: Callable[[Site], T]) -> Callable[[Site], T]:
    """The same for a reading of a Site, which is the very one for all probes of a surface."""
    return _per_thing(reading, SITES)


def _per_thing(reading: Callable[[S], T], most: int) -> Callable[[S], T]:
    kept: dict[int, tuple[S, T]] = {}  # by identity; the thing is kept too, so that no other can have its
    _THINGS.append(kept)

    @wraps(reading)
    def remembering(thing: S) -> T:
        known = kept.get(id(thing))
        if known is not None:
            return known[1]
        said = reading(thing)
        if len(kept) >= most:
            kept.clear()
        kept[id(thing)] = thing, said
        return said

    return remembering


def per_view_and(reading: Callable[[View, K], T]) -> Callable[[View, K], T]:
    """The same for a reading of a page in the light of something else, which must be hashable."""

    @lru_cache(maxsize=PAGES)
    def kept(same: _Same, key: K) -> T:
        return reading(cast(View, same.thing), key)

    _TEXTS.append(kept.cache_clear)

    def remembering(view: View, key: K) -> T:
        return kept(_Same(view), key)

    return remembering


def per_line(reading: Callable[P, T]) -> Callable[P, T]:
    """The same for a reading of words alone, be it in the light of other hashable values: most lines stand on many pages, and on
    both devices. It is told by what the words are, so equal lines are read once."""
    remembering = lru_cache(maxsize=LINES)(reading)

    def forget_many() -> None:
        if remembering.cache_info().currsize > FEW:
            remembering.cache_clear()

    _MANY.append(forget_many)
    _LINES.append(remembering.cache_clear)
    return cast(Callable[P, T], remembering)


def per_text(reading: Callable[P, T]) -> Callable[P, T]:
    """The same for a reading of the whole text of a page."""
    remembering = lru_cache(maxsize=PAGES)(reading)
    _TEXTS.append(remembering.cache_clear)
    return cast(Callable[P, T], remembering)


def outlasting(forget_all: Callable[[], None]) -> None:
    """Tell what else keeps readings of lines, and how it forgets them all."""
    _LINES.append(forget_all)


def forget() -> None:
    """Let go of all pages: who judges one Site after the other would otherwise hold those of several. Of lines too, once they are of
    so many pages."""
    global _read
    pages = {at: each for kept in _THINGS for at, (each, _) in kept.items() if isinstance(each, View)}
    _read += sum(len(each.text) + len(each.html) for each in pages.values())
    for kept in _THINGS:
        kept.clear()
    for clear in _TEXTS + (_LINES if _read > CHARACTERS else _MANY):
        clear()
    if _read > CHARACTERS:
        _read = 0
