"""Policies of half a page in a shop's own words: read with another recall than the long ones that lawyers write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.pages.rules import policy
from probes.probe import Check
from probes.recall import RULES

_RULES = RULES.policies


def is_brief(view: View) -> bool:
    """Is the page so short that words too vague to count in a long text count here?"""
    return policy.count_prose(view) < int(_RULES.brief)


def says_something(site: Site, view: View) -> bool:
    """Does this page say enough of its own that something stated there could be overlooked?

    A title and a slogan are not enough. Lines that the home page has too belong to the shop's frame, which on a phone
    often lies within the main part.
    """
    return _letters(_own_lines(site, view)) >= int(_RULES.empty)


def says_sentences(site: Site, view: View) -> bool:
    """Does it say that much in sentences, whatever the words? Names in a row do not count."""
    marks = tuple(_RULES.marks)
    return _letters(line for line in _own_lines(site, view) if any(mark in line for mark in marks)) >= int(_RULES.empty)


def _own_lines(site: Site, view: View) -> Iterator[str]:
    home = site.view(Role.HOME)
    around = frozenset() if home is None or home.url == view.url else frozenset(_lines(home.text))
    return (line for line in dict.fromkeys(_lines(view.text)) if line not in around)


def _letters(lines: Iterable[str]) -> int:
    return sum(map(str.isalpha, "".join(lines)))


def _lines(text: str) -> Iterator[str]:
    return ("".join(line.split()) for line in text.split("\n"))


def reads_short(check: Check, surface: Site) -> bool:
    """Does the check read the privacy policy, and is everything this shop shows of one short?

    Not so for a shop without a policy, or whose page says nothing of its own: there is nothing there to overlook.
    """
    if not check.id.startswith(_RULES.checks) or all(need.role is not Role.PRIVACY for need in check.probe.reads):
        return False
    found = [view for view in surface.all(Role.PRIVACY) if says_something(surface, view)]
    return bool(found) and all(policy.count_prose(view) < int(_RULES.short) for view in found)
