"""The pages on which a shop says how its customer service works, what was seen of them, and what may be said in vain."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer
from probes.probe import Need
from probes.reading.labels import lines
from probes.reading.policy import fold, pattern
from probes.reading.service_entries import OPENED
from probes.reading.several import hidden, not_found, searched

ROLES = (Role.HOME, Role.SERVICE, Role.HELP, Role.ABOUT)
READS = (
    Need(Role.HOME),
    *(Need(role, required=False) for role in ROLES if role is not Role.HOME),
    Need(Role.HOME, OPENED, required=False),
)


def pages(site: Site) -> tuple[View, ...]:
    """Those pages, and what pressing the entry to customer service brought up."""
    return (*searched(site, ROLES)[0], *site.all(Role.HOME, OPENED))


def unseen(site: Site) -> Answer | None:
    """NOT_SEEN where one of them was hidden from us or not looked at."""
    return hidden(site, ROLES) or hidden(site, (Role.HOME,), OPENED)


def nowhere(site: Site, zh: str, en: str) -> Answer:
    """What may be said after looking through all of them in vain."""
    return hidden(site, (Role.HOME,), OPENED) or not_found(site, ROLES, zh, en, fraction=0.0)


def said(
    site: Site, words: tuple[str, ...], never: tuple[str, ...] = (), near: tuple[str, ...] = ()
) -> Iterator[tuple[View, str]]:
    """Sentences and short lines of those pages with one of the words, one of ``near`` if given, and none of ``never``."""
    nearby = pattern(near)
    for view in pages(site):
        for line in lines(view, words, never):
            if not near or nearby.search(fold(line)):
                yield view, line
