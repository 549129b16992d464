"""Complaint entries of a whole site by prominence, and rules on complaints read from several pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crawler.site import Site, View
from crawler.vocabulary import MENUS, Role
from probes.finding import Answer, Text, not_seen
from probes.probe import Params
from probes.reading.complaint_links import Entry, Kind, entries
from probes.reading.prominence import Level, legibility, level
from probes.reading.several import hidden, not_found, searched, unlooked
from probes.reading.statements import judge_stated

ENTRY_ROLES = (Role.COMPLAINT, Role.SERVICE, Role.HELP)
RULE_ROLES = (Role.COMPLAINT, Role.RULES, Role.AGREEMENT, Role.HELP, Role.AFTER_SALES)


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry where it stands, with its level of prominence."""

    view: View
    entry: Entry
    level: Level


def placed(site: Site, kinds: Iterable[Kind]) -> tuple[Placed, ...]:
    """Entries of those kinds on the home page, in its menus and on the pages for help and complaints, the most prominent first."""
    kinds = frozenset(kinds)
    views = (*site.all(Role.HOME), *site.all(Role.HOME, MENUS), *searched(site, ENTRY_ROLES)[0])
    found = [
        Placed(view, entry, Level.P1 if view.state == MENUS and entry.element.opened_by else level(entry.element, view))
        for view in views
        for entry in entries(view)
        if entry.kind in kinds
    ]
    return tuple(sorted(found, key=lambda each: (-each.level, -legibility(each.entry.element).score)))


def unseen_entries(site: Site) -> Answer | None:
    """NOT_SEEN where menus or pages that may hold an entry were hidden from us."""
    return hidden(site, ENTRY_ROLES) or hidden(site, (Role.HOME,), MENUS)


def no_entry(site: Site, zh: str, en: str) -> Answer:
    """What may be said where no entry was found: NO only if the home page, its menus and those pages were all looked at."""
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
) -> Answer:
    """``judge_stated`` on the pages where rules on complaints stand."""
    return judge_stated(site, params, subject, roles, parts, least=least)
