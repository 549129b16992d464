"""Pages that are there and repeat their own title: nothing is explained on them."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from importlib.resources import files

from crawler.site import Element, View
from crawler.vocabulary import Region
from probes.pages import unfinished
from probes.reading.remember import per_view

_LIMITS: dict[str, int] = tomllib.loads(files("probes.pages").joinpath("stub.toml").read_text("utf-8"))["limits"]
_AROUND = frozenset({Region.HEADER, Region.NAV, Region.FOOTER, Region.FLOATING, Region.SIDE})


class Says(StrEnum):
    """What a page has of its own beside its title."""

    MUCH = "much"  # words, a picture, a form or a frame; or it cannot be told
    LINKS = "links"  # next to nothing but links to other pages
    NOTHING = "nothing"  # it repeats its title


@per_view
def says(view: View) -> Says:
    """What a finished page says of its own."""
    if not view.elements or unfinished.sign(view) or any(frame.why != "not_shown" for frame in view.frames):
        return Says.MUCH
    linked: set[int] = set()
    links = 0
    said: set[str] = set()
    for each in view.elements:
        inside = each.parent in linked
        if inside or each.clickable or each.href:
            linked.add(each.id)
        if not each.seen or each.region in _AROUND:
            continue
        field = each.input_type and each.box.w >= _LIMITS["field"]
        if field or (each.image and max(each.box.w, each.box.h) >= _LIMITS["picture"]):
            return Says.MUCH
        if each.id in linked:
            links += not inside
        elif not _repeats(each, view):
            said.add(_letters(each.own))
    if sum(map(len, said)) >= _LIMITS["prose"]:
        return Says.MUCH
    return Says.LINKS if links > _LIMITS["links"] else Says.NOTHING


def _repeats(element: Element, view: View) -> bool:
    """Whether the words are the title once more, or a part of it several times."""
    own, title = _letters(element.own), _letters(view.title)
    return not own or own in title or not _without_repeats(own) or _without_repeats(own) in title


def _without_repeats(own: str) -> str:
    """The words once, where they only repeat themselves."""
    at = (own + own).find(own, 1)
    return own[:at]


def _letters(text: str) -> str:
    """Letters and characters alone, without digits, blanks and marks."""
    return "".join(one for one in text if one.isalpha()).lower()
