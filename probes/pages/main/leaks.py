"""Text that no page should show: stack traces, database errors, directory listings, internal addresses, software versions."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import View
from crawler.vocabulary import Role
from probes.probe import Params
from probes.schema.reading_table import Words
from probes.text.quotes import quote_around

TRACE_WORDS = ("traces",)  # what a probe's table must hold for ``find_leak``


@dataclass(frozen=True, slots=True)
class LeaksProduct:
    """[product] of leaks.toml."""

    patterns: tuple[str, ...]
    server: str
    generator: str
    version: str
    head: int


@dataclass(frozen=True, slots=True)
class LeaksTable:
    """The file leaks.toml."""

    missing: Words[Literal["messages"]]
    framework: Words[Literal["messages", "names"]]
    product: LeaksProduct


FILE = SettingsFile("probes.pages.main", "leaks.toml", LeaksTable)
_DATA = FILE.load()
_MISSING = tuple(re.compile(pattern) for pattern in _DATA.missing["messages"])
_MESSAGES = tuple(re.compile(pattern) for pattern in _DATA.framework["messages"])
_NAMES = tuple(re.compile(pattern) for pattern in _DATA.framework["names"])
_PRODUCT = tuple(re.compile(pattern) for pattern in _DATA.product.patterns)
_SERVER = re.compile(_DATA.product.server)
_GENERATOR, _VERSION = re.compile(_DATA.product.generator), re.compile(_DATA.product.version)
_HEAD: int = _DATA.product.head
_ADDRESS = re.compile(r"(?<![\d.])(?:10|172|192)(?:\.\d{1,3}){3}(?![\d.])")
_LISTING = re.compile(r"^Index of /", re.MULTILINE)


def find_leak(text: str, params: Params, *, addresses: bool = False) -> str:
    """A quote of the first leak in ``text``, or an empty string; the table's ``traces`` are the words of stack traces."""
    for word in params.words["traces"]:
        at = text.find(word)
        if at >= 0:
            return quote_around(text, at, at + len(word), 40)
    listing = _LISTING.search(text)
    if listing:
        return quote_around(text, *listing.span(), 40)
    for found in _ADDRESS.finditer(text) if addresses else ():
        try:
            private = ipaddress.ip_address(found.group()).is_private
        except ValueError:  # four numbers that are no address
            continue
        if private:
            return quote_around(text, *found.span(), 40)
    return ""


def leaking_framework(view: View) -> str:
    """A quote of a framework's own error message or, on an error page, of its name and version; else an empty string."""
    asked = (*_NAMES, *_MESSAGES) if view.role is Role.ERROR else _MESSAGES
    return next(
        (quote_around(view.text, *found.span(), 40) for pattern in asked if (found := pattern.search(view.text))), ""
    )


def missing_part(view: View) -> str:
    """A quote where a page reports a missing part of its program instead of content (控制器不存在); else an empty string."""
    found = (pattern.search(view.text) for pattern in _MISSING)
    return next((quote_around(view.text, *one.span(), 40) for one in found if one), "")


def leaking_product(view: View) -> str:
    """A quote where a page names its software with a version, in its text or as its generator; else an empty string."""
    for product in (*_PRODUCT, _SERVER) if view.role is Role.ERROR else _PRODUCT:
        found = product.search(view.text)
        if found:
            return quote_around(view.text, *found.span(), 0)
    made = _GENERATOR.search(view.html[:_HEAD])
    told = _VERSION.search(made.group()) if made else None
    return told.group(1) if told else ""
