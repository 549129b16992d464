"""Forms as seen, never sent: the fields that must be filled in, and what is a box to tick and whether it is ticked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from crawler.dom.form_around import form_around
from crawler.settings_file import SettingsFile
from crawler.site import Element, View
from crawler.vocabulary import Region
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
        Literal[
            "consent",
            "about",
            "implied",
            "pressed",
            "mentions",
            "agreement",
            "privacy",
            "ticked",
            "unticked",
            "filled",
            "box",
            "written",
            "star",
        ]
    ]
    fields: Words[Literal["tags", "roles", "not_fields", "optional", "search"]]


FILE = SettingsFile("probes.pages.layout", "forms.toml", FormsTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_WORDS: dict[str, tuple[str, ...]] = {key: tuple(words) for key, words in _DATA.words.items()}
_FIELDS: dict[str, tuple[str, ...]] = {key: tuple(words) for key, words in _DATA.fields.items()}
_ICON = _LIMITS["icon_px"]
AROUND = frozenset({Region.HEADER, Region.NAV, Region.FOOTER})  # e.g. the choice of a language
_TOKEN = re.compile(r"[^\s]+")


def is_real(element: Element) -> bool:
    """Whether it is a box that browsers know as one, by type or role."""
    return element.input_type in ("checkbox", "radio") or element.role in ("checkbox", "radio", "switch")


def is_drawn(element: Element) -> bool:
    """Whether it is a small icon that its class names, or the name of its framework's element (uni-radio), call a box."""
    small = 0 < element.box.w <= _ICON and 0 < element.box.h <= _ICON
    called = f"{element.tag} {element.classes}" if "-" in element.tag else element.classes
    wordless = not any(map(str.isalnum, element.text))  # a font may draw the icon by a sign
    return small and wordless and _boxed(called)


@per_line
def _boxed(classes: str) -> bool:
    named = classes.lower()
    return any(word in named for word in _WORDS["box"])


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


@per_view
def find_fields(view: View) -> tuple[Element, ...]:
    """The visible fields that a person fills in, without search boxes, buttons and what stands in the frame of every page."""
    return tuple(element for element in find_all_fields(view) if element.region not in AROUND)


def find_all_fields(view: View) -> tuple[Element, ...]:
    """These fields wherever they stand: what a short page shows above all else may be taken for its frame."""
    searching = _in_searches(view)
    return tuple(
        element
        for element in view.elements
        if element.seen
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
