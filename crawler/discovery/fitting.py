"""Whether what a lead gave is a page of the lead's kind: not home again, not for merchants, a cart where a cart was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler import discover
from crawler.addressing import identity
from crawler.site import Element, View
from crawler.stop import Stop
from crawler.vocabulary import GapReason, Region, Role
from crawler.words import plain

HOME_AGAIN = Stop(GapReason.ERROR_PAGE, "the link brings up the home page again")
FOR_MERCHANTS = Stop(GapReason.ERROR_PAGE, "the page is for merchants")
NO_CART = Stop(GapReason.ERROR_PAGE, "the page shows no cart")
SAME_SHARE = 0.9  # of the lines of two texts: a clock and a carousel do not make another page
_PARTS = re.compile(r"[-_|·—–>»,,]+")


def unfitting(
    role: Role, url: str, title: str, text: str, elements: Iterable[Element], home: View | None
) -> Stop | None:
    """Why a page is none of that role, or None. ``url`` is where it stands, ``home`` the shop's home page."""
    if home is not None and role is not Role.HOME and is_home(url, text, home):
        return HOME_AGAIN
    elements = tuple(elements)
    if any(discover.for_merchants(said, role) for said in _names(title, elements)):
        return FOR_MERCHANTS
    if role is Role.CART and not _shows_cart(title, text):
        return NO_CART
    return None


def is_home(url: str, text: str, home: View) -> bool:
    """Whether a page is the home page: at its address, or with all but its words."""
    return identity(url) == identity(home.url) or alike_texts(text, home.text)


def alike_texts(one: str, other: str) -> bool:
    """Whether two texts say the same but for a few lines."""
    first, second = set(plain(one).split("\n")) - {""}, set(plain(other).split("\n")) - {""}
    if not first or not second:
        return False
    return len(first & second) / len(first | second) >= SAME_SHARE


def _names(title: str, elements: tuple[Element, ...]) -> tuple[str, ...]:
    """How a page calls itself: the first part of its title, and its first heading."""
    heading = next(
        (one.text or one.own for one in elements if one.seen and one.heading == 1 and one.region is Region.MAIN), ""
    )
    return tuple(plain(said)[:40] for said in (_PARTS.split(title)[0], heading) if said)


def _shows_cart(title: str, text: str) -> bool:
    said = plain(f"{title}\n{text}")
    return any(word in said for word in discover.CART_WORDS)
