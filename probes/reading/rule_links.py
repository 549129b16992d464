"""Links to the service agreement and the trading rules, told apart by their words, and how prominently they stand at home."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

from crawler.site import Element, Site, View
from crawler.vocabulary import ARRIVED, MENUS, Region, Role
from probes.reading.policy import fold, pattern
from probes.reading.prominence import Level, legibility, level

_DATA: dict[str, dict[str, Any]] = tomllib.loads(files("probes.reading").joinpath("rulebook.toml").read_text("utf-8"))
_LONGEST: int = _DATA["limits"]["label"]
_WORDS = {name: pattern(tuple(words)) for name, words in _DATA["links"].items()}
_ONLY = {name: frozenset(_DATA["links"][f"only_{name}"]) for name in ("agreement", "rules")}


class Named(StrEnum):
    AGREEMENT = "agreement"
    RULES = "rules"
    LEGAL = "legal"  # a legal notice: perhaps an agreement, never trading rules
    MAYBE = "maybe"  # speaks of terms or rules in words that are not known here


@dataclass(frozen=True, slots=True)
class Link:
    """A place at home that names one of the texts. ``pressed`` is False where nothing shows that it can be clicked."""

    view: View
    element: Element
    named: frozenset[Named]
    level: Level
    legible: float
    pressed: bool


@lru_cache(maxsize=4096)
def named(words: str) -> frozenset[Named]:
    """Which of the texts these words of a link name; several for 服务协议与平台规则, none for 评价规则 or a sentence."""
    said = " ".join(fold(words).split()).strip("《》<>「」“”\"' ·|").lower()
    if not said or len(said) > _LONGEST:
        return frozenset()
    said = _WORDS["privacy"].sub("", said).strip()
    found = set()
    for name in ("agreement", "rules"):
        known = said in _ONLY[name] or (_WORDS[name].search(said) and not _WORDS[f"not_{name}"].search(said))
        if known:
            found.add(Named(name))
    if not found and _WORDS["legal"].search(said):
        found.add(Named.LEGAL)
    other = _WORDS["not_agreement"].search(said) or _WORDS["not_rules"].search(said)
    if not found and not other and _WORDS["maybe"].search(said):
        found.add(Named.MAYBE)
    return frozenset(found)


def links(site: Site) -> tuple[Link, ...]:
    """What the home page and its menus show, the most prominent and legible first; dialogs are no part of the page.

    A line of a ticker that stood there when the page came up and has made way since counts like one further down.
    """
    found: list[Link] = []
    stays = {each.href for view in site.all(Role.HOME) for each in view.elements if each.seen and each.href}
    for view in site.all(Role.HOME, ARRIVED):
        for each, names in _labels(view):
            if each.href and each.href not in stays:
                found.append(Link(view, each, names, Level.P2, legibility(each).score, True))
    for view in (*site.all(Role.HOME), *site.all(Role.HOME, MENUS)):
        for each, names in _labels(view):
            at = Level.P1 if view.state == MENUS and each.opened_by else level(each, view)
            found.append(Link(view, each, names, at, legibility(each).score, bool(each.href or each.clickable)))
    return tuple(sorted(found, key=lambda each: (not each.pressed, -each.level, -each.legible)))


def _labels(view: View) -> Iterator[tuple[Element, frozenset[Named]]]:
    for each in view.elements:
        if not each.seen or each.region is Region.DIALOG:
            continue
        for words in (each.text or each.own, each.name, each.pseudo, each.ocr):
            names = named(words) if words else frozenset()
            if names == {Named.MAYBE} and each.region is Region.MAIN:
                continue  # an article or a product, most likely
            if names:
                if not _in_form(view, each):
                    yield each, names
                break


def _in_form(view: View, element: Element) -> bool:
    """Beside the consent box of a form for registration: nobody who only looks is led there."""
    at = element
    for _ in range(6):
        if at.parent is None:
            return False
        at = view.element(at.parent)
        if at.tag == "form":
            return at.box.h < view.height / 2  # some pages are one form from head to foot
    return False
