"""What a press has brought up on its page: the page reading reduced to it, so that nothing of the page is read twice."""

from __future__ import annotations

import dataclasses
import re

from crawler.discovery.leftovers.leftover_settings import FILE
from crawler.dom.snapshot import PageReading
from crawler.site import Element, View
from crawler.spelling import plain_words

_NAMED = FILE.load().named
_WALLS = tuple(plain_words(word) for word in _NAMED.walls)
_COUNT = re.compile(r"\d+")


def shows_more(before: View, after: View) -> bool:
    """Whether words, an entry or a picture can be seen that could not before; numbers count as nothing, nor does a word to log in first."""
    if shows_wall(before, after):
        return False
    pictures = {element.image for element in before.elements if element.seen and element.image}
    pictured = any(_is_picture(one) and one.image not in pictures for one in after.elements)
    return len(_join_new_words(before, after)) >= _NAMED.shown or pictured or _shows_entry(before, after)


def _shows_entry(before: View, after: View) -> bool:
    """Whether there is something new to press that has a name: few of these are as long as a sentence."""
    known = {_plain(element.own) for element in before.elements if element.seen}
    entries = (_plain(one.own) for one in after.elements if one.seen and (one.clickable or one.href))
    return any(len(words) >= _NAMED.entered and words not in known for words in entries)


def shows_wall(before: View, after: View) -> bool:
    """Whether all that came is a short word to log in first: what is behind the control is then not known, and it is not dead."""
    words = _join_new_words(before, after)
    return len(words) <= _NAMED.wall and any(word in words for word in _WALLS)


def _join_new_words(before: View, after: View) -> str:
    known = {_plain(element.own) for element in before.elements if element.seen}
    said = (_plain(element.own) for element in after.elements if element.seen)
    return "".join(dict.fromkeys(words for words in said if words and words not in known))


def keep_shown(before: View, page: PageReading) -> PageReading:
    """The page reading with only the lines and elements that were not seen before; each stays in the box around it that is new too.

    A link that stands where another stood is new, as where a list is filled anew in the same boxes.
    """
    places = {_place(one) for one in before.elements if one.seen}
    words = {one.own for one in before.elements if one.seen}
    numbers: dict[int, int] = {}
    kept: list[Element] = []
    for element in page.elements:
        if not element.seen or (_place(element) in places and (not element.own or element.own in words)):
            continue
        numbers[element.id] = len(kept)
        above = None if element.parent is None else numbers.get(element.parent)
        kept.append(dataclasses.replace(element, id=len(kept), parent=above))
    lines = {line.strip() for line in before.text.split("\n")}
    text = "\n".join(line for line in page.text.split("\n") if line.strip() and line.strip() not in lines)
    beyond = frozenset(numbers[id] for id in page.beyond if id in numbers)
    return dataclasses.replace(page, text=text, elements=tuple(kept), beyond=beyond)


def _place(element: Element) -> tuple[int, str, str, str]:
    """Where an element stands, with the address and the words of a link: those of a box are those of its parts."""
    return element.frame, element.selector, element.href, element.text if element.href else ""


def _is_picture(element: Element) -> bool:
    sides = (element.natural_w, element.box.w, element.box.h)
    return element.seen and bool(element.image) and min(sides) >= _NAMED.picture


def _plain(words: str) -> str:
    return _COUNT.sub("", plain_words(words)).strip()
