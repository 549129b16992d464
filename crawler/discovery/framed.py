"""Documents that a form shows in a frame of its own: an agreement beside the box that one ticks."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from crawler import discover
from crawler.addressing import openable, same_site
from crawler.discover import Lead
from crawler.site import View
from crawler.vocabulary import FoundBy, Role
from crawler.words import plain

DOCUMENTS = frozenset({Role.AGREEMENT, Role.PRIVACY})
HEAD = 80  # characters in which a document says what it is
LEAST = 4  # characters of a word that is a document's name


def framed(view: View, roles: Collection[Role]) -> Iterator[Lead]:
    """A lead for each frame of the page that begins as a document of one of those roles does."""
    for number, frame in enumerate(view.frames, 1):
        if not openable(frame.url) or not same_site(view.url, frame.url):
            continue
        said = _head(view, number)
        for role in sorted(DOCUMENTS & set(roles)):
            word = next((one for one in discover.RULES[role].words if len(one) >= LEAST and one in said), None)
            if word is not None:
                path = (*view.path, word)
                yield Lead(role, frame.url, None, 1.0, FoundBy.LINK, view.clicks, path, view.url)


def _head(view: View, number: int) -> str:
    said = ""
    for element in view.elements:
        if element.frame == number and element.seen:
            said += element.own
        if len(said) >= HEAD:
            break
    return plain(said[:HEAD])
