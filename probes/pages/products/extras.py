"""Paid add-ons with a box to tick: what they say, what they cost, and whether they are ticked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import Element, View
from probes.pages.layout import forms
from probes.schema.reading_table import Texts, Whole, Words
from probes.text.normalise import plain_text
from probes.text.remember import per_view


@dataclass(frozen=True, slots=True)
class ExtrasTable:
    """The file extras.toml."""

    limits: Whole[Literal["words", "rows"]]
    words: Words[Literal["extra", "lasting", "free", "normal", "refused"]]
    patterns: Texts[Literal["price"]]


FILE = SettingsFile("probes.pages.products", "extras.toml", ExtrasTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_WORDS = _DATA.words
_PRICE = re.compile(_DATA.patterns["price"])


@dataclass(frozen=True, slots=True)
class Extra:
    """An add-on with its box. ``price`` is empty for a recurring charge without a price beside it.

    ``sure`` is False where the state is read from an icon's class names, or where the box is one of several
    alternatives.
    """

    box: Element
    words: str
    price: str
    ticked: bool | None
    sure: bool
    lasting: bool


@per_view
def find_extras(view: View) -> tuple[Extra, ...]:
    """Every add-on with a box on the page. Free ones, and boxes for goods or consent, are left out."""
    found: dict[str, Extra] = {}
    for element in view.elements:
        real = forms.is_real(element)
        if not (real or forms.is_drawn(element)):
            continue
        row = _row(view, element)
        extra = _read(element, row, real) if row is not None else None
        # A real box and the drawing that stands for it share a row: the real one comes first and is believed.
        if extra is not None and (extra.words not in found or (real and not found[extra.words].sure)):
            found[extra.words] = extra
    return tuple(found.values())


def _row(view: View, box: Element) -> Element | None:
    """The nearest visible ancestor with short text, or the box itself where it has words of its own."""
    if box.seen and (box.text or box.own):
        return box
    at = box
    for _ in range(_LIMITS["rows"]):
        if at.parent is None or not 0 <= at.parent < len(view.elements):
            break
        at = view.elements[at.parent]
        said = plain_text(at.text or at.own).strip()
        if said and not at.seen:
            return None  # a box may be hidden behind a drawing, but not with all that is around it
        if said:
            return at if len(said) <= _LIMITS["words"] and _boxes(view, at) == 1 else _beside(view, box)
    # Nothing stands around it: a box may still be named by its own label alone.
    return _beside(view, box) or (box if box.seen and box.name else None)


def _boxes(view: View, row: Element) -> int:
    """How many real boxes stand in a row: the words of a row with several belong to none of them."""
    family = {row.id}
    count = 0
    for element in view.elements[row.id + 1 :]:
        if element.parent in family:
            family.add(element.id)
            count += element.input_type in ("checkbox", "radio")
    return max(count, 1)


def _beside(view: View, box: Element) -> Element | None:
    """The nearest words to the right of the box, on the same line."""
    if not box.seen:
        return None
    middle = box.box.y + box.box.h / 2
    right = [
        element
        for element in view.elements
        if element.seen and (element.text or element.own) and element.id != box.id
        and element.box.y <= middle <= element.box.y + element.box.h and element.box.x >= box.box.x + box.box.w / 2
        and len(element.text or element.own) <= _LIMITS["words"]
    ]  # fmt: skip
    # The widest of those that begin nearest holds both name and price.
    return min(right, key=lambda element: (round(element.box.x / 20), -len(element.text or element.own)), default=None)


def _read(box: Element, row: Element, real: bool) -> Extra | None:
    said = f"{plain_text(row.text or row.own)} {plain_text(box.name)}".strip()
    lasting = any(word in said for word in _WORDS["lasting"])
    if any(word in said for word in (*_WORDS["refused"], *(() if lasting else _WORDS["normal"]))):
        return None
    price = _price(said)
    if not lasting and (not price or not any(word in said for word in _WORDS["extra"])):
        return None
    if any(word in said for word in _WORDS["free"]) and not lasting:
        return None
    words = " ".join((row.text or row.own or box.name).split())[: _LIMITS["words"]]
    kind = "checkbox" if box.role in ("checkbox", "switch") else box.input_type
    sure = real and kind == "checkbox" and box.checked is not None
    return Extra(box, words, price, forms.is_ticked(box), sure, lasting)


def _price(said: str) -> str:
    """The first price above zero."""
    for match in _PRICE.finditer(said):
        if float(match["before"] or match["behind"]) > 0:
            return match.group()
    return ""
