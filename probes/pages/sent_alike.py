"""Whether a shop sends a desktop and a phone the same documents: then a page that was opened on one was opened for the other."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from crawler.addressing import identity, openable
from crawler.site import View
from crawler.vocabulary import LANDED, Role
from probes.reading.remember import per_view

_DATA: dict[str, Any] = tomllib.loads(files("probes.pages").joinpath("unopened.toml").read_text("utf-8"))
_ALIKE: float = _DATA["limits"]["alike"]


def sends_alike(ours: Iterable[View], others: Iterable[View]) -> bool:
    """Whether the home page holds the same links on both devices, and one address more at least was opened on both.

    Hidden links count, for a document that is sent to all is only drawn otherwise. Other pages are not compared: to have seen fewer of
    them must not make two devices alike.
    """
    mine = {identity(view.url): view for view in ours if view.state == LANDED}
    pairs = [(mine[key], one) for one in others if one.state == LANDED and (key := identity(one.url)) in mine]
    homes = [pair for pair in pairs if pair[0].role is Role.HOME]
    if not homes or len({identity(one.url) for one, _ in pairs}) < 2:
        return False
    return _shared(homes) >= _ALIKE


def _shared(pairs: Iterable[tuple[View, View]]) -> float:
    """The share of all links on those pages that both of a pair hold."""
    both = either = 0
    for one, other in pairs:
        first, second = _links(one), _links(other)
        both, either = both + len(first & second), either + len(first | second)
    return both / either if either else 0.0


@per_view
def _links(view: View) -> frozenset[str]:
    return frozenset(identity(each.href) for each in view.elements if openable(each.href))
