"""Complaint entries of a whole site by prominence, and rules on complaints read from several pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crawler.site import Site, View
from crawler.vocabulary import MENUS, Role
from probes.finding import Answer, Text, Value, not_seen, shown, yes
from probes.probe import Params
from probes.reading.complaint_links import Entry, Kind, entries
from probes.reading.policy import Sentence, sentences, stated
from probes.reading.prominence import Level, legibility, level
from probes.reading.several import hidden, not_found, searched, unlooked

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
    """YES with the sentences quoted where at least ``least`` parts are stated on any of those pages; fraction = their share.

    ``<part>_near`` must stand in the same sentence or its heading; ``never`` spoils a sentence. What is not found, or found in
    part, is only said where no page that may hold it was hidden.
    """
    views, _ = searched(site, roles)
    found: dict[str, tuple[View, Sentence]] = {}
    for part in parts:
        for view in views:
            near = params.words.get(f"{part}_near", params.words.get("near", ()))
            hit = stated(sentences(view.text), params.words[part], near=near, never=params.words.get("never", ()))
            if hit is not None:
                found[part] = (view, hit)
                break
    fraction = len(found) / len(parts)
    values: dict[str, Value] = {"stated": tuple(found)}
    zh, en = f"未见{subject.zh}", f"{subject.en} was not found"
    if len(found) < least:
        return not_found(site, roles, zh, en, fraction=0.0, values=values)
    view, sentence = next(iter(found.values()))
    quote = sentence.raw[:120]
    answer = yes(
        f"写明了{subject.zh}：「{quote}」",
        f"{subject.en} is stated: “{quote}”",
        *(shown(each, quote=said.raw[:200]) for each, said in found.values()),
        fraction=fraction,
        values=values,
    )
    return answer if fraction == 1.0 else hidden(site, roles) or answer
