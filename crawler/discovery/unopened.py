"""Tells whether a role is named on the screen though no page of it could be opened: then it is our gap, never the shop's."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from crawler import discover
from crawler.site import Element, View
from crawler.stop import Stop
from crawler.vocabulary import GapReason, Role
from crawler.words import plain

_SEARCH: dict[str, Any] = tomllib.loads(files("crawler").joinpath("search.toml").read_text("utf-8"))
_SEARCH_WORDS = tuple(plain(word) for word in _SEARCH["words"])
_NAMES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "th", "label", "legend", "title", "option"})


def named_unopened(role: Role, views: Iterable[View]) -> Stop | None:
    """Why nothing may be said of a role whose word stands on one of these pages as a control's would; None where no page names it."""
    for view in views:
        for element in view.elements:
            if element.seen and _is_control_like(element) and _names(role, element):
                said = " ".join((element.own or element.name).split())[:20]
                return Stop(
                    GapReason.BLANK, f"“{said}” stands on the screen, and nothing that we could press opened it"
                )
    return None


def _is_control_like(element: Element) -> bool:
    """Whether the words are no heading, name of a field or sentence."""
    return not element.heading and element.tag not in _NAMES and bool(element.own or element.tag == "input")


def _names(role: Role, element: Element) -> bool:
    said = plain(element.own or element.name)
    if role is Role.SEARCH:
        return len(said) <= _SEARCH["limits"]["longest_entry"] and any(word in said for word in _SEARCH_WORDS)
    rule = discover.RULES.get(role)
    return rule is not None and len(said) > 1 and (said in rule.words or said in rule.whole)
