"""Numbers that turn a list of a shop's texts by a script: what stands on its further parts is nowhere else on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from crawler.discovery.leftovers.leftover_settings import FILE
from crawler.links import role_links
from crawler.links.link_around import blocks_around_controls
from crawler.links.places import places_around
from crawler.links.role_links import Lead
from crawler.site import Element, View
from crawler.spelling import plain_words
from crawler.vocabulary import FoundBy, Role

_TURNING = FILE.load().turning
_ON = frozenset(plain_words(word) for word in _TURNING.on)


def find_list_turns(view: View) -> Iterator[Element]:
    """The visible numbers from 2 on without an address beside what turns the list on (下一页), on pages where shops keep their texts."""
    if view.role.value not in role_links.SHELVES:
        return
    pressable = [one for one in view.elements if one.seen and not one.href]
    beside = {place for one in pressable if _turns_on(one) for place in _around(one)}
    holding = blocks_around_controls(view)
    for one in pressable:
        said = " ".join((one.text or one.own).split())
        numbered = re.fullmatch(_TURNING.number, said) is not None and one.clickable and one.id not in holding
        if numbered and not beside.isdisjoint(_around(one)):
            yield one


def as_lead(view: View, element: Element) -> Lead:
    """A part of a list as a lead that is pressed."""
    clicks = None if view.clicks is None else view.clicks + 1
    said = " ".join((element.text or element.own).split())
    return Lead(Role.OTHER, "", element, 0.0, FoundBy.CLICK, clicks, (*view.path, said), view.url)


def _around(element: Element) -> Iterator[str]:
    """The boxes right around an element."""
    return islice(places_around(element.selector, _TURNING.around + 1), 1, None)


def _turns_on(element: Element) -> bool:
    """Whether a control says that it turns to the next part of a list, by its words or its name."""
    pressed = element.clickable or element.tag == "button" or element.role == "button"
    return pressed and any(plain_words(said) in _ON for said in (element.text, element.own, element.name) if said)
