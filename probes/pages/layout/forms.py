"""Forms as seen, never sent: consent boxes with their state and words, and the fields that must be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from crawler.dom.form_around import form_around
from crawler.settings_file import SettingsFile
from crawler.site import Element, View
from crawler.vocabulary import Region, Unseen
from probes.schema.reading_table import Whole, Words
from probes.text.normalise import plain_text
from probes.text.remember import per_line, per_view
from probes.text.word_pattern import compile_words


@dataclass(frozen=True, slots=True)
class FormsTable:
    """The file forms.toml."""

    limits: Whole[
        Literal["row_px", "reach_px", "levels", "some", "form_depth", "many", "piece", "pieces", "beside", "icon_px"]
    ]
    words: Words[
        Literal["consent", "about", "implied", "agreement", "privacy", "ticked", "unticked", "box", "written", "star"]
    ]
    fields: Words[Literal["tags", "roles", "not_fields", "optional", "search"]]


FILE = SettingsFile("probes.pages.layout", "forms.toml", FormsTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_WORDS: dict[str, tuple[str, ...]] = {key: tuple(words) for key, words in _DATA.words.items()}
_FIELDS: dict[str, tuple[str, ...]] = {key: tuple(words) for key, words in _DATA.fields.items()}
_ICON = _LIMITS["icon_px"]
_UNDER_A_DRAWING = frozenset(set(Unseen) - {Unseen.DISPLAY_NONE, Unseen.OFF_SCREEN})
_AROUND = frozenset({Region.HEADER, Region.NAV, Region.FOOTER})  # e.g. the choice of a language
_TOKEN = re.compile(r"[^\s]+")


@dataclass(frozen=True, slots=True)
class ConsentBox:
    """A consent box, or words that take signing in for consent (``box`` is None then).

    ``ticked`` is None where it cannot be told; ``drawn`` marks a box that is an icon, whose state is read from class
    names only.
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
        """Whether signing in is taken for consent, without a box."""
        return self.box is None


def find_consents(view: View) -> tuple[ConsentBox, ...]:
    """Every consent on the page, real boxes first, each label once."""
    found: dict[int, ConsentBox] = {}
    labels = [element for element in view.elements if element.seen and _is_label(element)]
    innermost = [label for label in labels if not any(other.parent == label.id for other in labels)]
    rows = {} if labels else _rows(view)
    for label in (*innermost, *map(view.element, rows)):
        box = _box_of(view, label)
        if box is None and not compile_words(_WORDS["implied"]).search(plain_text(label.words)):
            continue
        links = _links(view, label)
        found[label.id] = ConsentBox(
            words=rows.get(label.id) or " ".join((label.text or label.own or label.name).split()),
            box=box,
            label=label,
            ticked=is_ticked(box) if box else None,
            drawn=box is not None and not is_real(box),
            agreement=_any(links, "agreement"),
            privacy=_any(links, "privacy"),
        )
    return tuple(sorted(found.values(), key=lambda box: (box.implied, box.drawn, box.label.id)))


def _rows(view: View) -> dict[int, str]:
    """Consent words split into several pieces on one row, by the piece that asks for consent.

    The record does not keep boxes that only hold others, so the row has to be put together.
    """
    pieces = [
        element for element in view.elements if element.seen and element.own.strip() and element.region not in _AROUND
    ]
    found: dict[int, str] = {}
    beside = int(_LIMITS["beside"])
    for at, piece in enumerate(pieces[: int(_LIMITS["pieces"])]):
        said = plain_text(piece.own)
        if len(said) > _LIMITS["piece"] or not any(word in said for word in _WORDS["consent"]):
            continue
        near = pieces[max(0, at - beside) : at + beside + 1]
        row = sorted((one for one in near if _beside(one, piece) or one.id == piece.id), key=lambda one: one.box.x)
        words = " ".join("".join(one.own for one in row).split())
        if _agrees(words):
            found[piece.id] = words
    return found


def _is_label(element: Element) -> bool:
    said = element.text or element.own or element.name
    return said != "" and element.tag not in ("script", "style", "title", "button") and _agrees(said)


@per_line
def _agrees(said: str) -> bool:
    words = plain_text(said)
    return (
        len(words) <= 200
        and any(word in words for word in _WORDS["consent"])
        and any(word in words for word in _WORDS["about"])
    )


def is_real(element: Element) -> bool:
    """Whether it is a box that browsers know as one, by type or role."""
    return element.input_type in ("checkbox", "radio") or element.role in ("checkbox", "radio", "switch")


def is_drawn(element: Element) -> bool:
    """Whether it is a small icon whose class names call it a box."""
    small = 0 < element.box.w <= _ICON and 0 < element.box.h <= _ICON
    return small and not element.text.strip() and _boxed(element.classes)


@per_line
def _boxed(classes: str) -> bool:
    named = classes.lower()
    return any(word in named for word in _WORDS["box"])


def _box_of(view: View, label: Element) -> Element | None:
    """The box on the label's row, inside it or nearest to it; a real one before a drawn one."""
    near = [
        element
        for element in view.elements
        if element.id != label.id and (_beside(element, label) or _within(view, element, label))
    ]
    near += [label] if is_real(label) else []
    for kind in (is_real, is_drawn):
        boxes = [element for element in near if kind(element)]
        if boxes:
            return min(boxes, key=lambda box: abs(box.box.x - label.box.x))
    return None


