"""Leads from a role's page to further pages of the same role: a help centre's articles, a rule centre's rules, a company's news."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from crawler import discover
from crawler.addressing import identity, openable, same_site
from crawler.discover import Lead
from crawler.site import Element, View
from crawler.stop import Stop
from crawler.vocabulary import FoundBy, GapReason, Region, Role

# What hides a page from us; anything else says that the shop shows it to nobody who is not logged in, or that it is not there.
HIDES = frozenset({
    GapReason.BLOCKED, GapReason.REGION, GapReason.MAINTENANCE, GapReason.TIMEOUT, GapReason.ROBOTS, GapReason.UNREACHABLE,
    GapReason.TRAP, GapReason.BUDGET, GapReason.CRASHED,
})  # fmt: skip
LONG = 3  # characters of a word that says of itself what a page is about
AROUND = frozenset({Region.HEADER, Region.NAV, Region.FOOTER})


def hides(stop: Stop) -> bool:
    """Whether a page may be there all the same."""
    return stop.reason in HIDES or (stop.reason is GapReason.ERROR_PAGE and stop.detail.startswith("HTTP 5"))


def everywhere(home: View) -> frozenset[str]:
    """What the home page links: on another page such a link is the shop's, not that page's own."""
    return frozenset(identity(element.href) for element in home.elements if openable(element.href))


def topics(view: View, role: Role, general: frozenset[str]) -> Iterator[tuple[int, float, Lead]]:
    """The links of a page that name a topic of the role: the topic's number, how well they fit, the lead.

    A link of ``general`` counts by a long word alone, where it is not another role's own entry; one of the home page in its menus
    and footer alone.
    """
    for element in view.elements:
        if not element.seen or not openable(element.href) or not same_site(view.url, element.href):
            continue
        key = identity(element.href)
        if key == identity(view.url) or (view.role is Role.HOME and element.region not in AROUND):
            continue
        found = _topic(element, role, key in general)
        if found is None:
            continue
        number, said = found
        by = FoundBy.MENU if element.opened_by else FoundBy.LINK
        clicks = None if view.clicks is None else view.clicks + 1 + bool(element.opened_by)
        fit = 2.0 * (key not in general) - 0.05 * len(said)
        path = (*view.path, said[:30])
        yield number, fit, Lead(role, element.href, element, fit, by, clicks, path, view.url)


def _topic(element: Element, role: Role, strictly: bool) -> tuple[int, str] | None:
    """The first topic a link names, and how it says so."""
    rule = discover.RULES[role]
    for said in discover.spoken(element, discover.FURTHER_LONGEST):
        if not said or any(word in said for word in (*discover.FURTHER_NOT, *rule.not_words)):
            continue
        if strictly and any(said in other.words for name, other in discover.RULES.items() if name is not role):
            continue
        for number, words in enumerate(rule.further):
            if any(word in said for word in words if len(word) >= LONG or not strictly):
                return number, said
    return None


@dataclass(slots=True)
class Hunt:
    """The further pages of one role on one device: a page of each topic, then a second of each, until enough were read."""

    role: Role
    loaded: int = 0  # pages that were loaded for this role
    filed: int = 0  # pages that had been loaded for another
    failed: int = 0
    hidden: list[Stop] = field(default_factory=list)
    _tried: set[str] = field(default_factory=set)
    _turns: dict[int, int] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        most = discover.RULES[self.role].further_pages
        return self.loaded + len(self.hidden) >= most or self.filed > most or self.failed > most

    def next(self, own: Iterable[View], home: View, general: frozenset[str]) -> Lead | None:
        """The best lead that was not taken, on pages of the role first, else in menus and footer of the home page."""
        taken = {identity(home.url), *self._tried}
        found = [one for view in own for one in topics(view, self.role, general)]
        if all(identity(lead.url) in taken for _, _, lead in found):
            found = list(topics(home, self.role, general))
        left = [
            (self._turns.get(number, 0), number, -fit, order, lead)
            for order, (number, fit, lead) in enumerate(found)
            if identity(lead.url) not in taken
        ]
        if not left:
            return None
        _, number, _, _, lead = min(left, key=lambda row: row[:4])
        self._turns[number] = self._turns.get(number, 0) + 1
        self._tried.add(identity(lead.url))
        return lead

    def blind(self) -> Stop | None:
        """Why too many of the pages that were followed could not be had (criteria 0.3.5), or None."""
        lost = len(self.hidden)
        followed = self.loaded + self.filed + lost
        return self.hidden[0] if lost and 1 - lost / followed < discover.FETCHED_SHARE else None
