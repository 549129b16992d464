"""Whose words a page's are: the operator's names, and other companies that a text names."""

from __future__ import annotations

import re

from crawler.site import Platform, Site, View
from crawler.vocabulary import Region, Role
from probes.reading import normalise, policy
from probes.reading.business_licence import companies
from probes.reading.claims import DATA
from probes.reading.policy import pattern
from probes.reading.remember import per_view
from probes.reading.several import searched
from probes.text.companies import companies as named_in

NAMING = (Role.HOME, Role.LICENCE, Role.AGREEMENT, Role.ABOUT)  # pages that say whose shop it is
_JUDGES: tuple[str, ...] = tuple(DATA["words"]["judges"])
_PLAIN: tuple[str, ...] = tuple(DATA["words"]["plain"])
_PARENT = pattern(tuple(DATA["words"]["parent"]))
_RUNS = pattern(tuple(DATA["words"]["runs"]))
_PARTNERS: tuple[str, ...] = tuple(DATA["words"]["partners"])
_OURS = pattern(tuple(DATA["words"]["ours"]))
_WITH = re.compile(rf"(?:{'|'.join(DATA['words']['with'])})$")
_SHORT = tuple(re.compile(DATA["patterns"][name]) for name in ("short_name", "group"))
_OWNED = re.compile(DATA["patterns"]["owned"], re.IGNORECASE)


def bare(name: str) -> str:
    """A company's name in comparable form."""
    return normalise.plain(name).replace(" ", "")


def names(site: Site) -> frozenset[str]:
    """The operator's names: on its licence page, in its footer, first in its agreement, introduced in its account of itself, and its parent's."""
    return frozenset(bare(name) for view in searched(site, NAMING)[0] for name in _named(view))


@per_view
def _named(view: View) -> tuple[str, ...]:
    if view.role is Role.HOME:
        said = "\n".join(each.text for each in view.elements if each.seen and each.region is Region.FOOTER)
        said += "\n" + "\n".join(line for line in view.text.split("\n") if _OWNED.search(line))
        return named_in(normalise.text(said).text)
    if view.role is Role.ABOUT:
        return _introduced(view)
    named = companies(view)
    return named[:1] if view.role is Role.AGREEMENT else named


def _introduced(view: View) -> tuple[str, ...]:
    """Who runs the shop, and who owns that company, by a page about it."""
    said = (each for each in policy.sentences(view.text) if _RUNS.search(each.text) or _PARENT.search(each.text))
    return tuple(name for each in said for name in named_in(normalise.text(each.raw).text))


def stranger(text: str, own: frozenset[str], platform: Platform) -> str:
    """Another company that a text names, by its registered name, a short one or a famous brand; empty = none, or the operator beside it."""
    clean = normalise.text(text).text
    said = bare(clean)
    if any(name in said for name in own):
        return ""
    for name in named_in(clean):
        judges = any(word in name for word in _JUDGES) or name.endswith(_PARTNERS)
        if not judges and not _same(bare(name), own) and not _with(clean, name, own):
            return name
    for short in (match["name"] for shape in _SHORT for match in shape.finditer(clean.lower())):
        if not any(short in each for each in own) and short not in (platform.name or "·"):
            return short
    return policy.brand_named(text, platform, _PLAIN)


def _with(text: str, name: str, own: frozenset[str]) -> bool:
    """Is it named as one with or for whom the shop does something (我们与…公司签订)?"""
    before = text[: text.find(name)].rsplit("\n", 1)[-1]
    return bool(_WITH.search(before)) and (bool(_OURS.search(before)) or any(each in before for each in own))


def _same(name: str, own: frozenset[str]) -> bool:
    return any(name.endswith(each) or each.endswith(name) for each in own)
