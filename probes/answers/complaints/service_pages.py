"""The pages on which a shop explains its customer service: what was seen of them, and the answer where nothing was found."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.failure import NO_ROUTE
from crawler.site import Site, View
from crawler.vocabulary import GapReason, Role
from probes.answers.labels import find_label_lines
from probes.finding import Answer
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.rules.policy import pattern
from probes.pages.service.service_entries import OPENED
from probes.probe import Need
from probes.text.normalise import fold_text

ROLES = (Role.HOME, Role.SERVICE, Role.HELP, Role.ABOUT)
READS = (
    Need(Role.HOME),
    *(Need(role, required=False) for role in ROLES if role is not Role.HOME),
    Need(Role.HOME, OPENED, required=False),
)


def service_pages(site: Site) -> tuple[View, ...]:
    """Those pages, and what clicking the customer service entry brought up."""
    return (*searched_views(site, ROLES)[0], *site.all(Role.HOME, OPENED))


def answer_service_unseen(site: Site) -> Answer | None:
    """NOT_SEEN where one of them was hidden from us or not looked at."""
    return answer_hidden(site, ROLES, public=True) or answer_opening_unseen(site)


def answer_nowhere(site: Site, zh: str, en: str) -> Answer:
    """The answer after looking through all of them without finding anything."""
    return answer_opening_unseen(site) or not_found(site, ROLES, zh, en, fraction=0.0)


def answer_opening_unseen(site: Site) -> Answer | None:
    """NOT_SEEN where what the entry to customer service opens on the home page was hidden from us.

    A blank page hides nothing where the tour followed that entry too and found that the shop's app has no such page.
    """
    opened, linked = site.gap(Role.HOME, OPENED), site.gap(Role.SERVICE)
    blank = opened is not None and opened.reason is GapReason.BLANK
    if blank and linked is not None and linked.detail == NO_ROUTE.detail:
        return None
    return answer_hidden(site, (Role.HOME,), OPENED)


def service_sentences(
    site: Site, words: tuple[str, ...], never: tuple[str, ...] = (), near: tuple[str, ...] = ()
) -> Iterator[tuple[View, str]]:
    """Sentences and short lines of those pages with one of the words, one of ``near`` if given, and none of ``never``."""
    nearby = pattern(near)
    for view in service_pages(site):
        for line in find_label_lines(view, words, never):
            if not near or nearby.search(fold_text(line)):
                yield view, line
