"""Leads to product lists: by words and addresses, by clicks if there is no address, last by the shape of a category menu."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from crawler.discovery.products.goods_table import DATA, LIMITS
from crawler.discovery.products.product_leads import pressed_lead
from crawler.discovery.search_controls import asks_own_words
from crawler.links import role_links
from crawler.links.places import strip_place_numbers
from crawler.links.role_links import Lead
from crawler.site import Element, View
from crawler.spelling import plain_words
from crawler.urls import is_openable, page_identity, same_site
from crawler.vocabulary import FoundBy, Region, Role

GUESSED: Final = 0.5  # the score of an entry that only looks like a category
_MENUS = frozenset({Region.HEADER, Region.NAV, Region.SIDE})
_NEXT = tuple(plain_words(word) for word in DATA.more.words)


def list_leads(view: View) -> tuple[Lead, ...]:
    """The lists a page leads to, best first. Entries that only look like categories come last, and only if nothing is better."""
    found = role_links.find_leads(view, [Role.LIST])[Role.LIST]
    named = tuple(lead for lead in found if not _names_other(plain_words(lead.path[-1])))
    pressed = tuple(_pressed(view))
    # words beside the search box look like categories too: an address that speaks of a list comes before them
    likely = () if named else sorted(_guessed(view), key=lambda lead: not role_links.speaks_of_list(lead.url))
    ranked = sorted(
        (*named, *pressed),
        key=lambda lead: (asks_own_words(view, lead.url, lead.path[-1]), is_numbered(lead), -lead.score),
    )
    return (*ranked, *itertools.islice(likely, LIMITS.guessed_lists))


def menu_lists(view: View) -> tuple[Lead, ...]:
    """Lists in menus of a page that nobody opened, by their addresses: each must show goods before it is called one."""
    found: dict[str, Lead] = {}
    for element in view.elements:
        # a menu that opens over the page's own part is drawn there
        if element.seen or element.region not in (*_MENUS, Region.MAIN) or not is_openable(element.href):
            continue
        said = plain_words(element.text or element.own)
        alien = not same_site(view.url, element.href) or page_identity(element.href) == page_identity(view.url)
        if alien or not 2 <= len(said) <= LIMITS.category_chars or not role_links.speaks_of_list(element.href):
            continue
        words = (element.text or element.own)[:30]
        lead = Lead(Role.LIST, element.href, element, GUESSED, FoundBy.MENU, None, (*view.path, words), view.url)
        found.setdefault(page_identity(element.href), lead)
    return tuple(found.values())


def lists_above(view: View) -> tuple[Lead, ...]:
    """Pages above a product in its own address to which it links (/cups above /cups/white), the nearest first: each must show goods."""
    own = urlsplit(view.url).path.rstrip("/")
    found: dict[str, Lead] = {}
    for element in view.elements:
        if not element.seen or not is_openable(element.href) or not same_site(view.url, element.href):
            continue
        above, said = urlsplit(element.href), (element.text or element.own)[:30]
        folder = above.path.rstrip("/")
        if folder and not above.query and own.startswith(f"{folder}/") and plain_words(said):
            lead = Lead(Role.LIST, element.href, element, GUESSED, FoundBy.LINK, None, (*view.path, said), view.url)
            found.setdefault(page_identity(element.href), lead)
    return tuple(sorted(found.values(), key=lambda lead: -len(lead.url)))


def is_guessed(lead: Lead) -> bool:
    """Whether the page must show goods before it may be called a list."""
    return lead.role is Role.LIST and lead.score <= GUESSED


def may_misfit(lead: Lead, title: str, home: View | None) -> bool:
    """Whether a page may be none of its role by what it shows, which nothing that shows goods is.

    Where a list is but a guess, the home page's title tells it: a list of all goods may show no others than home does.
    """
    return lead.role not in (Role.LIST, Role.PRODUCT) or (is_guessed(lead) and home is not None and title == home.title)


def is_numbered(lead: Lead) -> bool:
    """Whether only a number of a category in its address tells of a list: a site builder numbers its texts alike (?cid=9)."""
    bare = lead.url.partition("?")[0]
    named = (
        any(word == plain_words(lead.path[-1]) for word in role_links.RULES[Role.LIST].words) if lead.path else False
    )
    # /goods.php?cid=12 shows goods
    told = role_links.speaks_of_lists(bare) or role_links.is_hinted(lead.url, Role.LIST)
    return lead.role is Role.LIST and role_links.speaks_of_list(lead.url) and not (told or named)


def leads_further(view: View) -> bool:
    """Whether a list continues behind a pager, or behind a control that loads more."""
    for element in view.elements:
        if not element.seen or not (element.href or element.clickable):
            continue
        said = plain_words(element.text or element.own or element.name)
        if said in _NEXT or (said == "2" and element.href and page_identity(element.href) != page_identity(view.url)):
            return True
    return 'rel="next"' in view.html


def _pressed(view: View) -> Iterator[Lead]:
    """Controls without an address whose label is exactly a name for a list."""
    words = frozenset(role_links.RULES[Role.LIST].words)
    for element in view.elements:
        if not element.seen or not element.clickable or is_openable(element.href):
            continue
        said = next((one for one in role_links.spoken_labels(element, role_links.LONGEST) if one in words), "")
        if said:
            yield pressed_lead(view, Role.LIST, element, said, float(len(said)))


def _guessed(view: View) -> Iterator[Lead]:
    """Short links of the same shape in the menus that name no other page of the shop."""
    fitting = [element for element in view.elements if names_category(view, element)]
    alike = Counter(strip_place_numbers(element.selector) for element in fitting)
    for element in fitting:
        if alike[strip_place_numbers(element.selector)] >= LIMITS.alike:
            clicks = None if view.clicks is None else view.clicks + 1 + bool(element.opened_by)
            by = FoundBy.MENU if element.opened_by else FoundBy.LINK
            words = (element.text or element.own)[:30]
            yield Lead(Role.LIST, element.href, element, GUESSED, by, clicks, (*view.path, words), view.url)


def names_category(view: View, element: Element) -> bool:
    """Whether it is a short link in a menu that may lead to a class of goods: no other page of the shop bears that name."""
    if not element.seen or element.region not in _MENUS or not is_openable(element.href):
        return False
    if not same_site(view.url, element.href) or page_identity(element.href) == page_identity(view.url):
        return False
    said = plain_words(element.text or element.own)
    if not 2 <= len(said) <= LIMITS.category_chars or said in role_links.PERSONAL:
        return False
    return not _names_other(said)


def _names_other(said: str) -> bool:
    """Whether a label names a page of the shop that shows no goods: a site builder numbers those like its lists (?cid=9)."""
    others = (role for role in role_links.RULES if role not in (Role.LIST, Role.PRODUCT))
    return any(role_links.names_role(role, said) for role in others)
