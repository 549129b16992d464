"""What a page calls itself, also where its markup has no main heading and its title is the whole shop's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import Element, View
from crawler.vocabulary import Region
from probes.pages.main.main_text import main_text
from probes.schema.reading_table import Whole
from probes.text.normalise import fold_text
from probes.text.remember import per_view


@dataclass(frozen=True, slots=True)
class OwnTitleTable:
    """The file own_title.toml."""

    limits: Whole[Literal["title", "led_least", "card_least"]]


FILE = SettingsFile("probes.pages.main", "own_title.toml", OwnTitleTable)
_LIMITS = FILE.load().limits
_OWN = frozenset({Region.MAIN, Region.DIALOG})
_TITLED = _OWN | {Region.HEADER}  # the header of an article is one
_MARKS = ("_", "|", " - ", "—", "–")


@per_view
def own_title(view: View) -> str:
    """The page's own title, from the first source that has one.

    In this order: its first main heading; the label of the link that led to it, where the page itself repeats it; the
    first part of the window title; the first line.
    """
    for element in view.elements:
        if element.heading == 1 and element.seen and element.region in _OWN and element.text:
            return element.text[: _LIMITS["title"]]
    named = view.title
    for mark in _MARKS:
        named = named.split(mark)[0]
    text = view.text if named.strip() else main_text(view) or view.text  # its frame names no page
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    return _as_led_to(view) or (named.strip() or first)[: _LIMITS["title"]]


def _as_led_to(view: View) -> str:
    """The label of the link that led to the page, where the page itself bears it and its title lacks it; else empty."""
    led = fold_text(view.path[-1]).strip() if view.path else ""
    if len(led) < _LIMITS["led_least"] or led in fold_text(view.title):
        return ""
    return next((each.own.strip() for each in view.elements if _says(each, led)), "")


def _says(element: Element, led: str) -> bool:
    """Whether an element that is no link says these words, or begins with them.

    Only the beginning of a link's words is known, and a card in a list says more than the title.
    """
    if not element.seen or element.href or element.clickable or element.region not in _TITLED:
        return False
    said = fold_text(element.own).strip() if len(element.own) <= _LIMITS["title"] else ""
    return said.startswith(led) or (len(said) >= _LIMITS["card_least"] and led.startswith(said))
