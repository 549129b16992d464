"""Buttons that belong to a form: they do something with what was typed and lead to no page of their own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files

from crawler.site import Element

_FORM_DEPTH: int = tomllib.loads(files("probes.pages").joinpath("exhausted.toml").read_text("utf-8"))["form_depth"]
Place = tuple[int, int]  # frame and id of an element


def stands_in_form(element: Element, known: Mapping[Place, Element]) -> bool:
    """Whether a button stands in a form, as far up as the rules look. ``known`` are the elements of its page."""
    above: Element | None = element
    for _ in range(_FORM_DEPTH if element.tag == "button" else 0):
        above = None if above is None or above.parent is None else known.get((above.frame, above.parent))
        if above is not None and above.tag == "form":
            return True
    return False
