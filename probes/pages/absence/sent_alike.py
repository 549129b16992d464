"""Whether a shop sends desktops and phones the same documents: then a page opened on one counts as opened on the other."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.site import View
from crawler.urls import is_openable, page_identity
from crawler.vocabulary import LANDED, Role
from probes.schema.unopened_table import UNOPENED
from probes.text.remember import per_view

_DATA = UNOPENED.load()
_ALIKE: float = _DATA.limits.alike


def sends_alike(ours: Iterable[View], others: Iterable[View]) -> bool:
    """Whether the home page holds the same links on both devices, and at least one more address was opened on both.

    Hidden links count, because a document sent to all devices is only drawn differently. Other pages are not compared:
    having seen fewer of them must not make two devices alike.
    """
    mine, theirs = _pages(ours), _pages(others)
    pairs = [(mine[key], one) for key, one in theirs.items() if key in mine]
    homes = [pair for pair in pairs if pair[0].role is Role.HOME]
    if not homes or len({page_identity(one.url) for one, _ in pairs}) < 2:
        return False
    return _shared(homes) >= _ALIKE


def _pages(views: Iterable[View]) -> dict[str, View]:
    """Each page by its address, as it was before anything on it was pressed."""
    pages: dict[str, View] = {}
    for view in views:
        if view.state == LANDED:
            pages.setdefault(page_identity(view.url), view)
    return pages


def _shared(pairs: Iterable[tuple[View, View]]) -> float:
    """Of all links on these pairs of pages, the share (0-1) that both pages of a pair hold."""
    both = either = 0
    for one, other in pairs:
        first, second = _links(one), _links(other)
        both, either = both + len(first & second), either + len(first | second)
    return both / either if either else 0.0


@per_view
def _links(view: View) -> frozenset[str]:
    return frozenset(page_identity(element.href) for element in view.elements if is_openable(element.href))
