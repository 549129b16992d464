"""Addresses that put filters of a list together: each choice of them shows fewer of the goods that single ones showed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from crawler.discovery.leftovers.leftover_settings import FILE

_MOST = FILE.load().limits.filters
_Filters = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class RefinedLists:
    """By address without its query: queries of lists of goods that were opened, and every parameter of any page opened there.

    Where a path is that of a list, whatever was opened there is a part of it, also the two things of a rare kind; at the
    root, or where a file is named (``index.php?m=help``), a query may choose any page, and only lists count.

    n filters make 2^n addresses, more where one may be given twice (``?f=a&f=a``), and a shop links each choice from the
    one before.
    """

    listed: tuple[str, ...]
    lists: dict[str, list[_Filters]]
    known: dict[str, set[tuple[str, str]]]

    @classmethod
    def learn(cls, opened: Iterable[str], lists: Iterable[str]) -> RefinedLists:
        """``opened``: addresses of all pages seen; ``lists``: of those that are lists of goods."""
        listed = tuple(url for url in lists if url.count("&") < _MOST)
        known: dict[str, set[tuple[str, str]]] = {}
        parts: dict[str, list[_Filters]] = {}
        for place, filters in map(_read, (url for url in opened if url.count("&") < _MOST)):
            known.setdefault(place, set()).update(filters)
            parts.setdefault(place, []).append(filters)
        found: dict[str, list[_Filters]] = {}
        for place, filters in map(_read, listed):
            found.setdefault(place, []).extend(parts.get(place, ()) if _is_named(place) else [filters])
        return cls(listed, {place: [one for one in several if one] for place, several in found.items()}, known)

    def with_opened(self, opened: Iterable[str]) -> RefinedLists:
        """The same lists, and what all pages opened until now tell."""
        return self.learn(opened, self.listed)

    def hold(self, url: str) -> bool:
        """Whether an address adds to one of these nothing but parameters of the addresses of pages opened there."""
        if url.count("&") >= _MOST:
            return False
        place, filters = _read(url)
        known = self.known.get(place, set())
        return any(
            filters != one and filters >= one and known.issuperset(filters - one) for one in self.lists.get(place, ())
        )


def _is_named(place: str) -> bool:
    path = urlsplit(place).path
    return bool(path) and "." not in path


def _read(url: str) -> tuple[str, _Filters]:
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True, encoding="latin-1")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}#{parts.fragment}", Counter(pairs)
