"""Forms as seen, never sent: consent boxes with their state and words, and the fields that must be filled in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from crawler.site import Element, View
from crawler.vocabulary import Region
from probes.reading.normalise import plain
from probes.reading.policy import pattern
from probes.reading.remember import per_line, per_view

_DATA = tomllib.loads(files("probes.reading").joinpath("forms.toml").read_text("utf-8"))
_LIMITS: dict[str, float] = _DATA["limits"]
_WORDS: dict[str, tuple[str, ...]] = {key: tuple(words) for key, words in _DATA["words"].items()}
_FIELDS: dict[str, tuple[str, ...]] = {key: tuple(words) for key, words in _DATA["fields"].items()}
_ICON = _LIMITS["icon_px"]
_TOKEN = re.compile(r"[^\s]+")


@dataclass(frozen=True, slots=True)
class Consent:
    """A box to agree with, or words that take signing in for consent (``box`` is None).

    ``ticked`` is None where it cannot be told; ``drawn`` marks a box that is an icon, whose state is read from class names only.
    """

    words: str
    box: Element | None
    label: Element
    ticked: bool | None
    drawn: bool
    agreement: bool  # the service agreement is linked
    privacy: bool  # the privacy policy is linked

    @property
    def implied(self) -> bool:
        return self.box is None


def consents(view: View) -> tuple[Consent, ...]:
    """Every consent on the page, real boxes first, each label once."""
    found: dict[int, Consent] = {}
    labels = [each for each in view.elements if each.seen and _is_label(each)]
    innermost = [each for each in labels if not any(other.parent == each.id for other in labels)]
    for label in innermost:
        box = _box_of(view, label)
        if box is None and not pattern(_WORDS["implied"]).search(plain(label.words)):
            continue
        links = _links(view, label)
        found[label.id] = Consent(
            words=" ".join((label.text or label.own or label.name).split()),
            box=box,
            label=label,
            ticked=ticked(box) if box else None,
            drawn=box is not None and not is_real(box),
            agreement=_any(links, "agreement"),
            privacy=_any(links, "privacy"),
        )
    return tuple(sorted(found.values(), key=lambda each: (each.implied, each.drawn, each.label.id)))


def _is_label(element: Element) -> bool:
    said = element.text or element.own or element.name
    return said != "" and element.tag not in ("script", "style", "title", "button") and _agrees(said)


@per_line
def _agrees(said: str) -> bool:
    words = plain(said)
    return (
        len(words) <= 200
        and any(word in words for word in _WORDS["consent"])
        and any(word in words for word in _WORDS["about"])
    )


def is_real(element: Element) -> bool:
    """A box that browsers know as one, by type or role."""
    return element.input_type in ("checkbox", "radio") or element.role in ("checkbox", "radio", "switch")


def is_drawn(element: Element) -> bool:
    """A small icon whose class names call it a box."""
    small = 0 < element.box.w <= _ICON and 0 < element.box.h <= _ICON
    return small and not element.text.strip() and _boxed(element.classes)


@per_line
def _boxed(classes: str) -> bool:
    named = classes.lower()
    return any(word in named for word in _WORDS["box"])


def _box_of(view: View, label: Element) -> Element | None:
    """The box on the label's row: inside it, or the nearest one beside it; a real one before a drawn one."""
    near = [each for each in view.elements if each.id != label.id and _beside(each, label)]
    near += [label] if is_real(label) else []
    for kind in (is_real, is_drawn):
        boxes = [each for each in near if kind(each)]
        if boxes:
            return min(boxes, key=lambda each: abs(each.box.x - label.box.x))
    return None


def _beside(element: Element, label: Element) -> bool:
    """On the row of the label; a hidden input may have no box of its own, so its parent decides."""
    if element.parent is not None and element.parent in (label.id, label.parent):
        return True
    middle = element.box.y + element.box.h / 2
    inside = label.box.y - _LIMITS["row_px"] <= middle <= label.box.y + label.box.h + _LIMITS["row_px"]
    return element.seen and inside and abs(element.box.x - label.box.x) <= _LIMITS["reach_px"]


def ticked(box: Element) -> bool | None:
    """The state of a box, of a drawn one by its class names; None where they do not tell."""
    if box.checked is not None:
        return box.checked
    tokens = {token.lower() for token in _TOKEN.findall(box.classes)}
    if any(token in tokens or any(each.endswith(f"-{token}") for each in tokens) for token in _WORDS["unticked"]):
        return False
    if any(
        token in tokens or any(each.endswith((f"-{token}", f"_{token}")) for each in tokens)
        for token in _WORDS["ticked"]
    ):
        return True
    return False if is_real(box) else None


def _links(view: View, label: Element) -> tuple[Element, ...]:
    return tuple(
        each
        for each in view.elements
        if each.seen and (each.href or each.clickable) and (each.id == label.id or _beside(each, label))
    )


def _any(links: Iterable[Element], kind: str) -> bool:
    return any(word in plain(link.text or link.name) for link in links for word in _WORDS[kind] if len(link.text) <= 60)


_AROUND = frozenset({Region.HEADER, Region.NAV, Region.FOOTER})  # e.g. the choice of a language


@per_view
def fields(view: View) -> tuple[Element, ...]:
    """The visible fields that a person fills in, without search boxes and buttons, and without what stands in the frame of every page."""
    return tuple(
        each
        for each in view.elements
        if each.seen
        and each.region not in _AROUND
        and (each.tag in _FIELDS["tags"] or each.role in _FIELDS["roles"])
        and each.input_type not in _FIELDS["not_fields"]
        and not any(word in plain(f"{each.name} {each.classes}") for word in _FIELDS["search"])
    )


_BODY = frozenset({Region.MAIN, Region.DIALOG})


@per_view
def written(view: View) -> tuple[Element, ...]:
    """The fields of a form in which one can write to the shop: in the page's body, one of them large or called so, or many of them; else
    none."""
    body = tuple(each for each in fields(view) if each.region in _BODY)
    large = any(each.tag == "textarea" or pattern(_WORDS["written"]).search(plain(each.name)) for each in body)
    return body if large or len(body) >= _LIMITS["many"] else ()


def mandatory(view: View) -> tuple[Element, ...]:
    """Fields that must be filled in: marked so, or, where the form marks none, all that are not called optional."""
    return must_be_filled(view, fields(view))


def must_be_filled(view: View, every: tuple[Element, ...]) -> tuple[Element, ...]:
    """Those of these fields that must be filled in."""
    starred = tuple(each for each in every if each.required or _starred(view, each))
    if starred:
        return starred
    return tuple(each for each in every if not any(word in plain(each.name) for word in _FIELDS["optional"]))


def _starred(view: View, field: Element) -> bool:
    """A star in the field's own name, or in short words to its left on the same row."""
    if any(word in field.name for word in _WORDS["star"]):
        return True
    return any(
        word in each.text
        for each in view.elements
        if each.seen
        and len(each.text) <= 20
        and each.text
        and abs((each.box.y + each.box.h / 2) - (field.box.y + field.box.h / 2)) <= _LIMITS["row_px"] / 2
        and 0 <= field.box.x - each.box.x <= _LIMITS["reach_px"]
        for word in _WORDS["star"]
    )
