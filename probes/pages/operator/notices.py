"""News and notices on a shop's site: what they tell happened once, or is told of somebody else, and sets no rule of the shop."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.site import Site, View
from crawler.table_builder import EveryKey
from crawler.vocabulary import LANDED, Region, Role
from probes.finding import Answer
from probes.pages.main.main_text import begins_trail
from probes.pages.main.own_title import own_title
from probes.pages.operator.doubted_source import doubt_source
from probes.probe import Check
from probes.text.normalise import fold_text
from probes.text.remember import per_site, per_view


@dataclass(frozen=True, slots=True)
class NoticesTable:
    """The file notices.toml."""

    byline: str
    bylines: int
    alone: int
    called: str
    rules: str
    published: tuple[str, ...]
    words: Annotated[Mapping[str, str], EveryKey(("zh", "en", "ask_zh", "ask_en"))]


FILE = SettingsFile("probes.pages.operator", "notices.toml", NoticesTable)
_DATA = FILE.load()
_BYLINE = re.compile(_DATA.byline, re.IGNORECASE)
_CALLED = re.compile(_DATA.called, re.IGNORECASE)
_RULES = re.compile(_DATA.rules, re.IGNORECASE)
_DIGITS = re.compile(r"\d+")


def expects_notices(check: Check) -> bool:
    """Whether the check asks for what is told in such articles: then one is as good as any page."""
    return check.id.startswith(_DATA.published)


@per_view
def is_notice(view: View) -> bool:
    """Whether a page of no known role is an article of news: headed by who put it up and when, and called so by its name
    or the trail above it, or headed by how often it was read too. One that is called after a rule is none, for rules are published so too.
    """
    if view.role is not Role.OTHER or view.state != LANDED:
        return False
    lines = [fold_text(line) for line in view.text.split("\n")]
    trails = [line for line in lines if begins_trail(line)]
    names = [fold_text(name) for name in (view.title, own_title(view), *view.path[-1:])]
    if any(map(_RULES.search, names)):
        return False
    called = any(map(_CALLED.search, (*names, *trails)))
    own = (fold_text(element.own) for element in view.elements if element.seen and element.region is Region.MAIN)
    bylines = {_DIGITS.sub("", found.group()) for said in own for found in _BYLINE.finditer(said)}
    return len(bylines) >= (_DATA.bylines if called else _DATA.alone)


@per_site
def find_notices(surface: Site) -> frozenset[str]:
    """Ids of the pages that are such articles."""
    return frozenset(view.id for view in surface.views if is_notice(view))


def doubt_notice(check: Check, answer: Answer) -> Answer:
    """An answer that such an article alone gives, as a question to a person; a doubt as it is."""
    return doubt_source(answer, _DATA.words, answer.question or check.question)
