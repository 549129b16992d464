"""Text that a page should not show: stack traces, database errors, directory listings, internal addresses, software versions."""

from __future__ import annotations

import ipaddress
import re
import tomllib
from importlib.resources import files
from typing import Any

from crawler.site import View
from crawler.vocabulary import Role
from probes.probe import Params
from probes.reading.quotes import around

_DATA: dict[str, Any] = tomllib.loads(files("probes.reading").joinpath("leaks.toml").read_text("utf-8"))
_MISSING = tuple(re.compile(pattern) for pattern in _DATA["missing"]["messages"])
_MESSAGES = tuple(re.compile(pattern) for pattern in _DATA["framework"]["messages"])
_NAMES = tuple(re.compile(pattern) for pattern in _DATA["framework"]["names"])
_PRODUCT = tuple(re.compile(pattern) for pattern in _DATA["product"]["patterns"])
_GENERATOR, _VERSION = re.compile(_DATA["product"]["generator"]), re.compile(_DATA["product"]["version"])
_HEAD: int = _DATA["product"]["head"]
_ADDRESS = re.compile(r"(?<![\d.])(?:10|172|192)(?:\.\d{1,3}){3}(?![\d.])")
_LISTING = re.compile(r"^Index of /", re.MULTILINE)


def leak(text: str, params: Params, *, addresses: bool = False) -> str:
    """A quote of the first leak in ``text``, or an empty string; ``traces`` of the table holds the words of stack traces."""
    for word in params.words["traces"]:
        at = text.find(word)
        if at >= 0:
            return around(text, at, at + len(word), 40)
    listing = _LISTING.search(text)
    if listing:
        return around(text, *listing.span(), 40)
    for found in _ADDRESS.finditer(text) if addresses else ():
        try:
            private = ipaddress.ip_address(found.group()).is_private
        except ValueError:  # four numbers that are no address
            continue
        if private:
            return around(text, *found.span(), 40)
    return ""


def framework(view: View) -> str:
    """A quote of a framework's own words for its faults or, on an error page, of its name and version; else an empty string."""
    asked = (*_NAMES, *_MESSAGES) if view.role is Role.ERROR else _MESSAGES
    return next((around(view.text, *found.span(), 40) for each in asked if (found := each.search(view.text))), "")


def missing_part(view: View) -> str:
    """A quote by which a page speaks of a part of its program instead of a page (控制器不存在); else an empty string."""
    found = (each.search(view.text) for each in _MISSING)
    return next((around(view.text, *one.span(), 40) for one in found if one), "")


def product(view: View) -> str:
    """A quote of what a page says of its software with a version, in its text or as its generator; else an empty string."""
    for each in _PRODUCT:
        found = each.search(view.text)
        if found:
            return around(view.text, *found.span(), 0)
    made = _GENERATOR.search(view.html[:_HEAD])
    told = _VERSION.search(made.group()) if made else None
    return told.group(1) if told else ""
