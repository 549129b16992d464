"""How a shop's search is recognised and used: the file search.toml."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from crawler.settings_file import SettingsFile
from crawler.site import Element, View
from crawler.spelling import plain_words
from crawler.table_builder import Setting
from crawler.urls import is_openable, page_identity
from crawler.vocabulary import Region


@dataclass(frozen=True, slots=True)
class SearchLimits:
    """How the search is used."""

    word: Annotated[
        str, Setting("typed where the home page shows no goods that share a word, or none of them was found")
    ]
    least_score: Annotated[float, Setting("that a field scores to be the search box")]
    longest_entry: Annotated[int, Setting("of a control that leads to the box", "characters")]
    longest_hint: Annotated[
        int, Setting("of a hint in the field, which goes when a word is typed: that answers no search", "characters")
    ]
    bar_height: Annotated[
        int, Setting("of a bar that leads to the search where what looks like a box in it takes no words", "CSS px")
    ]
    drawn_high: Annotated[int, Setting("of a control in the shape of a field that leads to the search", "CSS px")]
    drawn_wide: Annotated[float, Setting("of its width to its height, at least", "times")]
    beside: Annotated[int, Setting("that a suggested word stands below the box, at most", "CSS px")]
    suggested: Annotated[int, Setting("of such a word, at most", "characters")]
    behind: Annotated[int, Setting("that a button which names the box stands behind it, at most", "CSS px")]
    bars: Annotated[int, Setting("of those that lie in each other, the innermost first")]
    name: Annotated[int, Setting("of a product's name from which a word is taken, at most", "characters")]
    own: Annotated[int, Setting("of a word taken from one name, at most", "characters")]
    kinds: Annotated[int, Setting("classes of goods searched for where the home page shows none")]


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """The file search.toml: how the search box is recognised."""

    words: Annotated[tuple[str, ...], Setting("that it is called by")]
    classes: Annotated[tuple[str, ...], Setting("in its class names")]
    signs: Annotated[tuple[str, ...], Setting("in the file name of a picture without words that opens it")]
    not_classes: Annotated[tuple[str, ...], Setting("in class names of fields for something else")]
    hints: Annotated[
        tuple[str, ...], Setting("in class names of the words that kits for apps draw over an empty field")
    ]
    hollow: Annotated[tuple[str, ...], Setting("in names of shelves and ways to them, which goods do not share")]
    nothing: Annotated[tuple[str, ...], Setting("of an answer without goods")]
    limits: SearchLimits


FILE = SettingsFile("crawler.discovery", "search.toml", SearchSettings)
_MARK = 2  # characters, such as those of a sign that empties the field
_NOTHING = tuple(plain_words(word) for word in FILE.load().nothing)
_SIGNS: tuple[str, ...] = tuple(FILE.load().signs)


def found_nothing(text: str) -> bool:
    """Whether a page says that it found no goods."""
    said = plain_words(text)
    return any(word in said for word in _NOTHING)


def shows_search(view: View, element: Element) -> bool:
    """Whether a control without words, above the page's own part, shows a picture called search or opens a part of this page called so."""
    if element.region not in (Region.HEADER, Region.NAV) or element.text or element.own or element.name:
        return False
    page, _, part = element.href.partition("#")
    stays = not page or page_identity(page) == page_identity(view.url) or not is_openable(page)
    pictures = [one.image for one in view.elements if one.image and (one.id == element.id or one.parent == element.id)]
    shown = [urlsplit(picture).path.rpartition("/")[2].lower() for picture in pictures]
    return stays and any(word in name for word in _SIGNS for name in (*shown, part.lower()))


def loses_hint(before: str, after: str) -> bool:
    """Whether a text is the same but for a mark or the hint that a framework draws over an empty field."""
    old, new = Counter(before.splitlines()), Counter(after.splitlines())
    gone, came = list((old - new).elements()), list((new - old).elements())
    return len(gone) <= 1 and len("".join(gone)) <= FILE.load().limits.longest_hint and len("".join(came)) <= _MARK
