"""Leads from what a shop links by name to further pages of a role: a help centre's articles, single rules, the footer's documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from crawler import discover
from crawler.addressing import alike, identity, openable, same_site
from crawler.discover import Lead
from crawler.discovery.card_titles import card_titles
from crawler.site import Element, View
from crawler.stop import Stop
from crawler.vocabulary import FoundBy, GapReason, Region, Role
from crawler.words import holds

# What hides a page from us; anything else says that the shop shows it to nobody who is not logged in, or that it is not there.
HIDES = frozenset({
    GapReason.BLOCKED, GapReason.REGION, GapReason.MAINTENANCE, GapReason.TIMEOUT, GapReason.ROBOTS, GapReason.UNREACHABLE,
    GapReason.TRAP, GapReason.BUDGET, GapReason.CRASHED,
})  # fmt: skip
LONG = 3  # characters of a word that says of itself what a page is about, wherever the link stands
AROUND = frozenset({Region.HEADER, Region.NAV, Region.FOOTER})


def hides(stop: Stop) -> bool:
    """Whether a page may be there all the same."""
    return stop.reason in HIDES or (stop.reason is GapReason.ERROR_PAGE and stop.detail.startswith("HTTP 5"))


def everywhere(home: View) -> frozenset[str]:
    """What the home page links: on another page such a link is the shop's, not that page's own."""
    return frozenset(identity(element.href) for element in home.elements if openable(element.href))


def topics(view: View, role: Role, general: frozenset[str]) -> Iterator[tuple[int, float, Lead]]:
    """The links of a page that name a topic of the role: the topic's number, how well they fit, the lead.

    On a page of the role any topic counts. Elsewhere only what says of itself what it is about: a long word, or a short one where a
    shop keeps its documents (footer, menus, the pages of ``shelves``). A link of the home page counts in its menus and footer alone.
    """
    shelf = view.role.value in discover.SHELVES
    titles = card_titles(view, discover.FURTHER_LONGEST)
    for element in view.elements:
        if not element.seen or not openable(element.href) or not same_site(view.url, element.href):
            continue
        key = identity(element.href)
        if key == identity(view.url) or (view.role is Role.HOME and element.region not in AROUND):
            continue
        own = view.role is role and key not in general
        placed = element.region is Region.FOOTER or bool(element.opened_by) or (shelf and key not in general)
        if not own and not placed and (view.role is not Role.HOME or discover.speaks_of_lists(element.href)):
            continue
        found = _topic(element, role, own, placed, titles.get(element.id, ""))
        if found is None:
            continue
        number, said = found
        by = FoundBy.MENU if element.opened_by else FoundBy.LINK
        clicks = None if view.clicks is None else view.clicks + 1 + bool(element.opened_by)
        fit = 2.0 * (key not in general) - 0.05 * len(said)
        path = (*view.path, said[:30])
        yield number, fit, Lead(role, element.href, element, fit, by, clicks, path, view.url)


def _topic(element: Element, role: Role, own: bool, placed: bool, title: str) -> tuple[int, str] | None:
    """The first topic a link names, and how it says so; the role's own words come after its topics. ``title`` is its card's, if any."""
    rule = discover.RULES[role]
    for said in (*discover.spoken(element, discover.FURTHER_LONGEST), title):
        if not said or any(holds(said, word) for word in (*discover.FURTHER_NOT, *rule.not_words)):
            continue
        if discover.for_merchants(said, role):
            continue
        if not own and any(said in other.entries for name, other in discover.RULES.items() if name is not role):
            continue  # another role's own entry
        for number, words in enumerate((*rule.further, rule.words)):
            if any(word in said and holds(said, word) and (own or _speaks(word, placed)) for word in words):
                return number, said
    return None


def _speaks(word: str, placed: bool) -> bool:
    """Whether a word by itself says what a page is about."""
    return len(word) >= LONG or (placed and word not in discover.VAGUE)


@dataclass(slots=True)
class Hunt:
    """The further pages of one role on one device: a page of each topic, then a second of each, until enough were read."""

    role: Role
    loaded: int = 0  # pages that were loaded for this role
    filed: int = 0  # pages that had been loaded for another
    failed: int = 0
    hidden: list[tuple[Stop, str]] = field(default_factory=list)  # with the address
    _tried: set[str] = field(default_factory=set)
    _turns: dict[int, int] = field(default_factory=dict)
    _found: dict[str, tuple[tuple[int, float, Lead], ...]] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        most = discover.RULES[self.role].further_pages
        return self.loaded + len(self.hidden) >= most or self.filed > most or self.failed > most

    def next(self, pages: Iterable[View], seen: Iterable[View], general: frozenset[str]) -> Lead | None:
        """The best lead of those pages that was not taken; ``seen`` are views of the role itself."""
        taken = {*self._tried, *(alike(url) for view in seen for url in (view.url, view.asked))}
        found = [row for view in pages for row in self._topics(view, general)]
        left = [
            (self._turns.get(number, 0), number, -fit, order, lead)
            for order, (number, fit, lead) in enumerate(found)
            if alike(lead.url) not in taken
        ]
        if not left:
            return None
        _, number, _, _, lead = min(left, key=lambda row: row[:4])
        self._turns[number] = self._turns.get(number, 0) + 1
        self._tried.add(alike(lead.url))
        return lead

    def _topics(self, view: View, general: frozenset[str]) -> tuple[tuple[int, float, Lead], ...]:
        if view.id not in self._found:
            self._found[view.id] = tuple(topics(view, self.role, general))
        return self._found[view.id]

    def blind(self) -> tuple[Stop, str] | None:
        """Why too many of the pages that were followed could not be had (criteria 0.3.5), or None."""
        lost = len(self.hidden)
        followed = self.loaded + self.filed + lost
        return self.hidden[0] if lost and 1 - lost / followed < discover.FETCHED_SHARE else None
