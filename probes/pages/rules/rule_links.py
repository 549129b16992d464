"""Links to the service agreement and the trading rules, told apart by their words, and how prominent they are on the home page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from crawler.settings_file import SettingsFile
from crawler.site import Element, Site, View
from crawler.table_builder import EveryKey
from crawler.vocabulary import ARRIVED, MENUS, Region, Role
from probes.pages.layout.prominence import Prominence, measure_legibility, prominence_level
from probes.pages.rules.policy import pattern
from probes.schema.reading_table import Whole, Words
from probes.text.normalise import fold_text
from probes.text.remember import per_line


@dataclass(frozen=True, slots=True)
class RulebookChange:
    """[change] of rulebook.toml."""

    heading: tuple[str, ...]
    announced: tuple[str, ...]
    not_heading: tuple[str, ...]
    major: tuple[str, ...]
    not_major: tuple[str, ...]
    excused: tuple[str, ...]
    at_once: tuple[str, ...]
    clause: tuple[str, ...]
    not_clause: tuple[str, ...]
    consulted: tuple[str, ...]
    lines: int
    notice_lines: int
    heading_chars: int
    alone: int
    label: int


@dataclass(frozen=True, slots=True)
class RulebookTable:
    """The file rulebook.toml."""

    limits: Whole[
        Literal[
            "named",
            "label",
            "date_line",
            "section",
            "short_section",
            "dense_section",
            "headed_section",
            "line_name",
            "score",
            "links",
            "linked_share",
            "topical",
        ]
    ]
    titles: Words[Literal["history", "notice", "agreement", "not_agreement", "agreement_words"]]
    dates: Words[Literal["own", "law", "version", "version_cited"]]
    links: Annotated[
        Mapping[str, tuple[str, ...]],
        EveryKey(
            (
                "only_agreement",
                "only_rules",
                "agreement",
                "not_agreement",
                "privacy",
                "rules",
                "not_rules",
                "maybe",
                "legal",
            )
        ),
    ]
    change: RulebookChange


FILE = SettingsFile("probes.pages.rules", "rulebook.toml", RulebookTable)
_DATA = FILE.load()
_LONGEST: int = _DATA.limits["label"]
_WORDS = {name: pattern(tuple(words)) for name, words in _DATA.links.items()}
_ONLY = {name: frozenset(_DATA.links[f"only_{name}"]) for name in ("agreement", "rules")}


class RuleLinkKind(StrEnum):
    AGREEMENT = "agreement"
    RULES = "rules"
    LEGAL = "legal"  # a legal notice: perhaps an agreement, never trading rules
    MAYBE = "maybe"  # mentions terms or rules in words not known here


@dataclass(frozen=True, slots=True)
class RuleLink:
    """A place on the home page that names one of the texts. ``pressed`` is False where nothing shows that it can be clicked."""

    view: View
    element: Element
    named: frozenset[RuleLinkKind]
    level: Prominence
    legible: float
    pressed: bool


@per_line
def named_rules(words: str) -> frozenset[RuleLinkKind]:
    """Which of the texts these words of a link name; several for 服务协议与平台规则, none for 评价规则 or a sentence."""
    said = " ".join(fold_text(words).split()).strip("《》<>「」“”\"' ·|").lower()
    if not said or len(said) > _LONGEST:
        return frozenset()
    said = _WORDS["privacy"].sub("", said).strip()
    found = set()
    for name in ("agreement", "rules"):
        known = said in _ONLY[name] or (_WORDS[name].search(said) and not _WORDS[f"not_{name}"].search(said))
        if known:
            found.add(RuleLinkKind(name))
    if not found and _WORDS["legal"].search(said):
        found.add(RuleLinkKind.LEGAL)
    other = _WORDS["not_agreement"].search(said) or _WORDS["not_rules"].search(said)
    if not found and not other and _WORDS["maybe"].search(said):
        found.add(RuleLinkKind.MAYBE)
    return frozenset(found)


def find_rule_links(site: Site) -> tuple[RuleLink, ...]:
    """The links of the home page and its menus, the most prominent and legible first; dialogs are not part of the page.

    A line of a ticker that was there when the page loaded and has since scrolled away counts like one further down.
    """
    found: list[RuleLink] = []
    stays = {element.href for view in site.all(Role.HOME) for element in view.elements if element.seen and element.href}
    for view in site.all(Role.HOME, ARRIVED):
        for entry, names in _labels(view):
            if entry.href and entry.href not in stays:
                found.append(RuleLink(view, entry, names, Prominence.P2, measure_legibility(entry).score, True))
    for view in (*site.all(Role.HOME), *site.all(Role.HOME, MENUS)):
        for element, names in _labels(view):
            at = Prominence.P1 if view.state == MENUS and element.opened_by else prominence_level(element, view)
            found.append(
                RuleLink(
                    view, element, names, at, measure_legibility(element).score, bool(element.href or element.clickable)
                )
            )
    return tuple(sorted(found, key=lambda link: (not link.pressed, -link.level, -link.legible)))


def _labels(view: View) -> Iterator[tuple[Element, frozenset[RuleLinkKind]]]:
    for element in view.elements:
        if not element.seen or element.region is Region.DIALOG:
            continue
        for words in (element.text or element.own, element.name, element.pseudo, element.ocr):
            names = named_rules(words) if words else frozenset()
            if names == {RuleLinkKind.MAYBE} and element.region is Region.MAIN:
                continue  # an article or a product, most likely
            if names:
                if not _in_form(view, element):
                    yield element, names
                break


def _in_form(view: View, element: Element) -> bool:
    """Is it beside the consent box of a registration form, where nobody comes who only looks around?"""
    at = element
    for _ in range(6):
        if at.parent is None:
            return False
        at = view.element(at.parent)
        if at.tag == "form":
            return at.box.h < view.height / 2  # some pages are one form from head to foot
    return False
