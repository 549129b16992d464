"""Documents shown in frames within a form, such as an agreement beside the checkbox that accepts it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from crawler.limits import DISCOVERY
from crawler.links import role_links
from crawler.links.role_links import Lead
from crawler.site import View
from crawler.spelling import plain_words
from crawler.urls import is_openable, same_site
from crawler.vocabulary import FoundBy, Role

DOCUMENTS = frozenset({Role.AGREEMENT, Role.PRIVACY})


def find_framed(view: View, roles: Collection[Role]) -> Iterator[Lead]:
    """A lead for each frame of the page whose text begins like a document of one of those roles."""
    for number, frame in enumerate(view.frames, 1):
        if not is_openable(frame.url) or not same_site(view.url, frame.url):
            continue
        said = _head(view, number)
        for role in sorted(DOCUMENTS & set(roles)):
            word = next(
                (one for one in role_links.RULES[role].words if len(one) >= DISCOVERY.frame_word and one in said), None
            )
            if word is not None:
                path = (*view.path, word)
                yield Lead(role, frame.url, None, 1.0, FoundBy.LINK, view.clicks, path, view.url)


def _head(view: View, number: int) -> str:
    said = ""
    for element in view.elements:
        if element.frame == number and element.seen:
            said += element.own
        if len(said) >= DISCOVERY.frame_head:
            break
    return plain_words(said[: DISCOVERY.frame_head])
