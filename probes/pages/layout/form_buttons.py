"""Buttons that belong to a form: they act on what was typed and lead to no page of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.dom.form_around import Place, form_around
from crawler.site import Element
from probes.schema.shared_table import SharedTable

_TYPED = frozenset({"", "search", "text"})  # kinds of fields for words


@dataclass(frozen=True, slots=True)
class ExhaustedTable:
    """The file exhausted.toml."""

    form_parts: tuple[str, ...]
    form_depth: int
    pressed_tags: tuple[str, ...]
    answered: tuple[str, ...]
    harmless: tuple[str, ...]
    credits: tuple[str, ...]
    friends: tuple[str, ...]
    friends_around: int
    credit: int
    climb: int
    shelf: int
    kinds: int
    edge: int
    column: float
    sorts: tuple[str, ...]
    orders: tuple[str, ...]
    orders_beside: int
    choose_all: tuple[str, ...]
    choose_least: int
    card_controls: int
    act: int
    acts: tuple[str, ...]
    arrow: int
    signs: tuple[str, ...]
    sides: tuple[str, ...]
    cart_count: str
    pager: str
    pictured: str
    row_pressed: int
    vague: tuple[str, ...]
    menus: tuple[str, ...]


FILE = SharedTable("probes.pages.absence", "exhausted.toml", ExhaustedTable)
_FORM_DEPTH: int = FILE.load().form_depth


def stands_in_form(element: Element, known: Mapping[Place, Element]) -> bool:
    """Whether a button stands in a form, up to as many levels as the rules search. ``known`` are the elements of its page."""
    return _form_of(element, known) is not None


def sends_words(element: Element, known: Mapping[Place, Element]) -> bool:
    """Whether the button's form has a text field, so that pressing it searches for what is typed."""
    form = _form_of(element, known)
    return form is not None and any(
        other.tag == "input" and other.input_type in _TYPED and other.parent == form.id for other in known.values()
    )


def _form_of(element: Element, known: Mapping[Place, Element]) -> Element | None:
    return form_around(element, known, _FORM_DEPTH) if element.tag == "button" else None
