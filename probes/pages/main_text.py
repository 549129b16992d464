"""A page's own words: without its frame, the titles of links, breadcrumbs, recommended goods and what buyers wrote.

A menu, a footer and a list of articles name what the shop may say somewhere; only the main text says it.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any

from crawler.site import Element, Platform, Site, View
from crawler.vocabulary import Region
from probes.reading.remember import per_site, per_view
from probes.text.strangers import without_strangers

_DATA: dict[str, Any] = tomllib.loads(files("probes.pages").joinpath("main_text.toml").read_text("utf-8"))
_FRAME = frozenset(Region(name) for name in _DATA["frame"]["regions"])
_APART = re.compile("|".join(_DATA["classes"].values()))
_UNENDED = re.compile(r"(?<=[，、])[ \t]*\n\s*")
_LIMITS: dict[str, int] = _DATA["limits"]
WORDS: dict[str, str] = _DATA["words"]  # said of what was found outside it


@per_site
def main_surface(site: Site) -> Site:
    """The Site with each page's text cut to its main text; elements, gaps and all else as they are."""
    return dataclasses.replace(site, views=tuple(_cut(view, site.platform) for view in site.views))


def _cut(view: View, platform: Platform) -> View:
    text = without_strangers(_joined(main_text(view)), platform)
    return view if text == view.text else dataclasses.replace(view, text=text)


def _joined(text: str) -> str:
    """The text with lines that end in the middle of a clause run on: a page's lines are as wide as its boxes."""
    return _UNENDED.sub("", text)


@per_view
def main_text(view: View) -> str:
    """The lines of the page's text that stand in its main part as words of its own; all of it where nothing is known of its elements.

    A line belongs to the elements that say the same. One that no element says whole is kept unless it is made up of pieces that
    stand apart.
    """
    own, apart = _said(view.elements)
    if not apart:
        return view.text
    long = tuple(each for each in apart if len(each) >= _LIMITS["cut"])
    short = (each for each in apart if 1 < len(each) <= _LIMITS["names"])
    pieces = sorted(short, key=lambda each: (-len(each), each))[: _LIMITS["pieces"]]
    kept = [line for line in view.text.split("\n") if not _is_apart(_tight(line), own, apart, long, pieces)]
    return "\n".join(kept)


def _is_apart(line: str, own: frozenset[str], apart: frozenset[str], long: tuple[str, ...], pieces: list[str]) -> bool:
    if not line or line in own:
        return False
    if line in apart or line.startswith(long):
        return True
    if len(line) > _LIMITS["row"]:
        return False
    for each in pieces:
        if each in line:
            line = line.replace(each, "")
            if not any(map(str.isalnum, line)):
                return True
    return False


def _said(elements: tuple[Element, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """What seen elements say as words of the page's own, and what they say apart from it, without blanks."""
    by_id = {each.id: each for each in elements}
    own: set[str] = set()
    apart: set[str] = set()
    for each in elements:
        said = _tight(each.text or each.own)
        if not said or not each.seen:
            continue
        if each.heading and each.region is Region.HEADER and not each.href:  # the header of an article, by its title
            own.add(said)
        elif _stands_apart(each, by_id):
            apart.add(said)
        elif each.own:
            own.add(said)
    return frozenset(own), frozenset(apart - own)


def _stands_apart(element: Element, by_id: dict[int, Element]) -> bool:
    if element.region in _FRAME:
        return True
    for each in _with_ancestors(element, by_id):
        if each.href and not each.href.startswith("javascript:"):
            return True
        if _named(each.classes):
            return True
    return False


def _with_ancestors(element: Element, by_id: dict[int, Element]) -> Iterable[Element]:
    for _ in range(_LIMITS["ancestors"]):
        yield element
        above = by_id.get(element.parent) if element.parent is not None else None
        if above is None:
            return
        element = above


@lru_cache(maxsize=1 << 13)
def _named(classes: str) -> bool:
    return bool(classes) and _APART.search(classes.lower()) is not None


def _tight(text: str) -> str:
    return "".join(text.split())
