"""Numbers of licences that are pressed: boxes that listen and have no address, as frameworks draw links. Where they lead was not seen."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.site import Element, Site, View
from crawler.spelling import plain_words
from crawler.vocabulary import Role
from probes.pages.operator.licences import PlacedNumber


def find_pressed_number(site: Site, numbers: Iterable[PlacedNumber]) -> PlacedNumber | None:
    """The first of these numbers on a home page that a press may lead on from; None where none listens or it has an address."""
    homes = site.all(Role.HOME)
    return next((one for one in numbers if any(_listens(view, one) for view in homes)), None)


def _listens(view: View, number: PlacedNumber) -> bool:
    """Whether the number's element listens, or a box around it that says nothing else."""
    at = number.place.element
    if at is None or at not in view.elements:
        return False
    said = _words(at)
    box: Element | None = at
    while box is not None and not box.href and _words(box) == said:
        if box.clickable:
            return box.seen
        box = view.element(box.parent) if box.parent is not None else None
    return False


def _words(element: Element) -> str:
    return plain_words(element.text or element.own)
