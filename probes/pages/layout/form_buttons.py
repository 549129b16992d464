"""Buttons that belong to a form or to fields: they act on what was typed and lead to no page of their own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from crawler.dom.form_around import Place, form_around
from crawler.site import Element, View
from crawler.vocabulary import Region
from probes.schema.shared_table import SharedTable
from probes.schema.unopened_table import UNOPENED
from probes.text.remember import per_view

_TYPED = frozenset({"", "search", "text"})  # kinds of fields for words
_FILLED = frozenset({"", "text", "tel", "number", "email", "textarea"})
_OWN = frozenset({Region.MAIN, Region.DIALOG})


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
    keeps: tuple[str, ...]
    keeps_fields: int


FILE = SharedTable("probes.pages.absence", "exhausted.toml", ExhaustedTable)
_FORM_DEPTH: int = FILE.load().form_depth
_KEEPS: tuple[str, ...] = FILE.load().keeps
_TEXTS: tuple[str, ...] = tuple(UNOPENED.load().texts["endings"])


def stands_in_form(element: Element, known: Mapping[Place, Element]) -> bool:
    """Whether a button stands in a form, up to as many levels as the rules search. ``known`` are the elements of its page."""
    return _form_of(element, known) is not None


def sends_words(element: Element, known: Mapping[Place, Element]) -> bool:
    """Whether the button's form has a text field, so that pressing it searches for what is typed."""
    form = _form_of(element, known)
    return form is not None and any(
        other.tag == "input" and other.input_type in _TYPED and other.parent == form.id for other in known.values()
    )


def keeps_typed(view: View, element: Element, said: Collection[str]) -> bool:
    """Whether a control without an address says that it keeps or sends what is typed (保存收货地址), and stands below fields for that.

    Kits for apps draw such a button of boxes, in no form. What a label calls a text (保存说明) is one all the same.
    """
    if element.href or not any(one.startswith(_KEEPS) and not one.endswith(_TEXTS) for one in said):
        return False
    above = sum(foot <= element.box.y for foot in _feet_of_fields(view))
    return above >= FILE.load().keeps_fields


@per_view
def _feet_of_fields(view: View) -> tuple[float, ...]:
    """Where the fields to be filled in end that a page shows in its own part; the box of a search is none."""
    fields = (one for one in view.elements if one.seen and one.region in _OWN)
    return tuple(
        one.box.y + one.box.h
        for one in fields
        if one.tag == "textarea" or (one.tag == "input" and one.input_type in _FILLED)
    )


def _form_of(element: Element, known: Mapping[Place, Element]) -> Element | None:
    return form_around(element, known, _FORM_DEPTH) if element.tag == "button" else None
