"""What a tour looks at next, told with what it looks at now, so that the next page can load meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

Thing = TypeVar("Thing")


def with_next(things: Iterable[Thing]) -> Iterator[tuple[Thing, Thing | None]]:
    """Each thing with the one after it, the last with None.

    What is made as it goes, by what has been seen, is not asked for before its turn: nothing comes after it as far as is known.
    """
    if not isinstance(things, Sequence):
        yield from ((thing, None) for thing in things)
        return
    for at, thing in enumerate(things):
        yield thing, things[at + 1] if at + 1 < len(things) else None
