"""Stub pages: they exist and repeat their own title, but explain nothing.

A page is judged here on its own, by how much it says, to weigh an entry that leads to it. Whether words could have
been overlooked is a stricter question about a whole site: see ``probes.pages.absence.only_names``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import Element, View
from crawler.vocabulary import Region
from probes.pages.absence import unfinished
from probes.schema.reading_table import Whole
from probes.text.remember import per_view


@dataclass(frozen=True, slots=True)
class StubTable:
    """The file stub.toml."""

    limits: Whole[Literal["prose", "links", "picture", "field"]]


FILE = SettingsFile("probes.pages.absence", "stub.toml", StubTable)
_LIMITS = FILE.load().limits
_AROUND = frozenset({Region.HEADER, Region.NAV, Region.FOOTER, Region.FLOATING, Region.SIDE})


class StubContent(StrEnum):
    """What a page says beyond its title."""

    MUCH = "much"  # words, a picture, a form or a frame; or it cannot be told
    LINKS = "links"  # next to nothing but links to other pages
    NOTHING = "nothing"  # it repeats its title


@per_view
def read_stub(view: View) -> StubContent:
    """What a finished page says of its own."""
    if not view.elements or unfinished.unfinished_sign(view) or any(frame.why != "not_shown" for frame in view.frames):
        return StubContent.MUCH
    linked: set[int] = set()
    links = 0
    said: set[str] = set()
    for element in view.elements:
        inside = element.parent in linked
        if inside or element.clickable or element.href:
            linked.add(element.id)
        if not element.seen or element.region in _AROUND:
            continue
        field = element.input_type and element.box.w >= _LIMITS["field"]
        if field or (element.image and max(element.box.w, element.box.h) >= _LIMITS["picture"]):
            return StubContent.MUCH
        if element.id in linked:
            links += not inside
        elif not _repeats(element, view):
            said.add(_letters(element.own))
    if sum(map(len, said)) >= _LIMITS["prose"]:
        return StubContent.MUCH
    return StubContent.LINKS if links > _LIMITS["links"] else StubContent.NOTHING


def _repeats(element: Element, view: View) -> bool:
    """Whether the words only repeat the title, or a part of it several times."""
    own, title = _letters(element.own), _letters(view.title)
    return not own or own in title or not _without_repeats(own) or _without_repeats(own) in title


def _without_repeats(own: str) -> str:
    """The words once, where they only repeat themselves."""
    at = (own + own).find(own, 1)
    return own[:at]


def _letters(text: str) -> str:
    """The text's letters and characters only, without digits, blanks and marks."""
    return "".join(one for one in text if one.isalpha()).lower()
