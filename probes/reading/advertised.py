"""Cards whose place in a list was paid for, as their addresses and containers betray, and whether they are marked 广告."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from crawler.site import Element, View
from probes.reading.cards import Card, cards, classed
from probes.reading.contrast import contrast
from probes.reading.normalise import plain
from probes.reading.remember import per_view

_DATA: dict[str, Any] = tomllib.loads(files("probes.reading").joinpath("advertised.toml").read_text("utf-8"))
_LIMITS: dict[str, float] = _DATA["limits"]
_QUERY, _HOST = (re.compile(_DATA["words"][name]) for name in ("query", "host"))
_CLASSES = classed(_DATA["words"]["classes"])
_MARK, _WEAK = frozenset(_DATA["words"]["mark"]), frozenset(_DATA["words"]["weak"])


class Mark(StrEnum):
    MARKED = "marked"
    WEAK = "weak"  # another word than the law's, or one that can hardly be read
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Paid:
    """A card that shows signs of being paid for: the sign, and the mark with its element (None = no mark)."""

    card: Card
    sign: str
    mark: Mark
    label: Element | None


@per_view
def paid(view: View) -> tuple[Paid, ...]:
    """The cards of a list that show signs of payment, in their order."""
    found = []
    for card in cards(view):
        sign = _sign(view, card)
        if sign:
            mark, label = _marked(view, card)
            found.append(Paid(card, sign, mark, label))
    return tuple(found)


def _sign(view: View, card: Card) -> str:
    try:
        host = urlsplit(card.url).hostname or ""
    except ValueError:
        host = ""
    match = _QUERY.search(card.url) or _HOST.search(host)
    if match:
        return match.group().strip("?&")
    for at in card.members:
        each: Element | None = view.element(at)
        for _ in range(3):
            if each is None:
                break
            said = _CLASSES(each.classes)
            if said:
                return f"class {said.strip()}"
            each = view.element(each.parent) if each.parent is not None else None
    return ""


def _marked(view: View, card: Card) -> tuple[Mark, Element | None]:
    """The best mark inside the card's own box."""
    weak: Element | None = None
    inside = [view.element(at) for at in card.members]
    left, top = min(each.box.x for each in inside), min(each.box.y for each in inside)
    right = max(each.box.x + each.box.w for each in inside)
    bottom = max(each.box.y + each.box.h for each in inside)
    first = max(0, min(card.members) - int(_LIMITS["near"]))
    for each in view.elements[first : max(card.members) + int(_LIMITS["near"])]:
        middle_x, middle_y = each.box.x + each.box.w / 2, each.box.y + each.box.h / 2
        if not each.seen or not (left <= middle_x <= right and top - 4 <= middle_y <= bottom + 4):
            continue
        for said in (plain(part).strip(" ·[]()") for part in (each.own, each.name, each.pseudo, each.ocr)):
            if said in _MARK and _legible(each):
                return Mark.MARKED, each
            if said in _WEAK or said in _MARK:
                weak = weak or each
    return (Mark.WEAK, weak) if weak is not None else (Mark.NONE, None)


def _legible(element: Element) -> bool:
    drawn = bool(element.own or element.pseudo)
    ratio = contrast(element.colour, element.background) if drawn else None
    return (not drawn or element.font_px >= _LIMITS["font_px"]) and (ratio is None or ratio >= _LIMITS["contrast"])
