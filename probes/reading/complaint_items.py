"""Complaint entries of a whole site by prominence, and rules on complaints read from several pages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from crawler.site import Site, View
from crawler.vocabulary import LANDED, MENUS, Role
from probes.finding import Answer, Text, not_seen, shown, unsure
from probes.probe import Need, Params
from probes.reading.complaint_links import Entry, Kind, entries
from probes.reading.functions import BY_THE_SHOP
from probes.reading.opened import leads_to_opened, opened
from probes.reading.policy import pattern
from probes.reading.prominence import Level, legibility, level
from probes.reading.several import hidden, not_found, searched, unlooked
from probes.reading.statements import judge_stated

ENTRY_ROLES = (Role.COMPLAINT, Role.SERVICE, Role.HELP)
RULE_ROLES = (Role.COMPLAINT, Role.RULES, Role.AGREEMENT, Role.HELP, Role.AFTER_SALES)
_DATA = tomllib.loads(files("probes.reading").joinpath("complaint_items.toml").read_text("utf-8"))
_OTHER = tuple(_DATA["other"])
OTHER = pattern(_OTHER)
NOT_OURS = (*_DATA["told"], *_DATA["declined"])


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry where it stands, with its level of prominence."""

    view: View
    entry: Entry
    level: Level


def placed(site: Site, kinds: Iterable[Kind]) -> tuple[Placed, ...]:
    """Entries of those kinds on the home page, in its menus and on the pages for help and complaints, the most prominent first.

    Of equally prominent ones those come first whose own page was opened.
    """
    kinds = frozenset(kinds)
    views = (*site.all(Role.HOME), *site.all(Role.HOME, MENUS), *searched(site, ENTRY_ROLES)[0])
    found = [
        Placed(view, entry, Level.P1 if view.state == MENUS and entry.element.opened_by else level(entry.element, view))
        for view in views
        for entry in entries(view)
        if entry.kind in kinds
    ]
    seen = opened(site)

    def rank(each: Placed) -> tuple[int, bool, float]:
        element = each.entry.element
        return -each.level, not leads_to_opened(element, seen), -legibility(element).score

    return tuple(sorted(found, key=rank))


def unseen_entries(site: Site) -> Answer | None:
    """NOT_SEEN where menus or pages that may hold an entry were hidden from us."""
    return hidden(site, ENTRY_ROLES) or hidden(site, (Role.HOME,), MENUS)


def no_entry(site: Site, zh: str, en: str, *, of_buyers: bool = True) -> Answer:
    """What may be said where no entry was found: NO only if the home page, its menus and those pages were all looked at, and none of
    the shop's links led to a page for complaints all the same. ``of_buyers``: it is buyers' complaints that the entry would be for."""
    led = next((view for view in site.all(Role.COMPLAINT) if view.found_by in BY_THE_SHOP and view.path), None)
    if of_buyers and led is not None:
        path = " → ".join(led.path)
        ask = Text(f"沿「{path}」打开的是否为投诉入口？", f"Is what “{path}” leads to an entry to complain?")
        more_zh, more_en = f"{zh}；但沿「{path}」到了投诉页", f"{en}; but “{path}” led to a page for complaints"
        return unsure(more_zh, more_en, shown(led, None, path), question=ask)
    if unlooked(site, (Role.HOME,), MENUS):
        return not_seen("not_looked", f"{zh}；但本次未展开首页菜单", f"{en}; but the home page's menus were not opened")
    return unseen_entries(site) or not_found(site, ENTRY_ROLES, zh, en)


def judge_rule(
    site: Site,
    params: Params,
    subject: Text,
    parts: tuple[str, ...] = ("rule",),
    roles: tuple[Role, ...] = RULE_ROLES,
    least: int = 1,
    whole: int | None = None,
    needs: tuple[str, ...] = (),
) -> Answer:
    """``judge_stated`` on the pages where rules on complaints stand, leaving out what stands there on other channels."""
    words = dict(params.words) | {
        "never_under": params.words.get("never_under", ()) + _OTHER,
        "never": params.words.get("never", ()) + NOT_OURS,
    }
    own, asked = Params(words, params.limits), with_service(site, roles)
    return judge_stated(site, own, subject, asked, parts, least=least, whole=whole, needs=needs)


def with_service(site: Site, roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """Those roles and, where the visit planned it, the page for customer service, which many shops make their help of."""
    planned = site.all(Role.SERVICE) or site.gap(Role.SERVICE, LANDED) is not None
    return (*roles, Role.SERVICE) if planned and Role.SERVICE not in roles else roles


def rule_reads(roles: tuple[Role, ...] = RULE_ROLES) -> tuple[Need, ...]:
    """What a probe that judges rules on complaints reads."""
    return tuple(Need(role, required=False) for role in dict.fromkeys((*roles, Role.SERVICE)))
