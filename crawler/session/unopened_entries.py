"""Tell whether a role is named on screen although no page of it could be opened: then it is our gap, never the shop's."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.discovery.search_settings import FILE
from crawler.discovery.tried_leads import HOLDS_NONE
from crawler.failure import LoadFailure
from crawler.links import role_links
from crawler.links.promises import promises_shown
from crawler.session.shown_titles import TITLES, is_badge, names_what_is_shown
from crawler.site import Element, View
from crawler.spelling import plain_words
from crawler.vocabulary import GapReason, Role

_SEARCH = FILE.load()
_SEARCH_WORDS = tuple(plain_words(word) for word in _SEARCH.words)
_NAMES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "th", "label", "legend", "title", "option"})


def explain_unopened_name(role: Role, views: Iterable[View]) -> LoadFailure | None:
    """Why nothing may be said about a role whose word appears on one of these pages like a control; None if no page names it.

    The name of a document that the page shows already, an open tab or a title with its links below, is no such word, nor is who
    sells them on the cards of goods (商家).
    """
    for view in views:
        promises, left = promises_shown(view), TITLES.asked
        for element in view.elements:
            if not (
                element.seen and element.id not in promises and _is_control_like(element) and _names(role, element)
            ):
                continue
            # Each is held against all of the page: one of nothing but such names would be read for minutes.
            left -= 1
            told = left >= 0 and (names_what_is_shown(view, element) or is_badge(view, element, role))
            if role in HOLDS_NONE or not told:
                said = " ".join((element.own or element.name).split())[:20]
                return LoadFailure(
                    GapReason.BLANK, f"“{said}” stands on the screen, and nothing that we could press opened it"
                )
    return None


def _is_control_like(element: Element) -> bool:
    """Whether the words are not a heading, a field's name or a sentence."""
    return not element.heading and element.tag not in _NAMES and bool(element.own or element.tag == "input")


def _names(role: Role, element: Element) -> bool:
    said = plain_words(element.own or element.name)
    if role is Role.SEARCH:
        return len(said) <= _SEARCH.limits.longest_entry and any(word in said for word in _SEARCH_WORDS)
    rule = role_links.RULES.get(role)
    return rule is not None and len(said) > 1 and (said in rule.words or said in rule.whole)
