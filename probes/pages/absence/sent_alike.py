"""What devices have in common: the same documents, or pages that one opened by the address that another had found by name."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.links import role_links
from crawler.site import View
from crawler.urls import is_openable, page_identity
from crawler.vocabulary import LANDED, FoundBy, Role
from probes.schema.unopened_table import UNOPENED
from probes.text.normalise import fold_text
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


def list_opened_names(views: Iterable[View]) -> frozenset[str]:
    """Names of roles, and of lists of goods, by which a page of theirs was opened: a control labelled exactly so leads there too."""
    steps = ((view.role, view.path[-1]) for view in views if view.path and view.role in role_links.RULES)
    named = (step for role, step in steps if role is Role.LIST or role_links.is_name(role, step))
    return frozenset(role_links.bare_label(fold_text(step).lower()) for step in named)


def list_names_elsewhere(ours: Iterable[View], others: Iterable[View]) -> frozenset[str]:
    """Such names of another device, of pages that were opened on this one by the addresses found there and bear the name here too.

    An address may be another page on phones: one that does not say its name is not known to be the same.
    """
    theirs: dict[str, list[View]] = {}
    for view in others:
        theirs.setdefault(page_identity(view.url), []).append(view)
    found: set[str] = set()
    for view in ours:
        if view.found_by is FoundBy.OTHER_DEVICE:
            names = list_opened_names(one for one in theirs.get(page_identity(view.url), ()) if one.role is view.role)
            found |= {name for name in names if name in fold_text(view.text).lower()}
    return frozenset(found)
