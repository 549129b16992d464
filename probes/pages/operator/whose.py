"""In whose name a page speaks: the operator's names, and other companies that a text names."""

from __future__ import annotations

import re

from crawler.site import Platform, Site, View
from crawler.vocabulary import Region, Role
from probes.pages.absence.several import searched_views
from probes.pages.rules import brands, policy
from probes.pages.rules.policy import pattern
from probes.text import normalise
from probes.text.companies import find_companies as named_in
from probes.text.numbers.claims import DATA
from probes.text.remember import per_site, per_view
from probes.text.shown import list_seen

NAMING = (Role.HOME, Role.LICENCE, Role.AGREEMENT, Role.ABOUT)  # pages that say whose shop it is
_JUDGES: tuple[str, ...] = tuple(DATA.words["judges"])
_PLAIN: tuple[str, ...] = tuple(DATA.words["plain"])
_PARENT = pattern(tuple(DATA.words["parent"]))
_RUNS = pattern(tuple(DATA.words["runs"]))
_PARTNERS: tuple[str, ...] = tuple(DATA.words["partners"])
_OURS = pattern(tuple(DATA.words["ours"]))
_WITH = re.compile(rf"(?:{'|'.join(DATA.words['with'])})$")
_SHORT = tuple(re.compile(DATA.patterns[name]) for name in ("short_name", "group"))
_OWNED = re.compile(DATA.patterns["owned"], re.IGNORECASE)


def company_names(view: View) -> tuple[str, ...]:
    """Companies named on the view, in text or in a picture, in order, with brackets and widths made alike."""
    said = "\n".join([view.text, *(element.ocr for element in view.elements if element.ocr and element.seen)])
    return named_in(normalise.normalise_text(said).text)


def bare_company(name: str) -> str:
    """A company's name in comparable form."""
    return normalise.plain_text(name).replace(" ", "")


@per_site
def operator_names(site: Site) -> frozenset[str]:
    """The operator's names in comparable form.

    They are the names on its licence page and in its footer, the first in its agreement, the one that its account of
    itself introduces, and its parent company's.
    """
    return frozenset(bare_company(name) for view in searched_views(site, NAMING)[0] for name in _named(view))


@per_view
def _named(view: View) -> tuple[str, ...]:
    if view.role is Role.HOME:
        said = "\n".join(element.text for element in list_seen(view.elements) if element.region is Region.FOOTER)
        said += "\n" + "\n".join(line for line in view.text.split("\n") if _OWNED.search(line))
        return named_in(normalise.normalise_text(said).text)
    if view.role is Role.ABOUT:
        return _introduced(view)
    named = company_names(view)
    return named[:1] if view.role is Role.AGREEMENT else named


def _introduced(view: View) -> tuple[str, ...]:
    """Who runs the shop, and who owns that company, according to a page about it."""
    said = (
        sentence
        for sentence in policy.split_sentences(view.text)
        if _RUNS.search(sentence.text) or _PARENT.search(sentence.text)
    )
    return tuple(name for sentence in said for name in named_in(normalise.normalise_text(sentence.raw).text))


def find_stranger(text: str, own: frozenset[str], platform: Platform) -> str:
    """Another company that a text names, by registered name, short name or famous brand; empty without one or beside the operator."""
    clean = normalise.normalise_text(text).text
    said = bare_company(clean)
    if any(name in said for name in own):
        return ""
    for name in named_in(clean):
        judges = any(word in name for word in _JUDGES) or name.endswith(_PARTNERS)
        if not judges and not _same(bare_company(name), own) and not _with(clean, name, own):
            return name
    for short in (match["name"] for shape in _SHORT for match in shape.finditer(clean.lower())):
        if not any(short in own_name for own_name in own) and short not in (platform.name or "·"):
            return short
    return brands.brand_named(text, platform, _PLAIN)


def _with(text: str, name: str, own: frozenset[str]) -> bool:
    """Is it named only as someone with or for whom the shop does something (我们与…公司签订)?"""
    before = text[: text.find(name)].rsplit("\n", 1)[-1]
    return bool(_WITH.search(before)) and (bool(_OURS.search(before)) or any(own_name in before for own_name in own))


def _same(name: str, own: frozenset[str]) -> bool:
    return any(name.endswith(own_name) or own_name.endswith(name) for own_name in own)
