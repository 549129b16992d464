"""Controls that were pressed and brought up nothing: of which others with the same label that says something too.

In the frame that all pages share, and amid goods, one label is one control, pressed once. In the own part of a page of
texts it may be another: a title of the footer (常见问题) did nothing, and a row of the help of that name opens an article.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from crawler.discovery.leftovers.goods_addresses import OF_GOODS
from crawler.failure import DEAD, DEAD_LINK, SEEN_BEFORE
from crawler.site import Element, Fetch, Site, View
from crawler.spelling import plain_words, say_once
from crawler.urls import page_identity
from crawler.vocabulary import Region
from probes.text.normalise import fold_text
from probes.text.remember import per_site

STEP = 30  # characters of a label that tell it from others, as many as a view's path keeps
_NOTHING_CAME = frozenset(f"{stop.reason}: {stop.detail}" for stop in (DEAD, DEAD_LINK, SEEN_BEFORE))


@dataclass(frozen=True, slots=True)
class PressedLabels:
    """Beginnings of labels, plain: ``anywhere`` of what brought something up, ``vain`` with the page of what did not."""

    anywhere: frozenset[str]
    vain: frozenset[tuple[str, str]]

    @classmethod
    def learn(cls, came: Iterable[str], vain: Iterable[Fetch], vague: Collection[str]) -> PressedLabels:
        """``came``: labels of what brought something up; ``vain``: presses that did not; ``vague``: labels that tell nothing."""
        known = frozenset(label[:STEP] for said in came if (label := plain_words(said)) not in vague)
        dead = ((fetch.asked, plain_words(fetch.text)) for fetch in vain)
        places = {(page, label[:STEP]) for asked, label in dead if label not in vague for page in _pages(asked)}
        return cls(known, frozenset(places))

    def hold(self, view: View, element: Element, said: str) -> bool:
        """Whether a control was pressed, ``said`` its plain label; what was recorded of a failed one joins its words from all sources."""
        words = plain_words(element.words.replace("\n", " "))
        labels = (said[:STEP], words[:STEP]) if said else ()
        page = _page_of(view, element)
        return any(label in self.anywhere or (page, label) in self.vain for label in labels)


@per_site
def _list_vain(site: Site) -> frozenset[tuple[str, str]]:
    return frozenset(
        (page, fold_text(say_once(fetch.text)).lower())
        for fetch in site.fetches
        if fetch.purpose == "entry" and not fetch.url and fetch.text and fetch.error in _NOTHING_CAME
        for page in _pages(fetch.asked)
    )


def was_pressed_in_vain(site: Site, view: View, element: Element, said: str) -> bool:
    """Whether the control, or one that is known by its label to be the same, was pressed without effect; ``said``: its folded label."""
    return (_page_of(view, element), said) in _list_vain(site)


@per_site
def list_pressed_in_vain(site: Site) -> frozenset[str]:
    """Labels, folded, of controls that were pressed without effect, as the crawler recorded them (tried_leads.py)."""
    return frozenset(said for _, said in _list_vain(site))


def _pages(asked: str) -> tuple[str, str]:
    """The page of a press, and "" for any."""
    return page_identity(asked), ""


def _page_of(view: View, element: Element) -> str:
    """The page whose presses say something of a control, "" for any."""
    own = element.region is Region.MAIN and view.role not in OF_GOODS
    return page_identity(view.url) if own else ""
