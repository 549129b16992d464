"""Boxes beside add-ons that cost something: what they say, what they cost, and whether they are ticked."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files

from crawler.site import Element, View
from probes.reading import forms
from probes.reading.normalise import plain
from probes.reading.remember import per_view

_DATA = tomllib.loads(files("probes.reading").joinpath("extras.toml").read_text("utf-8"))
_LIMITS: dict[str, int] = _DATA["limits"]
_WORDS: dict[str, list[str]] = _DATA["words"]
_PRICE = re.compile(_DATA["patterns"]["price"])


@dataclass(frozen=True, slots=True)
class Extra:
    """An add-on with its box. ``price`` is empty for one that is charged again and again without a price beside it.

    ``sure`` is False where the state is read from a drawing's class names, or where the box is one of several to choose from.
    """

    box: Element
    words: str
    price: str
    ticked: bool | None
    sure: bool
    lasting: bool


@per_view
def extras(view: View) -> tuple[Extra, ...]:
    """Every add-on with a box on the page. Free ones, boxes that select goods and boxes of consent are none."""
    found: dict[str, Extra] = {}
    for each in view.elements:
        real = forms.is_real(each)
        if not (real or forms.is_drawn(each)):
            continue
        row = _row(view, each)
        extra = _read(each, row, real) if row is not None else None
        # A real box and the drawing that stands for it share a row: the real one comes first and is believed.
        if extra is not None and (extra.words not in found or (real and not found[extra.words].sure)):
            found[extra.words] = extra
    return tuple(found.values())


def _row(view: View, box: Element) -> Element | None:
    """The nearest seen ancestor that says something short, or the box itself where it has words of its own."""
    if box.seen and (box.text or box.own):
        return box
    at = box
    for _ in range(_LIMITS["rows"]):
        if at.parent is None or not 0 <= at.parent < len(view.elements):
            break
        at = view.elements[at.parent]
        said = plain(at.text or at.own).strip()
        if said and not at.seen:
            return None  # a box may be hidden behind a drawing, but not with all that is around it
        if said:
            return at if len(said) <= _LIMITS["words"] and _boxes(view, at) == 1 else _beside(view, box)
    # Nothing stands around it: a box may still be named by its own label alone.
    return _beside(view, box) or (box if box.seen and box.name else None)


def _boxes(view: View, row: Element) -> int:
    """How many real boxes stand in a row: words of one that holds several belong to none of them."""
    family = {row.id}
    count = 0
    for each in view.elements[row.id + 1 :]:
        if each.parent in family:
            family.add(each.id)
            count += each.input_type in ("checkbox", "radio")
    return max(count, 1)


def _beside(view: View, box: Element) -> Element | None:
    """Words on the same line right of the box, the nearest ones."""
    if not box.seen:
        return None
    middle = box.box.y + box.box.h / 2
    right = [
        each
        for each in view.elements
        if each.seen and (each.text or each.own) and each.id != box.id
        and each.box.y <= middle <= each.box.y + each.box.h and each.box.x >= box.box.x + box.box.w / 2
        and len(each.text or each.own) <= _LIMITS["words"]
    ]  # fmt: skip
    # The widest of those that begin nearest holds both name and price.
    return min(right, key=lambda each: (round(each.box.x / 20), -len(each.text or each.own)), default=None)


def _read(box: Element, row: Element, real: bool) -> Extra | None:
    said = f"{plain(row.text or row.own)} {plain(box.name)}".strip()
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
    return Extra(box, words, price, forms.ticked(box), sure, lasting)


def _price(said: str) -> str:
    """The first price above nothing."""
    for match in _PRICE.finditer(said):
        if float(match["before"] or match["behind"]) > 0:
            return match.group()
    return ""