def _beside(element: Element, label: Element) -> bool:
    """Whether it stands on the label's row; as a hidden input may have no box of its own, its parent decides."""
    if element.parent is not None and element.parent in (label.id, label.parent):
        return True
    middle = element.box.y + element.box.h / 2
    inside = label.box.y - _LIMITS["row_px"] <= middle <= label.box.y + label.box.h + _LIMITS["row_px"]
    # A drawn box lies on top of the real one, which is then invisible but still has a position.
    placed = element.seen or (is_real(element) and element.unseen in _UNDER_A_DRAWING)
    return (
        placed and element.frame == label.frame and inside and abs(element.box.x - label.box.x) <= _LIMITS["reach_px"]
    )


def _within(view: View, element: Element, label: Element) -> bool:
    """Whether it is a real box a few levels inside the label.

    It may be transparent: a picture is drawn in its place, but its state is real.
    """
    if not is_real(element) or not (element.seen or element.unseen is Unseen.TRANSPARENT):
        return False
    above = element
    for _ in range(int(_LIMITS["levels"])):
        if above.parent is None or not 0 <= above.parent < len(view.elements):
            return False
        above = view.elements[above.parent]
        if above.id == label.id:
            return True
    return False


def is_ticked(box: Element) -> bool | None:
    """The state of a box, read from class names for a drawn one; None where they do not tell."""
    if box.checked is not None:
        return box.checked
    tokens = {token.lower() for token in _TOKEN.findall(box.classes)}
    if any(token in tokens or any(mark.endswith(f"-{token}") for mark in tokens) for token in _WORDS["unticked"]):
        return False
    if any(
        token in tokens or any(mark.endswith((f"-{token}", f"_{token}")) for mark in tokens)
        for token in _WORDS["ticked"]
    ):
        return True
    return False if is_real(box) else None


def _links(view: View, label: Element) -> tuple[Element, ...]:
    return tuple(
        element
        for element in view.elements
        if element.seen and (element.href or element.clickable) and (element.id == label.id or _beside(element, label))
    )


def _any(links: Iterable[Element], kind: str) -> bool:
    return any(
        word in plain_text(link.text or link.name) for link in links for word in _WORDS[kind] if len(link.text) <= 60
    )


@per_view
def find_fields(view: View) -> tuple[Element, ...]:
    """The visible fields that a person fills in, without search boxes, buttons and what stands in the frame of every page."""
    searching = _in_searches(view)
    return tuple(
        element
        for element in view.elements
        if element.seen
        and element.region not in _AROUND
        and element.id not in searching
        and (element.tag in _FIELDS["tags"] or element.role in _FIELDS["roles"])
        and element.input_type not in _FIELDS["not_fields"]
        and not any(word in plain_text(f"{element.name} {element.classes}") for word in _FIELDS["search"])
    )


@per_view
def _in_searches(view: View) -> frozenset[int]:
    """Ids of what stands in a search form, whatever its field is called: its button or its address says so."""
    known = {(element.frame, element.id): element for element in view.elements}
    around: dict[int, tuple[Element, list[Element]]] = {}
    for element in view.elements:
        control = element.tag in _FIELDS["tags"] or element.tag == "button" or element.input_type in ("submit", "image")
        form = form_around(element, known, int(_LIMITS["form_depth"])) if control else None
        if form is not None:
            around.setdefault(form.id, (form, []))[1].append(element)
    return frozenset(element.id for form, inside in around.values() if _searches(form, inside) for element in inside)


def _searches(form: Element, inside: list[Element]) -> bool:
    if any(element.tag == "textarea" for element in inside) or form.method == "post":
        return False
    buttons = [element for element in inside if element.tag == "button" or element.input_type in ("submit", "image")]
    said = [plain_text(f"{button.text or button.own} {button.name} {button.classes}") for button in (*buttons, form)]
    said.append(form.action.partition("?")[0].rsplit("/", 1)[-1].lower())
    return any(word in label for label in said for word in _FIELDS["search"])


_BODY = frozenset({Region.MAIN, Region.DIALOG})


@per_view
def written_fields(view: View) -> tuple[Element, ...]:
    """The fields of a form for writing to the shop; empty where the page has none.

    They stand in the page's body, and one is large, or several are there with one named so, or many. A single line may
    as well be the search of a help centre.
    """
    body = tuple(field for field in find_fields(view) if field.region in _BODY)
    large = any(element.tag == "textarea" for element in body)
    called = any(compile_words(_WORDS["written"]).search(plain_text(element.name)) for element in body)
    some = called and len(body) >= _LIMITS["some"]
    return body if large or some or len(body) >= _LIMITS["many"] else ()


def mandatory_fields(view: View) -> tuple[Element, ...]:
    """Fields that must be filled in: those marked so or, where the form marks none, all that are not called optional."""
    return must_be_filled(view, find_fields(view))


def must_be_filled(view: View, every: tuple[Element, ...]) -> tuple[Element, ...]:
    """Those of these fields that must be filled in."""
    starred = tuple(element for element in every if element.required or _starred(view, element))
    if starred:
        return starred
    return tuple(
        element for element in every if not any(word in plain_text(element.name) for word in _FIELDS["optional"])
    )


def _starred(view: View, field: Element) -> bool:
    """Whether there is a star in the field's own name, or in short words to its left on the same row."""
    if any(word in field.name for word in _WORDS["star"]):
        return True
    return any(
        word in element.text
        for element in view.elements
        if element.seen
        and len(element.text) <= 20
        and element.text
        and abs((element.box.y + element.box.h / 2) - (field.box.y + field.box.h / 2)) <= _LIMITS["row_px"] / 2
        and 0 <= field.box.x - element.box.x <= _LIMITS["reach_px"]
        for word in _WORDS["star"]
    )
