"""Caches readings of pages and lines, which many probes ask for, for the length of one judging.

Answers are kept in a ``JudgingCache``, made for one judging and dropped with it: a caller that judges says ``with
judging_cache():``. Nothing is kept in this module or in a reading, so outside a judging every reading is simply
computed. Two judgings at the same time, in two tasks or two threads, have a cache each.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from operator import is_
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from crawler.site import Element, Site, View
from crawler.vocabulary import Role

T = TypeVar("T")
S = TypeVar("S")
P = ParamSpec("P")
PAGES = 2048  # answers of one reading of pages: more than both devices' pages in both looks, each cut and filed in some ways
LINES = 1 << 14  # answers of one reading of lines: as many as several large pages have, some megabytes
LISTS = 4096  # answers of one reading of lists of words: more than all tables have
CHANGED = 4096  # pages and Sites made from others
SITES = (
    128  # answers of one reading of Sites: two devices in two looks and the whole, each cut and filed in some ways too
)


class JudgingCache:
    """What one judging has read: for each reading, its answers by their inputs.

    Each reading keeps at most ``PAGES``, ``LINES``, ``LISTS`` or ``SITES`` answers; when there are more, its answers
    are dropped and collected anew. ``changed`` are pages and Sites made from others, so that the same change gives the
    same object, of which everything is read already.
    """

    __slots__ = ("__weakref__", "answers", "changed", "origins")

    def __init__(self) -> None:
        self.answers: defaultdict[object, dict[Any, Any]] = defaultdict(dict)
        self.changed: dict[Any, Any] = {}
        self.origins: dict[int, Any] = {}  # what each of these was made from, by its identity


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


def reword_view(view: View, text: str) -> View:
    """The page with that text; the same object whenever a page of this judging is given the same text."""
    return _changed_view(view, text, view.role)


def refile_view(view: View, role: Role) -> View:
    """The page filed under that role; the same object whenever it is."""
    return _changed_view(view, view.text, role)


def uncut_view(view: View) -> View:
    """The page with all its text, filed as it is: what is read of it is read once, however its text is cut."""
    cache = _current()
    origin: View | None = None if cache is None else cache.origins.get(id(view))
    return view if origin is None else refile_view(origin, view.role)


def _changed_view(view: View, text: str, role: Role) -> View:
    cache = _current()
    if cache is None:
        return dataclasses.replace(view, text=text, role=role)
    origin: View = cache.origins.get(id(view), view)
    if role is origin.role and text == origin.text:
        return origin
    return _keep_changed(
        cache, origin, (id(origin), role, text), lambda: dataclasses.replace(origin, text=text, role=role)
    )


def replace_views(site: Site, views: Iterable[View]) -> Site:
    """The Site with those pages; the same object whenever it has the same ones."""
    shown, cache = tuple(views), _current()
    if cache is None:
        return dataclasses.replace(site, views=shown)
    origin: Site = cache.origins.get(id(site), site)
    if len(shown) == len(origin.views) and all(map(is_, shown, origin.views)):
        return origin
    return _keep_changed(cache, origin, (id(origin), *map(id, shown)), lambda: dataclasses.replace(origin, views=shown))


def _keep_changed(cache: JudgingCache, origin: S, change: tuple[object, ...], make: Callable[[], S]) -> S:
    """What was made for that change before, or is made now; kept with what it was made from, so that no identity is taken over."""
    made: S | None = cache.changed.get(change)
    if made is None:
        if len(cache.changed) >= CHANGED:
            cache.changed.clear()
            cache.origins.clear()
        cache.changed[change] = made = make()
        cache.origins[id(made)] = origin
    return made


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


def per_check(reading: Callable[[S], T]) -> Callable[[S], T]:
    """The same for a reading of a check and its table, which the rules hold."""
    return _per_thing(reading, LISTS)


def per_drawn(reading: Callable[[View], T]) -> Callable[[View], T]:
    """The same for a reading of what is drawn on a page, whatever its text is cut to and its role is taken for: it may ask for neither."""

    @wraps(reading)
    def remembering(view: View) -> T:
        cache = _current()
        if cache is None:
            return reading(view)
        answers = cache.answers[reading]
        known: tuple[View, T] | None = answers.get(id(view))
        if known is not None:
            return known[1]
        origin: View = cache.origins.get(id(view), view)
        known = None if origin is view else answers.get(id(origin))
        said = reading(origin) if known is None else known[1]
        if len(answers) >= PAGES:
            answers.clear()
        answers[id(origin)] = origin, said
        answers[id(view)] = view, said  # a page cut or filed in another way is found at once
        return said

    return remembering


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


def per_view_and(reading: Callable[Concatenate[View, P], T]) -> Callable[Concatenate[View, P], T]:
    """The same for a reading of a page together with more arguments, which must be hashable."""
    return _per_thing_and(reading, PAGES)


def per_site_and(reading: Callable[Concatenate[Site, P], T]) -> Callable[Concatenate[Site, P], T]:
    """The same for a reading of a Site together with more arguments, which must be hashable."""
    return _per_thing_and(reading, PAGES)


def per_object_and(reading: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """The same for a reading of words by some object, such as the table of a check: ``reading(table, *words)``."""
    return _per_thing_and(reading, LINES)


def _per_thing_and(reading: Callable[Concatenate[S, P], T], most: int) -> Callable[Concatenate[S, P], T]:
    @wraps(reading)
    def remembering(thing: S, /, *beside: P.args, **named: P.kwargs) -> T:
        cache = _current()
        if cache is None or named:
            return reading(thing, *beside, **named)
        answers = cache.answers[reading]
        key = id(thing), *beside
        known: tuple[S, T] | None = answers.get(key)
        if known is not None:
            return known[1]
        said = reading(thing, *beside, **named)  # there are none
        if len(answers) >= most:
            answers.clear()
        answers[key] = thing, said
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
