"""Leads to further pages of a role that the shop links by name: help articles, single rules, documents in the footer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from crawler.discovery.products.goods_cards import find_cards
from crawler.discovery.search_controls import asks_own_words
from crawler.failure import LoadFailure
from crawler.limits import DISCOVERY
from crawler.links import role_links
from crawler.links.card_titles import card_titles
from crawler.links.role_links import Lead
from crawler.links.role_settings import FILE
from crawler.site import Element, View
from crawler.spelling import holds_word
from crawler.urls import is_openable, page_identity, same_site, url_pattern
from crawler.vocabulary import FoundBy, GapReason, Region, Role

# Reasons that hide a page from us; any other means that it is shown only after login, or does not exist.
HIDES = frozenset({
    GapReason.BLOCKED, GapReason.REGION, GapReason.MAINTENANCE, GapReason.TIMEOUT, GapReason.ROBOTS, GapReason.UNREACHABLE,
    GapReason.TRAP, GapReason.BUDGET, GapReason.CRASHED,
})  # fmt: skip
_PRICED = re.compile(FILE.load().further.priced)
AROUND = frozenset({Region.HEADER, Region.NAV, Region.FOOTER})


def hides_pages(stop: LoadFailure) -> bool:
    """Whether the page may exist although it could not be loaded."""
    return stop.reason in HIDES or (stop.reason is GapReason.ERROR_PAGE and stop.detail.startswith("HTTP 5"))


def links_everywhere(home: View) -> frozenset[str]:
    """The addresses the home page links to: on another page such a link belongs to the shop, not to that page."""
    return frozenset(page_identity(element.href) for element in home.elements if is_openable(element.href))


def find_topic_leads(view: View, role: Role, general: frozenset[str]) -> Iterator[tuple[int, float, Lead]]:
    """Links of a page that name a topic of the role: (the topic's number, how well the link fits, the lead).

    On a page of the role any topic counts. Elsewhere only words that by themselves say what the page is about: a long
    one, or a short one where a shop keeps its documents (footer, menus, the pages of ``shelves``). A link that is also
    on the home page counts only in its menus and footer. What leads to the goods of a card is about these goods.
    """
    shelf = view.role.value in role_links.SHELVES
    goods = {page_identity(card.url) for card in find_cards(view) if card.url}
    titles = card_titles(view, role_links.FURTHER_LONGEST)
    for element in view.elements:
        if not element.seen or not is_openable(element.href) or not same_site(view.url, element.href):
            continue
        key = page_identity(element.href)
        if key == page_identity(view.url) or (view.role is Role.HOME and element.region not in AROUND):
            continue
        if key in goods or role_links.names_goods(element.href):
            continue
        own = view.role is role and key not in general
        placed = element.region is Region.FOOTER or bool(element.opened_by) or (shelf and key not in general)
        if not own and not placed and (view.role is not Role.HOME or role_links.speaks_of_lists(element.href)):
            continue
        found = _topic(element, role, own, placed, titles.get(element.id, ""))
        if found is None:
            continue
        number, said = found
        if asks_own_words(view, element.href, said):
            continue
        by = FoundBy.MENU if element.opened_by else FoundBy.LINK
        clicks = None if view.clicks is None else view.clicks + 1 + bool(element.opened_by)
        fit = 2.0 * (key not in general) - 0.05 * len(said)
        path = (*view.path, said[:30])
        yield number, fit, Lead(role, element.href, element, fit, by, clicks, path, view.url)


def _topic(element: Element, role: Role, own: bool, placed: bool, title: str) -> tuple[int, str] | None:
    """The first topic a link names, with its wording; the role's own words come after its topics. ``title``: its card's, if any."""
    rule = role_links.RULES[role]
    for said in (*role_links.spoken_labels(element, role_links.FURTHER_LONGEST), title):
        if (
            not said
            or _PRICED.search(said)
            or any(holds_word(said, word) for word in (*role_links.FURTHER_NOT, *rule.not_words))
        ):
            continue
        if not own and said in role_links.PERSONAL:
            continue
        if role_links.for_merchants(said, role):
            continue
        if not own and any(said in other.entries for name, other in role_links.RULES.items() if name is not role):
            continue  # this is another role's entry
        for number, words in enumerate((*rule.further, rule.words)):
            if any(word in said and holds_word(said, word) and (own or _speaks(word, placed)) for word in words):
                return number, said
    return None


def _speaks(word: str, placed: bool) -> bool:
    """Whether a word by itself says what a page is about."""
    return len(word) >= DISCOVERY.word or (placed and word not in role_links.VAGUE)


@dataclass(slots=True)
class FurtherPageHunt:
    """The further pages of one role on one device: one page of each topic, then a second of each, until enough were read."""

    role: Role
    loaded: int = 0  # pages loaded for this role
    filed: int = 0  # pages that had been loaded for another role
    failed: int = 0
    hidden: list[tuple[LoadFailure, str]] = field(default_factory=list)  # with the address
    _tried: set[str] = field(default_factory=set)
    _turns: dict[int, int] = field(default_factory=dict)
    _found: dict[str, tuple[tuple[int, float, Lead], ...]] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        most = role_links.RULES[self.role].further_pages
        return self.loaded + len(self.hidden) >= most or self.filed > most or self.failed > most

    def next(self, pages: Iterable[View], seen: Iterable[View], general: frozenset[str]) -> Lead | None:
        """The best lead of those pages that was not taken yet; ``seen`` are views of the role itself."""
        if (best := self._best(pages, seen, general)) is None:
            return None
        number, lead = best
        self._turns[number] = self._turns.get(number, 0) + 1
        self._tried.add(url_pattern(lead.url))
        return lead

    def peek(self, pages: Iterable[View], seen: Iterable[View], general: frozenset[str]) -> Lead | None:
        """What ``next`` would give, as far as is known by now."""
        best = None if self.over else self._best(pages, seen, general)
        return None if best is None else best[1]

    def _best(self, pages: Iterable[View], seen: Iterable[View], general: frozenset[str]) -> tuple[int, Lead] | None:
        taken = {*self._tried, *(url_pattern(url) for view in seen for url in (view.url, view.asked))}
        found = [row for view in pages for row in self._topics(view, general)]
        left = [
            (self._turns.get(number, 0), number, -fit, order, lead)
            for order, (number, fit, lead) in enumerate(found)
            if url_pattern(lead.url) not in taken
        ]
        if not left:
            return None
        _, number, _, _, lead = min(left, key=lambda row: row[:4])
        return number, lead

    def _topics(self, view: View, general: frozenset[str]) -> tuple[tuple[int, float, Lead], ...]:
        if view.id not in self._found:
            self._found[view.id] = tuple(find_topic_leads(view, self.role, general))
        return self._found[view.id]

    def blind(self) -> tuple[LoadFailure, str] | None:
        """Why too many of the followed pages could not be loaded (criteria 0.3.5), or None."""
        lost = len(self.hidden)
        followed = self.loaded + self.filed + lost
        return self.hidden[0] if lost and 1 - lost / followed < role_links.FETCHED_SHARE else None
