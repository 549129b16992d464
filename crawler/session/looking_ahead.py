"""What a tour looks at next, told with what it looks at now, so that the next page can load meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

Thing = TypeVar("Thing")


def with_next(things: Iterable[Thing]) -> Iterator[tuple[Thing, Thing | None]]:
    """Each thing with the one after it, the last with None; no more than one is taken before its turn."""
    left = iter(things)
    try:
        thing = next(left)
    except StopIteration:
        return
    for after in left:
        yield thing, after
        thing = after
    yield thing, None
