"""Caches readings of pages and lines, which many probes ask for, for the length of one judging.

Answers are kept in a ``JudgingCache``, made for one judging and dropped with it: a caller that judges says ``with
judging_cache():``. Nothing is kept in this module or in a reading, so outside a judging every reading is simply
computed. Two judgings at the same time, in two tasks or two threads, have a cache each.
"""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from crawler.site import Element, Site, View

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
S = TypeVar("S")
P = ParamSpec("P")
PAGES = 256  # answers of one reading of pages: more than one device's pages in both looks
LINES = 1 << 14  # answers of one reading of lines: as many as several large pages have, some megabytes
LISTS = 4096  # answers of one reading of lists of words: more than all tables have
SITES = 24  # answers of one reading of Sites: two devices in two looks and the whole, each cut to its main text and to its other pages too


class JudgingCache:
    """What one judging has read: for each reading, its answers by their inputs.

    Each reading keeps at most ``PAGES``, ``LINES``, ``LISTS`` or ``SITES`` answers; when there are more, its answers
    are dropped and collected anew.
    """

    __slots__ = ("__weakref__", "answers")

    def __init__(self) -> None:
        self.answers: defaultdict[object, dict[Any, Any]] = defaultdict(dict)


_CACHE: ContextVar[JudgingCache | None] = ContextVar("judging_cache", default=None)
_current = _CACHE.get  # asked for hundreds of thousands of times in a judging


@contextmanager
def judging_cache() -> Iterator[JudgingCache]:
    """Keep what is read until the block ends.

    Inside another such block the outer cache is used and lives on: when an audit judges a Site again with a profile,
    each page is still read only once.
    """
    around = _CACHE.get()
    if around is not None:
        yield around
        return
    token = _CACHE.set(made := JudgingCache())
    try:
        yield made
    finally:
        _CACHE.reset(token)


def per_view(reading: Callable[[View], T]) -> Callable[[View], T]:
    """The same pure function, cached by view. Nobody may change what it returns: frozen values and tuples only."""
    return _per_thing(reading, PAGES)


def per_elements(reading: Callable[[tuple[Element, ...]], T]) -> Callable[[tuple[Element, ...]], T]:
    """The same for a reading of a page's elements alone: the page cut to its main text, or filed as another kind, shares them."""
    return _per_thing(reading, PAGES)


def per_site(reading: Callable[[Site], T]) -> Callable[[Site], T]:
    """The same for a reading of a Site; all probes of a surface get the same Site object."""
    return _per_thing(reading, SITES)


def per_list(reading: Callable[[tuple[str, ...]], T]) -> Callable[[tuple[str, ...]], T]:
    """The same for a reading of a list of words, which its table holds for as long as the process lives."""
    return _per_thing(reading, LISTS)


def _per_thing(reading: Callable[[S], T], most: int) -> Callable[[S], T]:
    """Cache answers by identity: hashing thousands of elements costs more than reading them.

    The thing itself is kept too, so that no other object can take its identity.
    """

    @wraps(reading)
    def remembering(thing: S) -> T:
        cache = _current()
        if cache is None:
            return reading(thing)
        answers = cache.answers[reading]
        known: tuple[S, T] | None = answers.get(id(thing))
        if known is not None:
            return known[1]
        said = reading(thing)
        if len(answers) >= most:
            answers.clear()
        answers[id(thing)] = thing, said
        return said

    return remembering


def per_view_and(reading: Callable[[View, K], T]) -> Callable[[View, K], T]:
    """The same for a reading of a page together with one more argument, which must be hashable."""

    @wraps(reading)
    def remembering(view: View, key: K) -> T:
        cache = _current()
        if cache is None:
            return reading(view, key)
        answers = cache.answers[reading]
        known: tuple[View, T] | None = answers.get((id(view), key))
        if known is not None:
            return known[1]
        said = reading(view, key)
        if len(answers) >= PAGES:
            answers.clear()
        answers[id(view), key] = view, said
        return said

    return remembering


def per_line(reading: Callable[P, T]) -> Callable[P, T]:
    """The same for a reading of words alone, with further hashable arguments if any.

    Most lines appear on many pages and on both devices. The cache goes by value, so equal lines are read once.
    """
    return _per_words(reading, LINES)


def per_text(reading: Callable[P, T]) -> Callable[P, T]:
    """The same for a reading of the whole text of a page."""
    return _per_words(reading, PAGES)


def per_judging(make: Callable[[], T]) -> Callable[[], T]:
    """The same object throughout one judging; outside of one, a new object each time."""
    return _per_words(make, 1)


_ABSENT: Any = object()


def _per_words(reading: Callable[P, T], most: int) -> Callable[P, T]:
    """Cache answers by the values of the arguments; a single argument is its own key, as those are asked for most."""

    def ask_one(value: Any, /) -> T:
        cache = _current()
        if cache is None:
            return one(value)
        answers = cache.answers[reading]
        try:
            known: T = answers[value]
        except KeyError:  # a miss: nearly all are hits, and this is the quickest way to one
            pass
        else:
            return known
        said = one(value)
        if len(answers) >= most:
            answers.clear()
        answers[value] = said
        return said

    def ask(*args: P.args, **kwargs: P.kwargs) -> T:
        cache = _current()
        if cache is None:
            return reading(*args, **kwargs)
        answers = cache.answers[reading]
        asked = (_ABSENT, args, *kwargs.items()) if kwargs else args
        said: T = answers.get(asked, _ABSENT)
        if said is _ABSENT:
            said = reading(*args, **kwargs)
            if len(answers) >= most:
                answers.clear()
            answers[asked] = said
        return said

    one = cast(Callable[[Any], T], reading)
    kinds = [parameter.kind for parameter in inspect.signature(reading).parameters.values()]
    alone = kinds in ([inspect.Parameter.POSITIONAL_OR_KEYWORD], [inspect.Parameter.POSITIONAL_ONLY])
    return cast(Callable[P, T], wraps(reading)(ask_one if alone else ask))
