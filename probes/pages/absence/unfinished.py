"""Whether a page with few words is finished and short, or a shell whose words have yet to load."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from crawler.links.link_around import find_link_around
from crawler.record.network_record import Exchange
from crawler.record.preloads import only_ahead
from crawler.settings_file import SettingsFile
from crawler.site import Element, View
from crawler.vocabulary import EMPTY, NO_SUCH_PAGE, Region, Role, Unseen
from probes.finding import Text
from probes.pages.rules.unfolded import list_folded
from probes.pages.wire.lost_requests import FRAME, list_lost
from probes.schema.reading_table import Keyed, Numbers, Spoken, Words
from probes.text.remember import per_elements, per_line, per_view
from probes.text.shown import list_seen


@dataclass(frozen=True, slots=True)
class UnfinishedPatterns:
    """[patterns] of unfinished.toml."""

    roots: tuple[str, ...]
    error: str
    ended: str


@dataclass(frozen=True, slots=True)
class UnfinishedTable:
    """The file unfinished.toml."""

    limits: Numbers[
        Literal[
            "short",
            "loading",
            "tail",
            "below",
            "out_of_sight",
            "cut_off",
            "for_ears",
            "drawn",
            "skeleton",
            "html",
            "sentence",
            "told_in_menus",
        ]
    ]
    patterns: UnfinishedPatterns
    words: Words[Literal["loading", "more", "goods", "error", "skeleton"]]
    signs: Keyed[
        Literal[
            "requests",
            "errors",
            "root",
            "loading",
            "more",
            "error_text",
            "skeleton",
            "out_of_sight",
            "drawn",
            "in_menus",
        ],
        Spoken,
    ]


FILE = SettingsFile("probes.pages.absence", "unfinished.toml", UnfinishedTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_ROOTS = tuple(re.compile(pattern, re.I) for pattern in _DATA.patterns.roots)
_ERROR = re.compile(_DATA.patterns.error)
_ENDED = re.compile(_DATA.patterns.ended)
_WORDS: dict[str, tuple[str, ...]] = {name: tuple(words) for name, words in _DATA.words.items()}
_LOADS = re.compile("|".join(map(re.escape, _WORDS["more"])))
_SIGNS: dict[str, Text] = {name: Text(**words) for name, words in _DATA.signs.items()}
_BARS = frozenset(
    {Region.HEADER, Region.NAV, Region.FLOATING, Region.DIALOG}
)  # the end of a list is often taken for a footer
_OUT_OF_SIGHT = frozenset({Unseen.OFF_SCREEN, Unseen.CLIPPED, Unseen.COVERED, Unseen.TRANSPARENT})
_DRAWN = frozenset({"canvas", "object", "embed"})


@per_view
def unfinished_sign(view: View) -> str:
    """The name of the sign that the page's words have yet to load; "" where it is finished, however few they are.

    A page of ``short`` characters or more is finished unless its own part says only that it is loading, its end says
    that more is (a list that grows while scrolling has its footer below what it never showed), or a good part of it
    stands out of sight to the right. One with nothing of its own, but whole sentences in its menus, was read amiss.
    """
    if _only_loading(view):
        return "loading"
    if not _own(view) and _sentences_in_menus(view.elements) >= _LIMITS["told_in_menus"]:
        return "in_menus"
    if _ends_loading(view.elements):
        return "more"
    if view.thoroughness.chars >= _LIMITS["short"]:
        # A page made for desks is cut off on a phone: its right part is not seen there. What is cut off below is shown to nobody.
        hidden = _out_of_sight(view, _words_to_the_right(view))
        cut = hidden > _LIMITS["out_of_sight"] and hidden >= _LIMITS["cut_off"] * view.thoroughness.chars
        return "out_of_sight" if cut else ""
    came = is_empty(view)  # the crawler has compared what failed to load or broke off with the home page
    found = {
        "requests": not came and any(not _only_ahead(view, one) for one in list_lost(view, _own(view))),
        "errors": not came and any(_ERROR.search(line) for line in view.console_errors),
        "root": any(root.search(view.html[: int(_LIMITS["html"])]) for root in _ROOTS),
        "error_text": _says(view.text, "error"),
        "skeleton": _holds_skeleton(view.elements),
        "out_of_sight": _out_of_sight(view, _own_out_of_sight(view)) > _LIMITS["out_of_sight"],
        "drawn": _drawn_area(view.elements) >= _LIMITS["drawn"] * max(1, view.width * view.viewport_height),
    }
    return next((name for name, there in found.items() if there), "")


@per_elements
def _sentences_in_menus(elements: tuple[Element, ...]) -> int:
    """How many characters of what stands in menus are sentences: no menu says any, so a box was taken for one that is none."""
    said = [one.own for one in list_seen(elements) if one.region is Region.NAV and _ENDED.search(one.own)]
    return sum(len(words) for words in said if len(words) >= _LIMITS["sentence"])


@per_elements
def _holds_skeleton(elements: tuple[Element, ...]) -> bool:
    """Whether a large box without words is called by what stands in for words until they come."""
    return any(
        element.seen
        and not element.text
        and element.box.area >= _LIMITS["skeleton"]
        and _says(element.classes, "skeleton")
        for element in elements
    )


@per_elements
def _drawn_area(elements: tuple[Element, ...]) -> float:
    """The area of the largest thing that a script or program draws, in px."""
    return max((element.box.area for element in list_seen(elements) if element.tag in _DRAWN), default=0.0)


def is_empty(view: View) -> bool:
    """Whether the page opened completely and holds nothing, as the crawler found by looking twice (crawler/dom/empty.py)."""
    return EMPTY in view.thoroughness.notes


def describe_unfinished(view: View) -> Text:
    """Why the page is taken for unfinished. Raises KeyError for a finished one."""
    return _SIGNS[unfinished_sign(view)]


def _only_ahead(view: View, lost: Exchange) -> bool:
    """Whether it is a script that is not there and that no tag of the page runs: it was only to be loaded ahead."""
    gone = lost.kind == "script" and lost.status in NO_SUCH_PAGE
    return gone and only_ahead(view.html[: int(_LIMITS["html"])], lost.url)


@per_line
def _says(text: str, list_name: str) -> bool:
    said = text.lower()
    return any(word in said for word in _WORDS[list_name])


def own_length(view: View) -> int:
    """Characters that a page shows between its header and footer; where few elements are on record, all that it shows."""
    return len(_own(view))


@per_view
def _own(view: View) -> str:
    chars, own = _told(view.elements)
    # else the record keeps too few elements to tell by
    return own if chars * 2 >= len(view.text) else "".join(view.text.split())


@per_elements
def _told(elements: tuple[Element, ...]) -> tuple[int, str]:
    """How many characters visible elements say, and what those between header and footer say, without blanks."""
    seen = [element for element in list_seen(elements) if element.own]
    own = "".join(element.own for element in seen if element.region not in FRAME)
    return sum(len(element.own) for element in seen), "".join(own.split())


def _only_loading(view: View) -> bool:
    """Whether everything between header and footer is a word for loading."""
    said = _own(view).lower()
    return 0 < len(said) <= _LIMITS["loading"] and any(word.replace(" ", "") in said for word in _WORDS["loading"])


@per_elements
def _ends_loading(elements: tuple[Element, ...]) -> bool:
    """Whether the page ends with a piece that says only that it is loading, with no footer under it."""
    spoken = [element for element in list_seen(elements) if element.own]
    waits = [element for element in spoken if element.region not in _BARS and is_loading_note(element.own)]
    if not waits:
        return False
    end = max(element.box.y + element.box.h for element in waits)
    return sum(len(element.own) for element in spoken if element.box.y >= end - 1) <= _LIMITS["below"]


def is_loading_note(text: str) -> bool:
    """Whether these few words say that something is loading."""
    return len("".join(text.split())) <= _LIMITS["tail"] and _LOADS.search(text.lower()) is not None


def is_goods_note(text: str) -> bool:
    """Whether these few words say that goods are loading, and nothing else is."""
    return is_loading_note(text) and _says(text, "goods")


def _out_of_sight(view: View, hidden: tuple[Element, ...]) -> int:
    """Characters of words out of sight, without names and prices of goods in a row that turns: their link shows a picture too."""
    if sum(len(element.own) for element in hidden) <= _LIMITS["out_of_sight"]:
        return 0
    pictured = {
        find_link_around(view, element) for element in view.elements if element.image and element.tag == "img"
    } - {""}
    words = (
        one.own for one in hidden if any(map(str.isalpha, one.own)) and find_link_around(view, one) not in pictured
    )
    return sum(map(len, words))


@per_elements
def _words_out_of_sight(elements: tuple[Element, ...]) -> tuple[Element, ...]:
    return tuple(element for element in elements if element.own and is_out_of_sight(element))


def _own_out_of_sight(view: View) -> tuple[Element, ...]:
    """Those words, without what is folded away in the footer of a page other than home: it stands on every page, and no page waits for it."""
    folded = list_folded(view.elements)  # one press away, and read there
    hidden = tuple(one for one in _words_out_of_sight(view.elements) if one.id not in folded)
    if view.role is Role.HOME:
        return hidden
    return tuple(
        one
        for one in hidden
        if one.region is not Region.FOOTER or one.unseen is not Unseen.CLIPPED or _right(view, one)
    )


def _words_to_the_right(view: View) -> tuple[Element, ...]:
    """Those that stand, for the most part, beyond the right edge of the page."""
    hidden = _words_out_of_sight(view.elements)
    return tuple(element for element in hidden if _right(view, element))


def _right(view: View, element: Element) -> bool:
    return element.box.x + element.box.w / 2 > view.width


def is_out_of_sight(element: Element) -> bool:
    """Whether its words are beyond the edge of a scrolling box, behind a layer or transparent: they are there but were not read.

    Words in a box of a pixel or two are written for screen readers and stay there: nothing is still to come.
    """
    return not element.seen and element.unseen in _OUT_OF_SIGHT and not _for_ears_alone(element)


def _for_ears_alone(element: Element) -> bool:
    """Whether the element's words have no room to be seen: hidden on purpose, as labels for screen readers are."""
    return max(element.box.w, element.box.h) <= _LIMITS["for_ears"]
