"""Whether a loaded page is of the lead's kind: not the home page again, not for merchants, a cart where one was wanted."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.failure import LoadFailure
from crawler.links import role_links
from crawler.links.role_settings import FILE
from crawler.site import Element, View
from crawler.spelling import plain_words
from crawler.urls import page_identity
from crawler.vocabulary import GapReason, Region, Role

HOME_AGAIN = LoadFailure(GapReason.ERROR_PAGE, "the link brings up the home page again")
ASKED_OVER_HOME = LoadFailure(GapReason.LOGIN, "a dialog to log in came up over the home page")
FOR_MERCHANTS = LoadFailure(GapReason.ERROR_PAGE, "the page is for merchants")
NOT_SERVED = LoadFailure(GapReason.ERROR_PAGE, "the address leads this device to another page")
NO_CART = LoadFailure(GapReason.ERROR_PAGE, "the page shows no cart")
SILENT = LoadFailure(GapReason.CONTROL, "the entry leads to a list that says nothing of it")
OF_ANOTHER_ROLE = (FOR_MERCHANTS, NO_CART, SILENT)  # what was met may be a page of the shop all the same
_AGAIN, _INDEX = FILE.load().home_again, FILE.load().index
_AROUND = frozenset({Region.HEADER, Region.NAV, Region.FOOTER})
_PARTS = re.compile(r"[-_|·—–>»,,]+")


def find_misfit(
    role: Role, url: str, title: str, text: str, elements: Iterable[Element], home: View | None
) -> LoadFailure | None:
    """Why a page is not one of that role, or None. ``url`` is the page's address, ``home`` the shop's home page."""
    elements = tuple(elements)
    if home is not None and role is not Role.HOME and (is_home(url, text, home) or _turns_goods(title, text, home)):
        return ASKED_OVER_HOME if _asks_in_dialog(elements) and not _asks_in_dialog(home.elements) else HOME_AGAIN
    if any(role_links.for_merchants(said, role) for said in page_names(title, elements)):
        return FOR_MERCHANTS
    if role is Role.CART and not _shows_cart(title, text):
        return NO_CART
    return SILENT if role in _INDEX.roles and _lists_others(role, title, elements) else None


def _lists_others(role: Role, title: str, elements: Iterable[Element]) -> bool:
    """Whether a page is but a list of entries and bears no word of the role, neither in its title nor beside that list."""
    own = [one for one in elements if one.seen and one.own and one.region not in _AROUND]
    main = [one for one in own if one.region is Region.MAIN]
    entries = [one for one in main if one.clickable or one.href]
    long, listed = (sum(len("".join(one.own.split())) for one in part) for part in (main, entries))
    if long > _INDEX.main or len(entries) < _INDEX.entries or listed < _INDEX.share * long:
        return False
    said = (title, *(one.own for one in own))
    return not any(role_links.names_role(role, plain_words(words)) for words in said)


def _asks_in_dialog(elements: Iterable[Element]) -> bool:
    """Whether a visible dialog asks for a password."""
    return any(one.input_type == "password" and one.seen and one.region is Region.DIALOG for one in elements)


def is_home(url: str, text: str, home: View) -> bool:
    """Whether a page is the home page: by its address, or because it has nearly all its words."""
    return page_identity(url) == page_identity(home.url) or alike_texts(text, home.text)


def _turns_goods(title: str, text: str, home: View) -> bool:
    """Whether a page has the title of the home page and most of its many lines, other goods aside."""
    if not title or plain_words(title) != plain_words(home.title):
        return False
    first, second = _lines(text), _lines(home.text)
    both = len(first & second)
    return both >= _AGAIN.lines and both >= _AGAIN.titled * len(first | second)


def _lines(text: str) -> set[str]:
    return set(plain_words(text).split("\n")) - {""}


def alike_texts(one: str, other: str) -> bool:
    """Whether two texts are the same except for a few lines."""
    first, second = _lines(one), _lines(other)
    if not first or not second:
        return False
    return len(first & second) / len(first | second) >= _AGAIN.same


def page_names(title: str, elements: Iterable[Element], label: str = "") -> tuple[str, ...]:
    """What a page calls itself: the first part of its title, and its first heading.

    Where another part of the title is the ``label`` that led there, that is its name: the first is that of a section (服务中心-配送费用).
    """
    heading = next(
        (one.text or one.own for one in elements if one.seen and one.heading == 1 and one.region is Region.MAIN), ""
    )
    first, *others = _PARTS.split(title)
    named = plain_words(label)
    if named and any(plain_words(part) == named for part in others):
        first = label
    return tuple(plain_words(said)[:40] for said in (first, heading) if said)


def _shows_cart(title: str, text: str) -> bool:
    said = plain_words(f"{title}\n{text}")
    return any(word in said for word in role_links.CART_WORDS)
