"""Lines of news in carousels, tickers and cards: they hold a role's word in a sentence, and lead to an article at most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from crawler.links.places import stands_in
from crawler.settings_file import SettingsFile
from crawler.site import Element, View
from crawler.table_builder import Setting
from crawler.vocabulary import Region


@dataclass(frozen=True, slots=True)
class NewsLines:
    """What shows that an entry's label is a line of news."""

    classes: Annotated[tuple[str, ...], Setting("in tags, ids and class names around it, in lower case")]
    climb: Annotated[int, Setting("boxes around a label in which a carousel is looked for")]
    share: Annotated[float, Setting("of an entry's label that a role's word must be there", "share")]


@dataclass(frozen=True, slots=True)
class CarouselSettings:
    """The file carousels.toml."""

    news: NewsLines


FILE = SettingsFile("crawler.links", "carousels.toml", CarouselSettings)
_NEWS = FILE.load().news


def tells_news(view: View, element: Element, said: str, word: str, press: bool) -> bool:
    """Whether a label that holds a role's word is a line of news, and no entry of that role.

    ``said`` is the label, ``word`` the role's word in it, ``press`` that the control has no address. So it is where the
    word is the smaller part of a label that stands in a carousel, or that must be pressed amid a page's own part.
    """
    if len(word) >= _NEWS.share * len(said):
        return False
    return (press and element.region is Region.MAIN) or stands_in_carousel(view, element)


def stands_in_carousel(view: View, element: Element) -> bool:
    """Whether what holds an element is called a carousel or a ticker in the page's source."""
    return any(map(_is_carousel, _boxes_around(view, element)))


def holds_carousel(view: View, element: Element) -> bool:
    """Whether a carousel or a ticker stands in a control: what the control says changes by itself."""
    inside = (one for one in view.elements if one.frame == element.frame and one.id != element.id)
    return any(_is_carousel(one) and stands_in(one.selector, element.selector) for one in inside)


def find_slides(view: View) -> frozenset[str]:
    """The places of what a carousel in sight keeps out of sight: it comes up by itself, whatever is done meanwhile."""
    return frozenset(
        one.selector
        for one in view.elements
        if not one.seen and any(box.seen and _is_carousel(box) for box in _boxes_around(view, one))
    )


def _boxes_around(view: View, element: Element) -> Iterator[Element]:
    at: Element | None = element
    for _ in range(_NEWS.climb):
        if at is None:
            return
        yield at
        at = view.elements[at.parent] if at.parent is not None and 0 <= at.parent < len(view.elements) else None


def _is_carousel(box: Element) -> bool:
    named = f"{box.tag} {box.classes}".lower()
    return any(word in named for word in _NEWS.classes)
