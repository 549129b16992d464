"""Buttons that belong to a form: they do something with what was typed and lead to no page of their own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files

from crawler.dom.forms import Place, form_around
from crawler.site import Element

_TYPED = frozenset({"", "search", "text"})  # kinds of fields for words
_FORM_DEPTH: int = tomllib.loads(files("probes.pages").joinpath("exhausted.toml").read_text("utf-8"))["form_depth"]


def stands_in_form(element: Element, known: Mapping[Place, Element]) -> bool:
    """Whether a button stands in a form, as far up as the rules look. ``known`` are the elements of its page."""
    return _form_of(element, known) is not None


def sends_words(element: Element, known: Mapping[Place, Element]) -> bool:
    """Whether the form that a button stands in has a field for words, so that pressing it looks for what is typed."""
    form = _form_of(element, known)
    return form is not None and any(
        each.tag == "input" and each.input_type in _TYPED and each.parent == form.id for each in known.values()
    )


def _form_of(element: Element, known: Mapping[Place, Element]) -> Element | None:
    return form_around(element, known, _FORM_DEPTH) if element.tag == "button" else None
